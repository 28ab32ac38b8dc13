package dev.sluice.cli.tool.object;

import com.google.protobuf.MessageLite;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.terminal.Progress;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.common.rpc.PooledBuffer;
import dev.sluice.frontend.rpc.BodySender;
import dev.sluice.v1.Finish;
import java.io.IOException;
import java.util.function.BiFunction;
import java.util.zip.CRC32C;

/**
 * Sends a body: one buffer at a time, with a CRC-32C over all of it, which the agent compares and
 * keeps with the object; the header announces it. A body that fits a buffer is one message.
 *
 * @param <Q> the messages sent
 * @param first a message with the header
 * @param further a message with nothing
 * @param finishing adds the finish to a message
 */
record Sending<Q extends MessageLite>(Q first, Q further, BiFunction<Q, Finish, Q> finishing) {

  /** Sends all of a source; what the agent committed. */
  <A> A run(Session session, BodySender<Q, A> sender, Source source, Progress progress)
      throws IOException, InterruptedException {
    CRC32C crc = new CRC32C();
    long length = source.length();
    long sent = 0;
    boolean ended = false;
    Q next = first;
    while (!ended) {
      PooledBuffer buffer = session.buffers().take(length < 0 ? Long.MAX_VALUE : length - sent);
      try {
        while (!ended && buffer.buffer().hasRemaining()) {
          ended = !source.read(buffer.buffer());
        }
      } catch (Throwable e) {
        buffer.close();
        throw e;
      }
      int bytes = buffer.flip().remaining();
      crc.update(buffer.whole());
      sent += bytes;
      ended |= sent == length;
      Q message = ended ? finishing.apply(next, finish(sent, crc)) : next;
      next = further;
      session
          .stall()
          .during(
              () -> {
                sender.send(DataFrame.of(message, buffer));
                return true;
              });
      progress.add(bytes);
    }
    sender.halfClose();
    return session.stall().during(sender::answer);
  }

  private static Finish finish(long length, CRC32C crc) {
    return Finish.newBuilder().setLength(length).setCrc32C((int) crc.getValue()).build();
  }
}

package dev.sluice.cli.bench;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * {@link ResponseReader}, and with it {@link ResponseHead}, reads what a server sends, in one piece
 * and byte by byte, as the same response or as the same failure.
 */
final class ResponseFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) throws IOException {
    String whole = read(input, input.length);
    String single = read(input, 1);
    require(whole.equals(single), "the same however it comes", whole, single);
  }

  private static String read(byte[] input, int step) throws IOException {
    try {
      Response response = new ResponseReader(new Bytes(input, step)).read(false, true);
      require(response.bytes() <= input.length, "no byte of nothing", response);
      return response.toString();
    } catch (ExchangeFailure e) {
      return e.code();
    }
  }

  /** A server that has sent all it will. */
  private static final class Bytes implements Wire {
    private final ByteBuffer left;
    private final int step;

    Bytes(byte[] input, int step) {
      left = ByteBuffer.wrap(input);
      this.step = step;
    }

    @Override
    public int read(ByteBuffer target) {
      int length = Math.min(step, Math.min(target.remaining(), left.remaining()));
      if (length == 0) {
        return -1;
      }
      target.put(left.slice(left.position(), length));
      left.position(left.position() + length);
      return length;
    }

    @Override
    public void write(ByteBuffer source) {
      source.position(source.limit());
    }

    @Override
    public void close() {}
  }
}

package dev.sluice.agent.store.format;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Messages with their CRC-32C as the last five bytes, which are field 15 of the message. */
public final class CheckedMessage {
  private static final byte CRC_TAG = 15 << 3 | 5;
  private static final int CRC_BYTES = 5;

  private CheckedMessage() {}

  /** The message's bytes and their check. The message's own field 15 must not be set. */
  public static byte[] write(MessageLite message) {
    byte[] content = message.toByteArray();
    byte[] bytes = Arrays.copyOf(content, content.length + CRC_BYTES);
    bytes[content.length] = CRC_TAG;
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(content.length + 1, crc32c(bytes, content.length));
    return bytes;
  }

  /** The message of these bytes, without its check; null where they were damaged. */
  public static <M extends MessageLite> @Nullable M read(byte[] bytes, Parser<M> parser) {
    int length = bytes.length - CRC_BYTES;
    if (length < 0 || bytes[length] != CRC_TAG) {
      return null;
    }
    int stated = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(length + 1);
    if (stated != crc32c(bytes, length)) {
      return null;
    }
    try {
      return parser.parseFrom(bytes, 0, length);
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  /** The CRC-32C of the first bytes. */
  public static int crc32c(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}

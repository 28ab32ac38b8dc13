package dev.sluice.common.rpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The fields of a message as they lie on the wire, to be written in other ways than protoc's. */
final class WireFields {
  /** No field of the contract has such numbers. */
  private static final int FIRST_UNKNOWN = 1_000;

  private WireFields() {}

  /** Each field of the top level, with its tag. */
  static List<byte[]> split(byte[] message) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    List<byte[]> fields = new ArrayList<>();
    while (!in.isAtEnd()) {
      int start = in.getTotalBytesRead();
      in.skipField(in.readTag());
      fields.add(Arrays.copyOfRange(message, start, in.getTotalBytesRead()));
    }
    return fields;
  }

  static byte[] join(List<byte[]> fields) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    fields.forEach(message::writeBytes);
    return message.toByteArray();
  }

  /** A field of bytes; a length of more digits than it needs is legal. */
  static byte[] bytes(int number, byte[] value, boolean longWay) throws IOException {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(field);
    out.writeTag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    if (longWay) {
      for (int shift = 0; shift < 28; shift += 7) {
        out.writeRawByte((byte) ((value.length >>> shift) | 0x80));
      }
      out.writeRawByte((byte) (value.length >>> 28));
    } else {
      out.writeUInt32NoTag(value.length);
    }
    out.writeRawBytes(value);
    out.flush();
    return field.toByteArray();
  }

  /** A field that nobody knows, of any wire type. */
  static byte[] unknown(Random random) throws IOException {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(field);
    writeUnknown(out, random, FIRST_UNKNOWN + random.nextInt(100), 0);
    out.flush();
    return field.toByteArray();
  }

  private static void writeUnknown(CodedOutputStream out, Random random, int number, int depth)
      throws IOException {
    switch (random.nextInt(5)) {
      case 0 -> out.writeUInt64(number, random.nextLong());
      case 1 -> out.writeFixed32(number, random.nextInt());
      case 2 -> out.writeFixed64(number, random.nextLong());
      case 3 -> out.writeByteArray(number, new byte[random.nextInt(200)]);
      default -> {
        out.writeTag(number, WireFormat.WIRETYPE_START_GROUP);
        for (int i = random.nextInt(3); i > 0 && depth < 3; i--) {
          // the data field's own number, which means nothing in here
          writeUnknown(out, random, 1 + random.nextInt(4), depth + 1);
        }
        out.writeTag(number, WireFormat.WIRETYPE_END_GROUP);
      }
    }
  }
}

package dev.sluice.frontend.auth.signature;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Runs a decoder in tests. */
public final class Decoding {
  private Decoding() {}

  /** The payload of a whole body given at once. */
  public static byte[] all(BodyDecoder decoder, byte[] wire) {
    ByteBuffer out = ByteBuffer.allocate(wire.length);
    decoder.decode(ByteBuffer.wrap(wire), out);
    decoder.end();
    byte[] payload = new byte[out.flip().remaining()];
    out.get(payload);
    return payload;
  }

  /**
   * The payload of a body given in pieces, through a small output, from and to direct buffers when
   * told.
   */
  public static byte[] pieces(
      BodyDecoder decoder, byte[] wire, int inSize, int outSize, boolean direct) {
    ByteBuffer in = direct ? ByteBuffer.allocateDirect(inSize) : ByteBuffer.allocate(inSize);
    ByteBuffer out = direct ? ByteBuffer.allocateDirect(outSize) : ByteBuffer.allocate(outSize);
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    for (int at = 0; at < wire.length; at += inSize) {
      in.clear().put(wire, at, Math.min(inSize, wire.length - at)).flip();
      while (in.hasRemaining()) {
        decoder.decode(in, out.clear());
        out.flip();
        while (out.hasRemaining()) {
          payload.write(out.get());
        }
      }
    }
    decoder.end();
    return payload.toByteArray();
  }
}

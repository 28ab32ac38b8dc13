package dev.sluice.frontend.auth.signature;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.fuzzing.FuzzTarget;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@link AwsChunkedBody}, {@link ChunkHeader} and {@link Trailers} give the same payload, or the
 * same refusal, however the bytes come in pieces; never more than was announced; of a signed body
 * only what the signer sent.
 *
 * <p>The first byte of an input tells the framing, the second the announced length, the third the
 * size of the pieces.
 */
final class AwsChunkedBodyFuzzTarget implements FuzzTarget {
  private static final Set<S3ErrorCode> REFUSALS =
      EnumSet.of(
          S3ErrorCode.INVALID_REQUEST,
          S3ErrorCode.INCOMPLETE_BODY,
          S3ErrorCode.INVALID_CHUNK_SIZE,
          S3ErrorCode.MALFORMED_TRAILER,
          S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);

  /** What became of a body. */
  private record Outcome(
      @Nullable S3ErrorCode refusal, String payload, Map<String, String> trailers) {}

  @Override
  public void attack(byte[] input) {
    if (input.length < 3) {
      return;
    }
    int framing = input[0] & 3;
    int length = (input[1] & 0xff) * (input[1] < 0 ? 100 : 1);
    byte[] wire = Arrays.copyOfRange(input, 3, input.length);
    Outcome whole = decoded(decoder(framing, length), wire, wire.length + 1, wire.length + 1);
    int piece = 1 + (input[2] & 0x1f);
    Outcome pieces = decoded(decoder(framing, length), wire, piece, 1 + (input[2] >> 5 & 7));
    require(
        whole.refusal() == null
            ? whole.equals(pieces)
            : pieces.refusal() == whole.refusal() && pieces.payload().startsWith(whole.payload()),
        "the same in pieces",
        whole,
        pieces);
    require(pieces.payload().length() <= length, "never more than announced", length, pieces);
    if (whole.refusal() == null) {
      require(whole.payload().length() == length, "as long as announced", length, whole);
      Outcome naive = naive(wire);
      require(whole.payload().equals(naive.payload()), "as read naively", whole, naive);
    } else {
      require(REFUSALS.contains(whole.refusal()), "a refusal of a body", whole);
    }
  }

  private static AwsChunkedBody decoder(int framing, int length) {
    boolean trailer = (framing & 1) != 0;
    return new AwsChunkedBody(
        length,
        trailer,
        trailer ? Set.of("x-amz-checksum-crc32") : Set.of(),
        (framing & 2) != 0 ? ChunkSigner.SIGNING : null);
  }

  private static Outcome decoded(AwsChunkedBody decoder, byte[] wire, int inSize, int outSize) {
    StringBuilder payload = new StringBuilder();
    try {
      for (int at = 0; at < wire.length; at += inSize) {
        ByteBuffer in = ByteBuffer.wrap(wire, at, Math.min(inSize, wire.length - at));
        while (in.hasRemaining()) {
          int before = in.remaining();
          ByteBuffer out = ByteBuffer.allocate(outSize);
          try {
            decoder.decode(in, out);
          } finally {
            payload.append(FuzzTarget.wireText(Arrays.copyOf(out.array(), out.position())));
          }
          require(in.remaining() < before, "goes on", at);
        }
      }
      decoder.end();
      return new Outcome(null, payload.toString(), decoder.trailers());
    } catch (S3Exception e) {
      return new Outcome(e.code(), payload.toString(), Map.of());
    }
  }

  /** Of a body that is right: lines and data, and nothing else understood. */
  private static Outcome naive(byte[] wire) {
    StringBuilder payload = new StringBuilder();
    int at = 0;
    while (true) {
      int end = at;
      while (wire[end] != '\r') {
        end++;
      }
      String line = new String(wire, at, end - at, StandardCharsets.ISO_8859_1);
      int size = Integer.parseInt(line.split(";", 2)[0], 16);
      if (size == 0) {
        return new Outcome(null, payload.toString(), Map.of());
      }
      payload.append(new String(wire, end + 2, size, StandardCharsets.ISO_8859_1));
      at = end + 2 + size + 2;
    }
  }
}

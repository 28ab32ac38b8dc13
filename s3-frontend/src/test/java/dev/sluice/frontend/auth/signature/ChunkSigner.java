package dev.sluice.frontend.auth.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Frames payloads as a client does, with signatures of its own making. */
final class ChunkSigner {
  static final String SEED = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
  private static final Credential CREDENTIAL =
      new Credential(Requests.ACCESS_KEY, "20130524", "us-east-1");
  private static final byte[] KEY = SigV4.signingKey(Requests.SECRET, CREDENTIAL);
  private static final String PREFIX = "\n20130524T000000Z\n" + CREDENTIAL.scope() + "\n";

  static final ChunkSigning SIGNING =
      new ChunkSigning(KEY, "20130524T000000Z", CREDENTIAL.scope(), SEED);

  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
  private String previous = SEED;

  /** A body of chunks of one size, the last one shorter, with an empty one at the end. */
  static byte[] signed(byte[] payload, int chunkSize) {
    ChunkSigner signer = new ChunkSigner();
    signer.chunks(payload, chunkSize);
    return signer.text("\r\n").bytes();
  }

  /** The same with a signed trailer. */
  static byte[] signed(byte[] payload, int chunkSize, String name, String value) {
    ChunkSigner signer = new ChunkSigner();
    signer.chunks(payload, chunkSize);
    return signer
        .text(name + ":" + value + "\r\n")
        .trailerSignature(name + ":" + value + "\n")
        .bytes();
  }

  /** The same without signatures; the trailer may be empty. */
  static byte[] unsigned(byte[] payload, int chunkSize, String trailer) {
    ChunkSigner signer = new ChunkSigner();
    for (int at = 0; at < payload.length; at += chunkSize) {
      byte[] data = Arrays.copyOfRange(payload, at, Math.min(payload.length, at + chunkSize));
      signer.text(Integer.toHexString(data.length) + "\r\n").data(data).text("\r\n");
    }
    return signer.text("0\r\n" + trailer + "\r\n").bytes();
  }

  private void chunks(byte[] payload, int chunkSize) {
    for (int at = 0; at < payload.length; at += chunkSize) {
      byte[] data = Arrays.copyOfRange(payload, at, Math.min(payload.length, at + chunkSize));
      header(data).data(data).text("\r\n");
    }
    header(new byte[0]);
  }

  ChunkSigner header(byte[] data) {
    String hash = Hashes.HEX.formatHex(Hashes.sha256().digest(data));
    previous =
        V4Signer.text(
            KEY,
            "AWS4-HMAC-SHA256-PAYLOAD"
                + PREFIX
                + previous
                + "\n"
                + Hashes.EMPTY_SHA256
                + "\n"
                + hash);
    return text(Integer.toHexString(data.length) + ";chunk-signature=" + previous + "\r\n");
  }

  ChunkSigner trailerSignature(String canonical) {
    String hash = Hashes.sha256Hex(canonical);
    String signature =
        V4Signer.text(KEY, "AWS4-HMAC-SHA256-TRAILER" + PREFIX + previous + "\n" + hash);
    return text("x-amz-trailer-signature:" + signature + "\r\n\r\n");
  }

  ChunkSigner data(byte[] data) {
    wire.writeBytes(data);
    return this;
  }

  ChunkSigner text(String text) {
    return data(text.getBytes(US_ASCII));
  }

  byte[] bytes() {
    return wire.toByteArray();
  }
}

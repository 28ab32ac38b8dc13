package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import javax.crypto.Mac;

/**
 * The chain of chunk signatures: each signs its chunk and the signature before it ("Transferring
 * Payload in Multiple Chunks" and "Including Trailing Headers", Amazon S3 API Reference).
 */
final class ChunkChain {
  private final Mac mac;
  private final String scope;
  private final MessageDigest digest = Hashes.sha256();
  private String previous;

  ChunkChain(ChunkSigning signing) {
    mac = Hashes.hmac("HmacSHA256", signing.signingKey());
    scope = "\n" + signing.timestamp() + "\n" + signing.scope() + "\n";
    previous = signing.seedSignature();
  }

  /** Adds the remaining bytes to the present chunk; does not consume them. */
  void update(ByteBuffer bytes) {
    int position = bytes.position();
    digest.update(bytes);
    bytes.position(position);
  }

  /**
   * Fails with SignatureDoesNotMatch unless the chunk that was added has this signature; then
   * begins the next one.
   */
  void verifyChunk(String signature) {
    String hash = Hashes.HEX.formatHex(digest.digest());
    verify(
        "AWS4-HMAC-SHA256-PAYLOAD" + scope + previous + "\n" + Hashes.EMPTY_SHA256 + "\n" + hash,
        signature);
  }

  /**
   * Fails with SignatureDoesNotMatch unless the trailer has this signature.
   *
   * @param canonicalTrailer a line {@code name:value} for each trailing header
   */
  void verifyTrailer(String canonicalTrailer, String signature) {
    String hash = Hashes.sha256Hex(canonicalTrailer);
    verify("AWS4-HMAC-SHA256-TRAILER" + scope + previous + "\n" + hash, signature);
  }

  private void verify(String stringToSign, String signature) {
    if (!computed(stringToSign).is(signature)) {
      throw new S3Exception(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH)
          .with("StringToSign", stringToSign)
          .with("SignatureProvided", signature);
    }
    previous = signature;
  }

  private Signature computed(String stringToSign) {
    return Signature.hexadecimal(mac.doFinal(Hashes.wireBytes(stringToSign)));
  }
}

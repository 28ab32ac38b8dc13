package dev.sluice.frontend.auth.signature;

/**
 * The start of the chain of chunk signatures: the signature of the request's head.
 *
 * @param signingKey the key that signed the head
 * @param timestamp of the head
 * @param scope the credential scope of the head
 * @param seedSignature the signature of the head, in hexadecimal
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
record ChunkSigning(byte[] signingKey, String timestamp, String scope, String seedSignature) {
  @Override
  public String toString() {
    return "ChunkSigning[" + timestamp + ", " + scope + "]";
  }
}

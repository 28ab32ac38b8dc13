package dev.sluice.cli.bench;

/**
 * The key pair that requests are signed with.
 *
 * @param region the region that the server expects in signatures
 */
record AccessKey(String id, String secret, String region) {
  /** Without the secret. */
  @Override
  public String toString() {
    return id;
  }
}

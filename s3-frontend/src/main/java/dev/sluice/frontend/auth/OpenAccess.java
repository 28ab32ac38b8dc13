package dev.sluice.frontend.auth;

import dev.sluice.frontend.s3.RequestHead;
import org.jspecify.annotations.Nullable;

/** Access for everybody. */
final class OpenAccess implements Authenticator {
  private final Identity owner;

  OpenAccess(Identity owner) {
    this.owner = owner;
  }

  @Override
  public Authenticated authenticate(RequestHead head, @Nullable String hostBucket) {
    PayloadDigest digest = PayloadDigest.of(head, head.header(PayloadDigest.HEADER));
    return new Authenticated(owner, BodyFraming.of(head, digest, null));
  }
}

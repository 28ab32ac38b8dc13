package dev.sluice.frontend.auth;

import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.BodyFraming;
import dev.sluice.frontend.auth.signature.PayloadDigest;
import dev.sluice.frontend.form.PostPolicy;
import dev.sluice.frontend.s3.FileSize;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.IdentityDirectory;
import dev.sluice.frontend.s3.RequestHead;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Access for every caller. */
final class OpenAccess implements Authenticator {
  private final Identity owner;

  OpenAccess(Identity owner) {
    this.owner = owner;
  }

  @Override
  public Authenticated authenticate(RequestHead head, @Nullable String hostBucket) {
    PayloadDigest digest = PayloadDigest.of(head, head.header(PayloadDigest.HEADER));
    return new Authenticated(owner, false, BodyFraming.of(head, digest, null), Map.of());
  }

  /** A policy holds here as well, except its signature and its time, which cannot be verified. */
  @Override
  public FormCaller authenticate(FormFields form, String bucket) {
    String policy = form.value("policy");
    return new FormCaller(
        owner,
        policy == null ? FileSize.ANY : PostPolicy.parse(policy).check(form, bucket),
        Map.of());
  }

  @Override
  public IdentityDirectory identities() {
    return IdentityDirectory.OPEN;
  }
}

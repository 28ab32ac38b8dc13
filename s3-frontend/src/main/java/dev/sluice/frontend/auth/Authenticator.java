package dev.sluice.frontend.auth;

import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.IdentityDirectory;
import dev.sluice.frontend.s3.RequestHead;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds out who sent a request. Safe for use by many threads. */
public sealed interface Authenticator permits OpenAccess, SignedAccess {
  /**
   * Decides who sent a request by its head. Fails with {@link dev.sluice.frontend.s3.S3Exception
   * S3Exception}, as Amazon S3 does, when the head proves nothing or the wrong thing.
   *
   * @param hostBucket the bucket that the Host header names; null for a path-style request.
   *     Signature V2 signs it
   */
  Authenticated authenticate(RequestHead head, @Nullable String hostBucket);

  /**
   * Decides who sent a form by its fields, and that the form keeps to its policy. Fails as Amazon
   * S3 does.
   *
   * @param bucket that the form is sent to
   */
  FormCaller authenticate(FormFields form, String bucket);

  /** The identities that may be named, as they are now. */
  IdentityDirectory identities();

  /**
   * Open access: every caller may do everything, with any signature or none. Bodies are still
   * decoded, and the digests stated about them verified; signatures of chunks are not, because
   * there is no secret to verify them with.
   *
   * @param owner the principal of every caller
   */
  static Authenticator open(Identity owner) {
    return new OpenAccess(owner);
  }

  /**
   * Requests are signed by an identity of the credentials, or anonymous.
   *
   * @param credentials asked for every request, so that they may change while requests are served
   * @param accepted which signatures count
   * @param clock what requests' times are compared with
   */
  static Authenticator signed(
      Supplier<Credentials> credentials, AcceptedSignatures accepted, InstantSource clock) {
    return new SignedAccess(credentials, accepted, clock);
  }
}

package dev.sluice.frontend.auth;

import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.frontend.auth.signature.Authorization;
import dev.sluice.frontend.auth.signature.BodyFraming;
import dev.sluice.frontend.auth.signature.FormSignature;
import dev.sluice.frontend.auth.signature.PayloadDigest;
import dev.sluice.frontend.auth.signature.SentRequest;
import dev.sluice.frontend.auth.signature.V2Verifier;
import dev.sluice.frontend.auth.signature.V4Verifier;
import dev.sluice.frontend.form.PostPolicy;
import dev.sluice.frontend.s3.FileSize;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Access for those whose secret is known, and for the anonymous where they have an entry. */
final class SignedAccess implements Authenticator {
  private final Supplier<Credentials> credentials;
  private final AcceptedSignatures accepted;
  private final InstantSource clock;
  private final V2Verifier v2 = new V2Verifier();
  private final V4Verifier v4 = new V4Verifier();

  SignedAccess(
      Supplier<Credentials> credentials, AcceptedSignatures accepted, InstantSource clock) {
    this.credentials = credentials;
    this.accepted = accepted;
    this.clock = clock;
  }

  @Override
  public Authenticated authenticate(RequestHead head, @Nullable String hostBucket) {
    Credentials known = credentials.get();
    SentRequest request = new SentRequest(head, clock.instant());
    return switch (Authorization.of(head, accepted.region())) {
      case Authorization.None _ -> anonymous(head, known);
      case Authorization.V2Header signed -> {
        accepted.requireVersion2();
        Credentials.Entry signer = signer(known, head, signed.accessKey());
        v2.verify(signed, signer.secret(), request, hostBucket);
        yield unchained(head, signer.identity(), true);
      }
      case Authorization.V2Query signed -> {
        accepted.requireVersion2();
        Credentials.Entry signer = signer(known, head, signed.accessKey());
        v2.verify(signed, signer.secret(), request, hostBucket);
        yield unchained(head, signer.identity(), true);
      }
      case Authorization.V4Header signed -> {
        Credentials.Entry signer = signer(known, head, signed.credential().accessKey());
        yield new Authenticated(
            signer.identity(), true, v4.verify(signed, signer.secret(), request));
      }
      case Authorization.V4Query signed -> {
        Credentials.Entry signer = signer(known, head, signed.credential().accessKey());
        yield new Authenticated(
            signer.identity(), true, v4.verify(signed, signer.secret(), request));
      }
    };
  }

  @Override
  public FormCaller authenticate(FormFields form, String bucket) {
    Credentials known = credentials.get();
    Instant now = clock.instant();
    FormSignature signature = new FormSignature(form, accepted, now);
    String sent = signature.policy();
    if (sent == null) {
      return new FormCaller(nobody(known), FileSize.ANY);
    }
    String accessKey = signature.signer(sent, key -> entry(known, key).secret());
    PostPolicy policy = PostPolicy.parse(sent);
    policy.checkNotExpired(now);
    return new FormCaller(entry(known, accessKey).identity(), policy.check(form, bucket));
  }

  private static Authenticated anonymous(RequestHead head, Credentials known) {
    return unchained(head, nobody(known), false);
  }

  private static Identity nobody(Credentials known) {
    Identity anonymous = known.anonymous();
    if (anonymous == null) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED);
    }
    return anonymous;
  }

  /**
   * Without a signature of the head by Signature V4 there is nothing that signatures of chunks
   * could be chained to.
   */
  private static Authenticated unchained(RequestHead head, Identity identity, boolean signed) {
    PayloadDigest digest = PayloadDigest.of(head, head.header(PayloadDigest.HEADER));
    if (digest instanceof PayloadDigest.Chunked(boolean chunksSigned, boolean _) && chunksSigned) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Signed chunks require a request that is signed by Signature Version 4");
    }
    return new Authenticated(identity, signed, BodyFraming.of(head, digest, null));
  }

  private static Credentials.Entry signer(Credentials known, RequestHead head, String accessKey) {
    Credentials.Entry entry = entry(known, accessKey);
    if (head.header("x-amz-security-token") != null || head.query().has("X-Amz-Security-Token")) {
      throw new S3Exception(
          S3ErrorCode.INVALID_TOKEN); // our keys are lasting ones: no token belongs to them
    }
    return entry;
  }

  private static Credentials.Entry entry(Credentials known, String accessKey) {
    Credentials.Entry entry = known.find(accessKey);
    if (entry == null) {
      throw new S3Exception(S3ErrorCode.INVALID_ACCESS_KEY_ID).with("AWSAccessKeyId", accessKey);
    }
    return entry;
  }
}

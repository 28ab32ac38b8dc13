package dev.sluice.frontend.auth;

import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.frontend.auth.signature.Authorization;
import dev.sluice.frontend.auth.signature.BodyFraming;
import dev.sluice.frontend.auth.signature.FormSignature;
import dev.sluice.frontend.auth.signature.PayloadDigest;
import dev.sluice.frontend.auth.signature.SentRequest;
import dev.sluice.frontend.auth.signature.SignatureKeys;
import dev.sluice.frontend.auth.signature.V2Verifier;
import dev.sluice.frontend.auth.signature.V4Verifier;
import dev.sluice.frontend.form.PostPolicy;
import dev.sluice.frontend.s3.FileSize;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.IdentityDirectory;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Access for those whose secret is known, and for the anonymous. */
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
    Authorization presented = Authorization.of(head, accepted.region());
    return switch (presented) {
      case Authorization.None _ -> unchained(head, known.anonymous(), Map.of());
      case Authorization.V2Header signed -> {
        accepted.requireVersion2();
        Credentials.Entry signer = signer(known, head, signed.accessKey());
        v2.verify(signed, signer.secret(), request, hostBucket);
        yield unchained(head, signer.identity(), keys(presented, request));
      }
      case Authorization.V2Query signed -> {
        accepted.requireVersion2();
        Credentials.Entry signer = signer(known, head, signed.accessKey());
        v2.verify(signed, signer.secret(), request, hostBucket);
        yield unchained(head, signer.identity(), keys(presented, request));
      }
      case Authorization.V4Header signed -> {
        Credentials.Entry signer = signer(known, head, signed.credential().accessKey());
        BodyFraming body = v4.verify(signed, signer.secret(), request);
        yield new Authenticated(signer.identity(), true, body, keys(presented, request));
      }
      case Authorization.V4Query signed -> {
        Credentials.Entry signer = signer(known, head, signed.credential().accessKey());
        BodyFraming body = v4.verify(signed, signer.secret(), request);
        yield new Authenticated(signer.identity(), true, body, keys(presented, request));
      }
    };
  }

  private static Map<String, List<String>> keys(Authorization verified, SentRequest request) {
    return SignatureKeys.of(verified, request.head(), request.now());
  }

  @Override
  public FormCaller authenticate(FormFields form, String bucket) {
    Credentials known = credentials.get();
    Instant now = clock.instant();
    FormSignature signature = new FormSignature(form, accepted, now);
    String sent = signature.policy();
    if (sent == null) {
      return new FormCaller(known.anonymous(), FileSize.ANY, Map.of());
    }
    String accessKey = signature.signer(sent, key -> entry(known, key).secret());
    PostPolicy policy = PostPolicy.parse(sent);
    policy.checkNotExpired(now);
    return new FormCaller(
        entry(known, accessKey).identity(),
        policy.check(form, bucket),
        SignatureKeys.of(form, now));
  }

  @Override
  public IdentityDirectory identities() {
    return credentials.get().names();
  }

  /**
   * Without a signature of the head by Signature V4 there is nothing that signatures of chunks
   * could be chained to.
   */
  private static Authenticated unchained(
      RequestHead head, Identity identity, Map<String, List<String>> signatureKeys) {
    PayloadDigest digest = PayloadDigest.of(head, head.header(PayloadDigest.HEADER));
    if (digest instanceof PayloadDigest.Chunked(boolean chunksSigned, boolean _) && chunksSigned) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Signed chunks require a request that is signed by Signature Version 4");
    }
    return new Authenticated(
        identity, !signatureKeys.isEmpty(), BodyFraming.of(head, digest, null), signatureKeys);
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

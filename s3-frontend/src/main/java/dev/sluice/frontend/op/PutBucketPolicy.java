package dev.sluice.frontend.op;

import dev.sluice.common.model.AccountId;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.policy.PolicyDocument;
import dev.sluice.common.policy.PolicyException;
import dev.sluice.common.policy.PolicyKind;
import dev.sluice.common.policy.PolicyPrincipal;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.IdentityDirectory;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.BucketSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * PutBucketPolicy. The policy is kept as it was sent. It names principals that only a frontend
 * knows, which therefore are looked up here; whether the bucket takes a public one, the agent
 * decides. {@code x-amz-confirm-remove-self-bucket-access} confirms what is done without it too.
 */
final class PutBucketPolicy implements Operation<BucketRequest.PutBucketPolicy> {
  private final AgentDirectory agents;
  private final DocumentBody documents;

  PutBucketPolicy(AgentDirectory agents, DocumentBody documents) {
    this.agents = agents;
    this.documents = documents;
  }

  @Override
  public S3Response answer(BucketRequest.PutBucketPolicy request, RequestContext call)
      throws InterruptedException {
    PolicyDocument policy = policy(request.bucket(), call);
    agents
        .of(call.context(), request.bucket())
        .changeSettings(call.context(), request.bucket(), settings -> replaced(settings, policy));
    return new S3Response.Empty(204, Map.of());
  }

  /**
   * The settings with the policy. A public one that is put again is refused here: to the agent it
   * is one that stays, as with a change of another setting.
   */
  private static BucketSettings replaced(BucketSettings settings, PolicyDocument policy) {
    if (settings.getPublicAccessBlock().getBlockPublicPolicy() && policy.isPublic()) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED);
    }
    return settings.toBuilder().setPolicy(policy.text()).build();
  }

  private PolicyDocument policy(BucketName bucket, RequestContext call)
      throws InterruptedException {
    ByteBuffer bytes = documents.readBytes(call);
    String text = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    if (!StandardCharsets.UTF_8.encode(text).equals(bytes)) {
      throw new S3Exception(
          S3ErrorCode.MALFORMED_POLICY, "This policy contains invalid Json: it is not UTF-8");
    }
    try {
      PolicyDocument policy = PolicyDocument.parse(text, PolicyKind.bucket(bucket.value()));
      for (PolicyPrincipal principal : policy.principals()) {
        requireKnown(principal, call.identities());
      }
      return policy;
    } catch (PolicyException e) {
      throw new S3Exception(S3ErrorCode.MALFORMED_POLICY, e.getMessage());
    }
  }

  private static void requireKnown(PolicyPrincipal principal, IdentityDirectory identities)
      throws PolicyException {
    if (identities.isOpen()) {
      return;
    }
    switch (principal) {
      case PolicyPrincipal.Everybody.EVERYBODY -> {}
      case PolicyPrincipal.Account(String id) -> {
        if (!identities.hasAccount(new AccountId(id))) {
          throw PolicyPrincipal.invalid(id);
        }
      }
      case PolicyPrincipal.User(String arn) -> {
        if (identities.byArn(arn) == null) {
          throw PolicyPrincipal.invalid(arn);
        }
      }
      case PolicyPrincipal.CanonicalUser(String id) -> {
        if (identities.byId(id) == null) {
          throw PolicyPrincipal.invalid(id);
        }
      }
    }
  }
}

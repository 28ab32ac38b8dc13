package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.AccountId;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.policy.PolicyDocument;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.ClientDigests;
import dev.sluice.frontend.s3.IdentityDirectory;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetBucketSettingsResponse;
import dev.sluice.v1.Payer;
import dev.sluice.v1.ReplaceBucketSettingsResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asserts AWS's behaviour: "PutBucketPolicy", "GetBucketPolicy", "GetBucketPolicyStatus" and
 * "DeleteBucketPolicy", AmazonS3/latest/API/API_PutBucketPolicy.html and its siblings.
 */
class BucketPolicyTest {
  private static final String PUBLIC = policy("\"*\"");

  private static final BucketRequest PUT = new BucketRequest.PutBucketPolicy(Requests.BUCKET, null);
  private static final BucketRequest GET = new BucketRequest.GetBucketPolicy(Requests.BUCKET, null);
  private static final BucketRequest STATUS =
      new BucketRequest.GetBucketPolicyStatus(Requests.BUCKET, null);
  private static final BucketRequest DELETE =
      new BucketRequest.DeleteBucketPolicy(Requests.BUCKET, null);

  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  private static String policy(String principal) {
    return "{\n \"Statement\": {\"Effect\": \"Allow\", \"Principal\": "
        + principal
        + ", \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::bucket/ü*\"}\n}\n";
  }

  @Test
  void policy_isSetAsItWasSentAndTheRestStays() throws InterruptedException {
    has(BucketSettings.newBuilder().setPayer(Payer.REQUESTER));

    assertThat(s3.answer(PUT, GivenBody.of(PUBLIC))).isEqualTo(new S3Response.Empty(204, Map.of()));
    assertThat(replaced())
        .isEqualTo(BucketSettings.newBuilder().setPayer(Payer.REQUESTER).setPolicy(PUBLIC).build());
  }

  @Test
  void policy_isAnsweredAsItWasSent() throws InterruptedException {
    has(BucketSettings.newBuilder().setPolicy(PUBLIC));

    assertThat(s3.answer(GET)).isEqualTo(new S3Response.Json(PUBLIC));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"\"*\", true", "{\"AWS\": \"111122223333\"}, false"})
  void status_saysWhetherThePolicyIsPublic(String principal, String expected) throws Exception {
    has(BucketSettings.newBuilder().setPolicy(policy(principal)));

    s3.assertDocument(
        s3.answer(STATUS), "<PolicyStatus><IsPublic>" + expected + "</IsPublic></PolicyStatus>");
  }

  @Test
  void policyThatIsNot_isNotFoundInTheBucketThatIsNamed() {
    has(BucketSettings.newBuilder());

    for (BucketRequest request : new BucketRequest[] {GET, STATUS}) {
      S3Exception refusal = s3.refusal(request);

      assertThat(refusal.code()).isEqualTo(S3ErrorCode.NO_SUCH_BUCKET_POLICY);
      assertThat(refusal.elements()).containsEntry("BucketName", "bucket");
    }
  }

  @Test
  void policy_isRemoved() throws InterruptedException {
    has(BucketSettings.newBuilder().setPolicy(PUBLIC).setPayer(Payer.REQUESTER));

    assertThat(s3.answer(DELETE)).isEqualTo(new S3Response.Empty(204, Map.of()));
    assertThat(replaced()).isEqualTo(BucketSettings.newBuilder().setPayer(Payer.REQUESTER).build());
  }

  @Test
  void policyThatIsNot_isRemovedAllTheSame() throws InterruptedException {
    has(BucketSettings.newBuilder());

    assertThat(s3.answer(DELETE)).isEqualTo(new S3Response.Empty(204, Map.of()));
  }

  @Test
  void policyThatCannotBeRead_isMalformedAndNoAgentIsAsked() {
    for (GivenBody body :
        new GivenBody[] {
          GivenBody.of("[]"),
          GivenBody.of(PUBLIC.replace("bucket/", "other/")),
          GivenBody.of(PUBLIC.getBytes(StandardCharsets.ISO_8859_1)),
          GivenBody.of(PUBLIC + " ".repeat(PolicyDocument.MOST_BYTES))
        }) {
      assertThat(s3.refusal(PUT, body).code()).isEqualTo(S3ErrorCode.MALFORMED_POLICY);
    }
    assertThat(s3.agent().methods()).isEmpty();
  }

  @Test
  void policyThatIsEmpty_isMissing() {
    assertThat(s3.refusal(PUT).code()).isEqualTo(S3ErrorCode.MISSING_REQUEST_BODY);
  }

  @Test
  void policyWithAnotherDigest_isRefused() {
    GivenBody body = GivenBody.of(PUBLIC).with(new ClientDigests(new byte[16], null, null, null));

    assertThat(s3.refusal(PUT, body).code()).isEqualTo(S3ErrorCode.BAD_DIGEST);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{\"AWS\": \"111122223333\"}, true",
        "{\"AWS\": \"000000000000\"}, false",
        "{\"AWS\": \"arn:aws:iam::111122223333:user/alice\"}, true",
        "{\"AWS\": \"arn:aws:iam::111122223333:user/bob\"}, false",
        "{\"CanonicalUser\": \"alice-id\"}, true",
        "{\"CanonicalUser\": \"bob-id\"}, false",
        "\"*\", true"
      })
  void principal_hasToBeKnown(String principal, boolean known) throws InterruptedException {
    s3.know(new OnlyAlice());
    has(BucketSettings.newBuilder());

    if (known) {
      assertThat(s3.answer(PUT, GivenBody.of(policy(principal))))
          .isEqualTo(new S3Response.Empty(204, Map.of()));
    } else {
      S3Exception refusal = s3.refusal(PUT, GivenBody.of(policy(principal)));

      assertThat(refusal.code()).isEqualTo(S3ErrorCode.MALFORMED_POLICY);
      assertThat(refusal).hasMessageContaining("Invalid principal in policy: ");
    }
  }

  @Test
  void publicPolicyThatTheBucketRefuses_isTheAgentsRefusal() {
    has(BucketSettings.newBuilder());
    s3.agent()
        .fails(
            BucketServiceGrpc.getReplaceBucketSettingsMethod(),
            new StorageException(FailureReason.ACCESS_DENIED, "public"));

    assertThat(s3.failure(PUT, GivenBody.of(PUBLIC)).reason())
        .isEqualTo(FailureReason.ACCESS_DENIED);
  }

  private void has(BucketSettings.Builder settings) {
    s3.agent()
        .answers(
            BucketServiceGrpc.getGetBucketSettingsMethod(),
            GetBucketSettingsResponse.newBuilder().setSettings(settings).setGeneration(7).build());
    s3.agent()
        .answers(
            BucketServiceGrpc.getReplaceBucketSettingsMethod(),
            ReplaceBucketSettingsResponse.newBuilder().setGeneration(8).build());
  }

  private BucketSettings replaced() {
    return s3.agent().received(BucketServiceGrpc.getReplaceBucketSettingsMethod()).getSettings();
  }

  /** Directory of one identity, {@code alice} of the account 111122223333. */
  private static final class OnlyAlice implements IdentityDirectory {
    private static final Principal ALICE = new Principal("alice-id", "Alice");

    @Override
    public boolean isOpen() {
      return false;
    }

    @Override
    public boolean hasAccount(AccountId account) {
      return account.value().equals("111122223333");
    }

    @Override
    public @Nullable Principal byId(String canonicalId) {
      return canonicalId.equals("alice-id") ? ALICE : null;
    }

    @Override
    public @Nullable Principal byArn(String arn) {
      return arn.equals("arn:aws:iam::111122223333:user/alice") ? ALICE : null;
    }

    @Override
    public @Nullable Principal byEmail(String address) {
      return null;
    }
  }
}

package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetBucketResponse;
import dev.sluice.v1.HeadObjectResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.Principal;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Asserts AWS's behaviour for a bucket or object without the configuration: the page of each
 * operation, and "Error responses", AmazonS3/latest/API/ErrorResponses.html.
 */
class UnsetConfigurationsTest {
  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  static Stream<S3Operation> all() {
    return Arrays.stream(S3Operation.values())
        .filter(operation -> operation.support() == S3Operation.Support.ANSWERED_AS_UNSET);
  }

  @ParameterizedTest
  @CsvSource({
    "GET_BUCKET_VERSIONING, <VersioningConfiguration/>",
    "GET_BUCKET_LOGGING, <BucketLoggingStatus/>",
    "GET_BUCKET_NOTIFICATION_CONFIGURATION, <NotificationConfiguration/>"
  })
  void configuration_isEmpty(S3Operation operation, String document) throws Exception {
    has();

    s3.assertDocument(s3.answer(Requests.unset(operation)), document);
  }

  @ParameterizedTest
  @CsvSource({
    "GET_BUCKET_LIFECYCLE_CONFIGURATION, NO_SUCH_LIFECYCLE_CONFIGURATION",
    "GET_BUCKET_ENCRYPTION, SERVER_SIDE_ENCRYPTION_CONFIGURATION_NOT_FOUND",
    "GET_OBJECT_LOCK_CONFIGURATION, OBJECT_LOCK_CONFIGURATION_NOT_FOUND",
    "GET_BUCKET_WEBSITE, NO_SUCH_WEBSITE_CONFIGURATION",
    "GET_BUCKET_REPLICATION, REPLICATION_CONFIGURATION_NOT_FOUND"
  })
  void configuration_isNotFoundInTheBucketThatIsNamed(S3Operation operation, S3ErrorCode code) {
    has();

    S3Exception refusal = s3.refusal(Requests.unset(operation));

    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.elements()).containsEntry("BucketName", "bucket");
  }

  @ParameterizedTest
  @CsvSource({"GET_OBJECT_RETENTION", "GET_OBJECT_LEGAL_HOLD"})
  void lockOfAnObject_isInvalidRequest(S3Operation operation) {
    has();

    assertThat(s3.refusal(Requests.unset(operation)).code()).isEqualTo(S3ErrorCode.INVALID_REQUEST);
  }

  /** Whatever the operation, and before anything else is said. */
  @ParameterizedTest
  @MethodSource("all")
  void thingThatIsNotThere_isNotFound(S3Operation operation) {
    s3.agent()
        .fails(
            BucketServiceGrpc.getGetBucketMethod(),
            new StorageException(FailureReason.BUCKET_NOT_FOUND, "bucket"));
    s3.agent()
        .fails(
            ObjectServiceGrpc.getHeadObjectMethod(),
            new StorageException(FailureReason.OBJECT_NOT_FOUND, "key"));

    assertThat(s3.failure(Requests.unset(operation)).reason())
        .isEqualTo(
            operation.scope() == S3Operation.Scope.OBJECT
                ? FailureReason.OBJECT_NOT_FOUND
                : FailureReason.BUCKET_NOT_FOUND);
  }

  /** No operation of this kind is left without an answer. */
  @ParameterizedTest
  @MethodSource("all")
  void operation_isNeverNotImplemented(S3Operation operation) throws Exception {
    has();

    try {
      assertThat(s3.answer(Requests.unset(operation))).isInstanceOf(S3Response.Document.class);
    } catch (S3Exception e) {
      assertThat(e.code()).isNotEqualTo(S3ErrorCode.NOT_IMPLEMENTED);
    }
  }

  private void has() {
    bucket(Bucket.newBuilder().setOwner(Principal.newBuilder().setId("bucket-owner")));
    object(Stored.object().setOwner(Principal.newBuilder().setId("object-owner")));
  }

  private void bucket(Bucket.Builder bucket) {
    s3.agent()
        .answers(
            BucketServiceGrpc.getGetBucketMethod(),
            GetBucketResponse.newBuilder().setBucket(bucket.setName("bucket")).build());
  }

  private void object(dev.sluice.v1.ObjectInfo.Builder object) {
    s3.agent()
        .answers(
            ObjectServiceGrpc.getHeadObjectMethod(),
            HeadObjectResponse.newBuilder().setInfo(object).build());
  }
}

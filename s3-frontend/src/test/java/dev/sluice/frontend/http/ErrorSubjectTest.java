package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.v1.AbortUploadRequest;
import dev.sluice.v1.AbortUploadResponse;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.CompleteUploadRequest;
import dev.sluice.v1.CompleteUploadResponse;
import dev.sluice.v1.CopyObjectRequest;
import dev.sluice.v1.CopyObjectResponse;
import dev.sluice.v1.CopyPartRequest;
import dev.sluice.v1.CopyPartResponse;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetBucketRequest;
import dev.sluice.v1.GetBucketResponse;
import dev.sluice.v1.GetBucketSettingsRequest;
import dev.sluice.v1.GetBucketSettingsResponse;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.Principal;
import dev.sluice.v1.UploadServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Subjects of errors, before an agent that fails. Asserts AWS's behaviour: "Error responses",
 * AmazonS3/latest/API/ErrorResponses.html.
 */
@Timeout(60)
class ErrorSubjectTest {
  private static final String PARTS =
      "<CompleteMultipartUpload><Part><PartNumber>7</PartNumber><ETag>\"e\"</ETag></Part>"
          + "</CompleteMultipartUpload>";

  private StorageException failure = new StorageException(FailureReason.INTERNAL, "no failure");
  private FrontendOverStub frontend;

  @BeforeEach
  void start() throws IOException {
    frontend =
        new FrontendOverStub(KeepAlivePolicy.STANDARD, new Objects(), new Uploads(), new Buckets());
  }

  @AfterEach
  void stop() {
    frontend.close();
  }

  @Test
  void missingBucket_isNamed() throws Exception {
    fail(FailureReason.BUCKET_NOT_FOUND, FailureDetail.NONE);

    assertThat(frontend.text("GET", "/bucket/key", ""))
        .contains("<Code>NoSuchBucket</Code>", "<BucketName>bucket</BucketName>");
  }

  @Test
  void missingKey_isNamed() throws Exception {
    fail(FailureReason.OBJECT_NOT_FOUND, FailureDetail.NONE);

    assertThat(frontend.text("GET", "/bucket/a%20key", ""))
        .contains("<Code>NoSuchKey</Code>", "<Key>a key</Key>");
    assertThat(frontend.text("PUT", "/bucket/key", "", "x-amz-copy-source", "/bucket/source"))
        .as("it may be the source or the destination")
        .contains("<Code>NoSuchKey</Code>")
        .doesNotContain("<Key>");
  }

  @Test
  void missingUpload_isNamed() throws Exception {
    fail(FailureReason.UPLOAD_NOT_FOUND, FailureDetail.NONE);

    assertThat(frontend.text("DELETE", "/bucket/key?uploadId=abc", ""))
        .contains("<Code>NoSuchUpload</Code>", "<UploadId>abc</UploadId>");
  }

  @Test
  void invalidPart_isNamedWithItsUpload() throws Exception {
    fail(FailureReason.PART_INVALID, new FailureDetail.Part(7, "e", 0, 0));

    assertThat(frontend.text("POST", "/bucket/key?uploadId=abc", PARTS))
        .contains(
            "<Code>InvalidPart</Code>",
            "<PartNumber>7</PartNumber><ETag>e</ETag><UploadId>abc</UploadId>");
  }

  @Test
  void smallPart_isNamedWithItsSizes() throws Exception {
    fail(FailureReason.PART_TOO_SMALL, new FailureDetail.Part(7, "e", 5, 1 << 20));

    assertThat(frontend.text("POST", "/bucket/key?uploadId=abc", PARTS))
        .contains(
            "<Code>EntityTooSmall</Code>",
            "<PartNumber>7</PartNumber><ETag>e</ETag><ProposedSize>5</ProposedSize>"
                + "<MinSizeAllowed>1048576</MinSizeAllowed>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|MalformedXML|well-formed",
        "<CompleteMultipartUpload/>|MalformedXML|well-formed",
        "<CompleteMultipartUpload><Part><PartNumber>0</PartNumber><ETag>e</ETag></Part>"
            + "</CompleteMultipartUpload>|InvalidArgument|PartNumber must be &gt;= 1",
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part>"
            + "</CompleteMultipartUpload>|MalformedXML|well-formed",
      })
  void listThatMakesNoObject_isRefused(String list, String code, String words) throws Exception {
    assertThat(frontend.text("POST", "/bucket/key?uploadId=abc", list))
        .contains("<Code>" + code + "</Code>", words);
  }

  @ParameterizedTest
  @CsvSource({"bytes=10-,bytes=10-", "Bytes=10-19,bytes=10-19", "bytes=-0,bytes=-0"})
  void rangeBeyondTheEnd_isNamed(String sent, String named) throws Exception {
    fail(FailureReason.RANGE_NOT_SATISFIABLE, new FailureDetail.ObjectSize(10));

    assertThat(frontend.text("GET", "/bucket/key", "", "Range", sent))
        .contains(
            "<Code>InvalidRange</Code>",
            "<ActualObjectSize>10</ActualObjectSize><RangeRequested>"
                + named
                + "</RangeRequested>");
  }

  @Test
  void rangeBeyondTheSourceOfAPart_isAnInvalidArgument() throws Exception {
    fail(FailureReason.RANGE_NOT_SATISFIABLE, new FailureDetail.ObjectSize(10));

    assertThat(
            frontend.text(
                "PUT",
                "/bucket/key?uploadId=abc&partNumber=1",
                "",
                "x-amz-copy-source",
                "/bucket/source",
                "x-amz-copy-source-range",
                "bytes=0-10"))
        .contains(
            "<Code>InvalidArgument</Code>",
            "<Message>Range specified is not valid for source object of size: 10</Message>",
            "<ArgumentName>x-amz-copy-source-range</ArgumentName>");
  }

  @Test
  void missingPartOfAnObject_isNamedWithTheirCount() throws Exception {
    fail(FailureReason.PART_NUMBER_NOT_SATISFIABLE, new FailureDetail.Part(4, "", 0, 3));

    assertThat(frontend.text("GET", "/bucket/key?partNumber=4", ""))
        .contains(
            "<Code>InvalidPartNumber</Code>",
            "<PartNumberRequested>4</PartNumberRequested><ActualPartCount>3</ActualPartCount>");
  }

  @ParameterizedTest
  @CsvSource({
    "/bucket?tagging,404,NoSuchTagSet,<BucketName>bucket</BucketName>",
    "/bucket?lifecycle,404,NoSuchLifecycleConfiguration,<BucketName>bucket</BucketName>",
    "/bucket?website,404,NoSuchWebsiteConfiguration,<BucketName>bucket</BucketName>",
    "/bucket?replication,404,ReplicationConfigurationNotFoundError,<BucketName>bucket",
    "/bucket?encryption,404,ServerSideEncryptionConfigurationNotFoundError,<BucketName>bucket",
    "/bucket?object-lock,404,ObjectLockConfigurationNotFoundError,<BucketName>bucket",
    "/bucket?ownershipControls,404,OwnershipControlsNotFoundError,<BucketName>bucket",
    "/bucket?publicAccessBlock,404,NoSuchPublicAccessBlockConfiguration,<BucketName>bucket",
    "/bucket/key?retention,400,InvalidRequest,Bucket is missing Object Lock Configuration",
    "/bucket/key?legal-hold,400,InvalidRequest,Bucket is missing Object Lock Configuration",
  })
  void configurationThatIsNotSet_isAnsweredAsSuch(
      String target, int status, String code, String words) throws Exception {
    assertThat(frontend.stream("GET", target, "").statusCode()).isEqualTo(status);
    assertThat(frontend.text("GET", target, "")).contains("<Code>" + code + "</Code>", words);
  }

  @ParameterizedTest
  @CsvSource({
    "/bucket?versioning,<VersioningConfiguration"
        + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>",
    "/bucket?logging,<BucketLoggingStatus xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>",
    "/bucket?notification,<NotificationConfiguration"
        + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>",
    "/bucket?accelerate,<AccelerateConfiguration"
        + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>",
    "/bucket?requestPayment,<Payer>BucketOwner</Payer>",
    "/bucket?acl,<Permission>FULL_CONTROL</Permission>",
    "/bucket/key?acl,<Permission>FULL_CONTROL</Permission>",
    "/bucket/key?tagging,<TagSet/>",
  })
  void configurationThatIsNothing_isAnsweredAsSuch(String target, String words) throws Exception {
    assertThat(frontend.text("GET", target, "")).contains(words);
  }

  @Test
  void ownerOfTheSource_isTheExpectedOne() throws Exception {
    fail(FailureReason.STORAGE_FULL, FailureDetail.NONE);

    assertThat(copy("x-amz-source-expected-bucket-owner", "somebody"))
        .contains("<Code>AccessDenied</Code>");
    assertThat(copy("x-amz-source-expected-bucket-owner", "owner"))
        .contains("<Code>InsufficientStorage</Code>");
  }

  private String copy(String header, String value) throws Exception {
    return frontend.text(
        "PUT", "/bucket/key", "", "x-amz-copy-source", "/bucket/source", header, value);
  }

  private void fail(FailureReason reason, FailureDetail detail) {
    failure = new StorageException(reason, "the test says so", detail);
  }

  private void fail(StreamObserver<?> answer) {
    answer.onError(StorageStatus.toStatus(failure));
  }

  private final class Objects extends ObjectServiceGrpc.ObjectServiceImplBase {
    @Override
    public void getObject(GetObjectRequest request, StreamObserver<GetObjectResponse> answer) {
      fail(answer);
    }

    @Override
    public void headObject(
        dev.sluice.v1.HeadObjectRequest request,
        StreamObserver<dev.sluice.v1.HeadObjectResponse> answer) {
      answer.onNext(dev.sluice.v1.HeadObjectResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void copyObject(CopyObjectRequest request, StreamObserver<CopyObjectResponse> answer) {
      fail(answer);
    }
  }

  private final class Uploads extends UploadServiceGrpc.UploadServiceImplBase {
    @Override
    public void copyPart(CopyPartRequest request, StreamObserver<CopyPartResponse> answer) {
      fail(answer);
    }

    @Override
    public void completeUpload(
        CompleteUploadRequest request, StreamObserver<CompleteUploadResponse> answer) {
      fail(answer);
    }

    @Override
    public void abortUpload(
        AbortUploadRequest request, StreamObserver<AbortUploadResponse> answer) {
      fail(answer);
    }
  }

  private static final class Buckets extends BucketServiceGrpc.BucketServiceImplBase {
    @Override
    public void getBucket(GetBucketRequest request, StreamObserver<GetBucketResponse> answer) {
      Bucket bucket =
          Bucket.newBuilder()
              .setName(request.getBucket())
              .setOwner(Principal.newBuilder().setId("owner"))
              .build();
      answer.onNext(GetBucketResponse.newBuilder().setBucket(bucket).build());
      answer.onCompleted();
    }

    @Override
    public void getBucketSettings(
        GetBucketSettingsRequest request, StreamObserver<GetBucketSettingsResponse> answer) {
      answer.onNext(GetBucketSettingsResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }
}

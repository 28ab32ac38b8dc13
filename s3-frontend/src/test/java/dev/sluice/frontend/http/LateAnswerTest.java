package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.v1.CompleteUploadRequest;
import dev.sluice.v1.CompleteUploadResponse;
import dev.sluice.v1.CopyObjectRequest;
import dev.sluice.v1.CopyObjectResponse;
import dev.sluice.v1.CopyPartRequest;
import dev.sluice.v1.CopyPartResponse;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.Part;
import dev.sluice.v1.UploadServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Completing and copying before an agent that takes its time. Asserts AWS's behaviour:
 * "CompleteMultipartUpload", AmazonS3/latest/API/API_CompleteMultipartUpload.html, and
 * "CopyObject", API_CopyObject.html, which both answer 200 before they know.
 */
@Timeout(60)
class LateAnswerTest {
  private static final KeepAlivePolicy NONE =
      new KeepAlivePolicy(Duration.ofMillis(1), Duration.ofMillis(1));
  private static final KeepAlivePolicy ENDLESS =
      new KeepAlivePolicy(Duration.ofHours(1), Duration.ofHours(1));
  private static final String PARTS =
      "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>\"e\"</ETag></Part>"
          + "</CompleteMultipartUpload>";
  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  private final CountDownLatch work = new CountDownLatch(1);
  private final ObjectInfo made = ObjectInfo.newBuilder().setKey("k").setEtag("etag-1").build();
  private final Part part = Part.newBuilder().setPartNumber(1).setEtag("etag-1").build();
  private @Nullable StorageException failure;

  /** Does what it is asked for once the test lets it. */
  private final UploadServiceGrpc.UploadServiceImplBase uploads =
      new UploadServiceGrpc.UploadServiceImplBase() {
        @Override
        public void completeUpload(
            CompleteUploadRequest request, StreamObserver<CompleteUploadResponse> answer) {
          answer(CompleteUploadResponse.newBuilder().setObject(made).build(), answer);
        }

        @Override
        public void copyPart(CopyPartRequest request, StreamObserver<CopyPartResponse> answer) {
          answer(CopyPartResponse.newBuilder().setPart(part).build(), answer);
        }
      };

  private final ObjectServiceGrpc.ObjectServiceImplBase objects =
      new ObjectServiceGrpc.ObjectServiceImplBase() {
        @Override
        public void copyObject(
            CopyObjectRequest request, StreamObserver<CopyObjectResponse> answer) {
          answer(CopyObjectResponse.newBuilder().setCopy(made).build(), answer);
        }
      };

  private <A> void answer(A good, StreamObserver<A> answer) {
    try {
      work.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      answer.onError(StorageStatus.toStatus(failure));
    } else {
      answer.onNext(good);
      answer.onCompleted();
    }
  }

  @Test
  void completionThatIsQuick_hasItsLength() throws Exception {
    work.countDown();
    try (FrontendOverStub frontend = new FrontendOverStub(ENDLESS, uploads)) {
      HttpResponse<InputStream> answer = frontend.stream("POST", "/bucket/k?uploadId=u", PARTS);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-length")).isPresent();
      assertThat(rest(answer)).startsWith(DECLARATION + "<CompleteMultipartUploadResult");
    }
  }

  @Test
  void location_isTheAddressThatTheClientUsed() throws Exception {
    work.countDown();
    try (FrontendOverStub frontend = new FrontendOverStub(ENDLESS, uploads)) {
      for (String path : new String[] {"/bucket/a%20key", "/api/bucket/a%20key"}) {
        assertThat(frontend.text("POST", path + "?uploadId=u", PARTS))
            .contains("<Location>" + frontend.address() + path + "</Location>");
      }
    }
  }

  @Test
  void completionThatFailsInTime_hasTheStatusOfItsFailure() throws Exception {
    work.countDown();
    failure = new StorageException(FailureReason.PRECONDITION_FAILED, "no");
    try (FrontendOverStub frontend = new FrontendOverStub(ENDLESS, uploads)) {
      HttpResponse<InputStream> answer = frontend.stream("POST", "/bucket/k?uploadId=u", PARTS);

      assertThat(answer.statusCode()).isEqualTo(412);
      assertThat(rest(answer)).contains("<Code>PreconditionFailed</Code>");
    }
  }

  @Test
  void completionThatIsLate_keepsTheConnectionAlive() throws Exception {
    try (FrontendOverStub frontend = new FrontendOverStub(NONE, uploads)) {
      HttpResponse<InputStream> answer = frontend.stream("POST", "/bucket/k?uploadId=u", PARTS);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(read(answer, DECLARATION.length() + 3)).isEqualTo(DECLARATION + "   ");
      work.countDown();
      assertThat(rest(answer).strip())
          .startsWith("<CompleteMultipartUploadResult")
          .contains("<ETag>&quot;etag-1&quot;</ETag>")
          .endsWith("</CompleteMultipartUploadResult>");
    }
  }

  @Test
  void completionThatFailsLate_hasAnErrorInside() throws Exception {
    failure = new StorageException(FailureReason.PRECONDITION_FAILED, "no");
    try (FrontendOverStub frontend = new FrontendOverStub(NONE, uploads)) {
      HttpResponse<InputStream> answer = frontend.stream("POST", "/bucket/k?uploadId=u", PARTS);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(read(answer, DECLARATION.length() + 1)).isEqualTo(DECLARATION + " ");
      work.countDown();
      String id = answer.headers().firstValue("x-amz-request-id").orElseThrow();
      assertThat(rest(answer).strip())
          .startsWith("<Error><Code>PreconditionFailed</Code>")
          .contains("<RequestId>" + id + "</RequestId>")
          .endsWith("</Error>");
    }
  }

  @Test
  void copyThatIsLate_keepsTheConnectionAlive() throws Exception {
    try (FrontendOverStub frontend = new FrontendOverStub(NONE, objects)) {
      HttpResponse<InputStream> answer =
          frontend.stream("PUT", "/bucket/k", "", "x-amz-copy-source", "/bucket/source");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(read(answer, DECLARATION.length() + 3)).isEqualTo(DECLARATION + "   ");
      work.countDown();
      assertThat(rest(answer).strip())
          .startsWith("<CopyObjectResult")
          .contains("<ETag>&quot;etag-1&quot;</ETag>")
          .endsWith("</CopyObjectResult>");
    }
  }

  @Test
  void copyOfAPartThatIsLate_keepsTheConnectionAlive() throws Exception {
    try (FrontendOverStub frontend = new FrontendOverStub(NONE, uploads)) {
      HttpResponse<InputStream> answer = copyPart(frontend);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(read(answer, DECLARATION.length() + 3)).isEqualTo(DECLARATION + "   ");
      work.countDown();
      assertThat(rest(answer).strip())
          .startsWith("<CopyPartResult")
          .contains("<ETag>&quot;etag-1&quot;</ETag>")
          .endsWith("</CopyPartResult>");
    }
  }

  @Test
  void copyOfAPartThatFailsLate_hasAnErrorInside() throws Exception {
    failure = new StorageException(FailureReason.STORAGE_FULL, "full");
    try (FrontendOverStub frontend = new FrontendOverStub(NONE, uploads)) {
      HttpResponse<InputStream> answer = copyPart(frontend);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(read(answer, DECLARATION.length() + 1)).isEqualTo(DECLARATION + " ");
      work.countDown();
      assertThat(rest(answer).strip()).startsWith("<Error><Code>InsufficientStorage</Code>");
    }
  }

  @Test
  void copyThatFailsLate_hasAnErrorInside() throws Exception {
    failure = new StorageException(FailureReason.STORAGE_FULL, "full");
    try (FrontendOverStub frontend = new FrontendOverStub(NONE, objects)) {
      HttpResponse<InputStream> answer =
          frontend.stream("PUT", "/bucket/k", "", "x-amz-copy-source", "/bucket/source");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(read(answer, DECLARATION.length() + 1)).isEqualTo(DECLARATION + " ");
      work.countDown();
      assertThat(rest(answer).strip()).startsWith("<Error><Code>InsufficientStorage</Code>");
    }
  }

  @Test
  void connection_servesTheNextRequestAfterALateAnswer() throws Exception {
    try (FrontendOverStub frontend = new FrontendOverStub(NONE, uploads)) {
      HttpResponse<InputStream> late = frontend.stream("POST", "/bucket/k?uploadId=u", PARTS);
      assertThat(read(late, DECLARATION.length() + 1)).isEqualTo(DECLARATION + " ");
      work.countDown();
      assertThat(rest(late)).contains("</CompleteMultipartUploadResult>");

      assertThat(frontend.text("POST", "/bucket/k?uploadId=u", PARTS)).contains("etag-1");
    }
  }

  private static HttpResponse<InputStream> copyPart(FrontendOverStub frontend) throws Exception {
    return frontend.stream(
        "PUT", "/bucket/k?uploadId=u&partNumber=1", "", "x-amz-copy-source", "/bucket/source");
  }

  private static String read(HttpResponse<InputStream> answer, int length) throws Exception {
    return new String(answer.body().readNBytes(length), StandardCharsets.UTF_8);
  }

  private static String rest(HttpResponse<InputStream> answer) throws Exception {
    return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
  }
}

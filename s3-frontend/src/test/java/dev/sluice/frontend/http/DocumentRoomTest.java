package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.op.DocumentMemory;
import dev.sluice.testing.Await;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.CompleteUploadRequest;
import dev.sluice.v1.CompleteUploadResponse;
import dev.sluice.v1.CreateBucketRequest;
import dev.sluice.v1.CreateBucketResponse;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.UploadServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who takes memory for documents, and until when, where there is room for one large document. */
@Timeout(60)
class DocumentRoomTest {
  private static final int LARGE_BYTES = 8 << 20;
  private static final KeepAlivePolicy NONE =
      new KeepAlivePolicy(Duration.ofMillis(1), Duration.ofMillis(1));
  private static final String PARTS =
      "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>\"e\"</ETag></Part>"
          + "</CompleteMultipartUpload>";
  private static final String DELETE =
      "POST /bucket?delete HTTP/1.1\r\nHost: h\r\nContent-MD5: 1B2M2Y8AsgTpgAmY7PhCfg==\r\n"
          + "Expect: 100-continue\r\nContent-Length: ";

  private final CountDownLatch work = new CountDownLatch(1);

  private final BucketServiceGrpc.BucketServiceImplBase buckets =
      new BucketServiceGrpc.BucketServiceImplBase() {
        @Override
        public void createBucket(
            CreateBucketRequest request, StreamObserver<CreateBucketResponse> answer) {
          answer.onNext(CreateBucketResponse.getDefaultInstance());
          answer.onCompleted();
        }
      };

  private final UploadServiceGrpc.UploadServiceImplBase uploads =
      new UploadServiceGrpc.UploadServiceImplBase() {
        @Override
        public void completeUpload(
            CompleteUploadRequest request, StreamObserver<CompleteUploadResponse> answer) {
          try {
            work.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          answer.onNext(
              CompleteUploadResponse.newBuilder()
                  .setObject(ObjectInfo.newBuilder().setKey("k").setEtag("e"))
                  .build());
          answer.onCompleted();
        }
      };

  private FrontendOverStub start() throws IOException {
    DocumentMemory memory =
        new DocumentMemory(FrontendOverStub.PLAN, LARGE_BYTES, Duration.ofMillis(1));
    return new FrontendOverStub(NONE, memory, buckets, uploads);
  }

  /** Neither Content-Length nor Transfer-Encoding, as curl sends it. */
  @Test
  void requestWithoutABody_takesNoneOfALargeDocument() throws IOException {
    try (FrontendOverStub frontend = start();
        Socket slow = connect(frontend);
        Socket creating = connect(frontend)) {
      // What it waits for before it goes on is given once it has its memory.
      assertThat(answer(slow, DELETE + LARGE_BYTES + "\r\n\r\n")).startsWith("HTTP/1.1 100 ");

      assertThat(answer(creating, "PUT /bucket HTTP/1.1\r\nHost: h\r\n\r\n"))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void lateWork_keepsTheMemoryOfItsDocumentWhenTheClientLeaves() throws Exception {
    try (FrontendOverStub frontend = start()) {
      try (Socket leaving = connect(frontend)) {
        String document = PARTS + " ".repeat(LARGE_BYTES - PARTS.length());
        String head = "POST /bucket/k?uploadId=u HTTP/1.1\r\nHost: h\r\nContent-Length: ";
        assertThat(answer(leaving, head + document.length() + "\r\n\r\n" + document))
            .startsWith("HTTP/1.1 200 ");
      }
      assertThat(frontend.lines().take()).contains("CompleteMultipartUpload");

      assertThat(askForRoom(frontend)).startsWith("HTTP/1.1 503 ");
      work.countDown();
      String after =
          Await.until(
              "answer", () -> askForRoom(frontend), answer -> !answer.startsWith("HTTP/1.1 503 "));
      assertThat(after).startsWith("HTTP/1.1 100 ");
    }
  }

  private static String askForRoom(FrontendOverStub frontend) throws IOException {
    try (Socket client = connect(frontend)) {
      return answer(client, DELETE + LARGE_BYTES + "\r\n\r\n");
    }
  }

  private static Socket connect(FrontendOverStub frontend) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), frontend.address().getPort());
  }

  /** The first line of what comes for a request. */
  private static String answer(Socket client, String request) throws IOException {
    client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    return String.valueOf(reader.readLine());
  }
}

package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.v1.DeleteObjectRequest;
import dev.sluice.v1.DeleteObjectResponse;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.ObjectServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What is logged about a request, and whom it blames. Times are only bounded from below. */
@Timeout(60)
class RequestLogsTest {
  private static final Duration LONG = Duration.ofMillis(200);

  private final Logger logger = (Logger) LoggerFactory.getLogger(RequestLogs.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private Duration agentTakes = Duration.ZERO;
  private @Nullable StorageException failure;

  private final ObjectServiceGrpc.ObjectServiceImplBase agent =
      new ObjectServiceGrpc.ObjectServiceImplBase() {
        @Override
        public void deleteObject(
            DeleteObjectRequest request, StreamObserver<DeleteObjectResponse> answer) {
          pass(agentTakes);
          if (failure != null) {
            answer.onError(StorageStatus.toStatus(failure));
            return;
          }
          answer.onNext(DeleteObjectResponse.getDefaultInstance());
          answer.onCompleted();
        }
      };

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(logged);
  }

  @Test
  void timeOfTheAgent_isTheAgents() throws Exception {
    agentTakes = LONG;
    try (FrontendOverStub frontend = frontend(LONG.dividedBy(2))) {
      frontend.text("DELETE", "/bucket/key", "");

      JsonNode line = onlyLine(frontend);
      assertThat(line.get("agent_time").longValue()).isGreaterThanOrEqualTo(LONG.toMillis());
      assertThat(line.get("api").textValue()).isEqualTo("DeleteObject");
      assertThat(logged.list).singleElement().satisfies(RequestLogsTest::blamesTheAgent);
    }
  }

  @Test
  void timeOfTheClient_isNobodysFault() throws Exception {
    try (FrontendOverStub frontend = frontend(Duration.ofMinutes(1))) {
      try (Socket client = new Socket(frontend.address().getHost(), frontend.address().getPort())) {
        OutputStream out = client.getOutputStream();
        out.write(
            String.join(
                    "\r\n",
                    "PUT /bucket HTTP/1.1",
                    "Host: localhost",
                    "Connection: close",
                    "Expect: 100-continue",
                    "Content-Length: 10",
                    "",
                    "")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        assertThat(client.getInputStream().read()).isPositive(); // it waits for the body now
        pass(LONG);
        out.write("<Delete></".getBytes(StandardCharsets.US_ASCII));
        client.getInputStream().readAllBytes();
      }

      JsonNode line = onlyLine(frontend);
      assertThat(line.get("client_time").longValue()).isGreaterThanOrEqualTo(LONG.toMillis() / 2);
      assertThat(line.get("error_code").textValue()).isEqualTo("MalformedXML");
      assertThat(logged.list).isEmpty();
    }
  }

  @Test
  void failureOfTheAgent_isNamedOnceWithoutItsStack() throws Exception {
    failure = new StorageException(FailureReason.STORAGE_FAULT, "the disk is gone");
    try (FrontendOverStub frontend = frontend(Duration.ZERO)) {
      frontend.text("DELETE", "/bucket/key", "");

      assertThat(logged.list)
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getFormattedMessage())
                    .contains("DELETE /bucket/key", "STORAGE_FAULT", "the disk is gone");
                assertThat(event.getThrowableProxy()).isNull();
                assertThat(event.getMDCPropertyMap()).containsKey("request");
              });
    }
  }

  @Test
  void mistakeOfTheClient_isInTheAccessLogAlone() throws Exception {
    try (FrontendOverStub frontend = frontend(Duration.ZERO)) {
      frontend.text("PUT", "/bucket/key?retention", "x");

      assertThat(onlyLine(frontend).get("error_code").textValue()).isEqualTo("NotImplemented");
      assertThat(logged.list).isEmpty();
    }
  }

  private FrontendOverStub frontend(Duration slow) throws Exception {
    return new FrontendOverStub(KeepAlivePolicy.STANDARD, slow, agent);
  }

  private static void blamesTheAgent(ILoggingEvent event) {
    assertThat(event.getFormattedMessage()).isEqualTo("slow request");
    assertThat(event.getKeyValuePairs())
        .map(pair -> pair.key + "=" + pair.value)
        .contains("slow=agent", "bucket=bucket", "key=key");
  }

  /** The answer may be with the client before the record is. */
  private static JsonNode onlyLine(FrontendOverStub frontend) throws Exception {
    String line = frontend.lines().poll(30, TimeUnit.SECONDS);
    assertThat(line).isNotNull();
    assertThat(frontend.lines()).isEmpty();
    return new JsonMapper().readTree(line);
  }

  /** Lets so much time pass, at least. */
  private static void pass(Duration time) {
    try {
      boolean counted = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
      assertThat(counted).isFalse();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

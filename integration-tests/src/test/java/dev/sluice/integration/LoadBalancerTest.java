package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The load balancers of {@code deploy/}, each before two frontends of one agent. */
@ParameterizedClass
@EnumSource(LoadBalancer.Kind.class)
@Timeout(300)
class LoadBalancerTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final int LARGE = 128 * MEBIBYTE;

  /** Requests before what is done to a frontend, and after it. */
  private static final int REQUESTS = 300;

  private static final String BUCKET = "balanced";

  private final LoadBalancer.Kind kind;
  @TempDir private Path folder;

  private Path data;
  private TestAuthority authority;
  private SluiceProcess agent;
  private SluiceProcess first;
  private SluiceProcess second;
  private LoadBalancer balancer;
  private S3Client s3;

  LoadBalancerTest(LoadBalancer.Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    data = folder.resolve("data");
    authority = new TestAuthority(folder.resolve("tls"), "authority");
    agent = SluiceProcess.agent(data).announced();
    first = SluiceProcess.frontend(data).with("--trusted-proxies", "127.0.0.1").start();
    second = SluiceProcess.frontend(data).with("--trusted-proxies", "127.0.0.1").start();
    balancer =
        new LoadBalancer(
            kind, folder.resolve("balancer"), authority.good("balancer"), first.s3(), second.s3());
    s3 = S3Clients.pathStyle(balancer.s3());
    s3.createBucket(request -> request.bucket(BUCKET));
  }

  @AfterEach
  void stop() {
    for (AutoCloseable each : new AutoCloseable[] {s3, balancer, first, second, agent}) {
      if (each != null) {
        try {
          each.close();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  @Test
  void requests_arriveAsTheyWereSent() {
    String key = "a//b/../c/./ d+é%~";
    s3.putObject(
        request ->
            request.bucket(BUCKET).key(key).metadata(Map.of("under_score", "1", "do.t", "2")),
        RequestBody.fromString("text"));

    var object = s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key));

    assertThat(object.asUtf8String()).isEqualTo("text");
    assertThat(object.response().metadata())
        .containsExactlyInAnyOrderEntriesOf(Map.of("under_score", "1", "do.t", "2"));
    assertThat(s3.listObjectsV2(request -> request.bucket(BUCKET)).contents())
        .singleElement()
        .satisfies(listed -> assertThat(listed.key()).isEqualTo(key));
  }

  @Test
  void tls_endsAtTheBalancer() {
    String answer =
        OutsideCommand.of(
                OutsideClients.curl(),
                "-sS",
                "--cacert",
                authority.certificate(),
                balancer.s3OverTls().resolve("/" + BUCKET + "?location"))
            .run()
            .good()
            .out();

    assertThat(answer).contains("LocationConstraint");
  }

  @Test
  void body_goesThroughAsItComes() throws IOException {
    String target = "/" + BUCKET + "/large";
    byte[] block = new byte[MEBIBYTE];
    try (RawHttp put = RawHttp.send(balancer.s3(), "PUT", target, LARGE).patient()) {
      put.body(block);
      // A balancer that waits for the whole body has sent nothing of it yet.
      Staging.of(data).awaitSome();
      for (int sent = MEBIBYTE; sent < LARGE; sent += MEBIBYTE) {
        put.body(block);
      }
      assertThat(put.status()).isEqualTo(200);
      assertThat(balancer.heldInFiles()).isZero();
    }
    try (RawHttp get = RawHttp.send(balancer.s3(), "GET", target, -1)) {
      assertThat(get.head()).startsWith("HTTP/1.1 200");
      InputStream body = get.input();
      assertThat(body.readNBytes(MEBIBYTE)).hasSize(MEBIBYTE);
      assertThat(balancer.heldInFiles()).isZero();
      assertThat(MEBIBYTE + get.drain()).isEqualTo(LARGE);
    }
  }

  @Test
  void frontendKilledUnderLoad_costsNoRequest() throws Exception {
    underLoad(_ -> first.kill());
  }

  @Test
  void frontendToldToStopUnderLoad_costsNoRequest() throws Exception {
    underLoad(
        _ -> {
          balancer.announceStopOfFirst();
          first.terminate();
          assertThat(first.exitCode()).isZero();
        });
  }

  private void underLoad(SdkLoad.Event event) throws Exception {
    new SdkLoad(s3, BUCKET).around(REQUESTS, event);
  }
}

package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Await;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * CORS rules of one agent behind two frontends, set by the AWS SDK for Java and asked for by curl.
 * Asserts AWS's behaviour: "Using cross-origin resource sharing (CORS)",
 * AmazonS3/latest/userguide/cors.html; how soon a change is in force is ours.
 */
@Timeout(180)
class CorsTest {
  private static final String BUCKET = "cross-origin";
  private static final String PAGE = "Origin: https://app.example.com";
  private static final CORSRule RULE =
      CORSRule.builder()
          .id("pages")
          .allowedOrigins("https://*.example.com")
          .allowedMethods("GET", "HEAD", "PUT", "POST")
          .allowedHeaders("x-amz-*")
          .exposeHeaders("ETag", "Content-Range")
          .maxAgeSeconds(600)
          .build();
  private static final Map<String, String> OF_THE_RULE =
      Map.of(
          "access-control-allow-origin", "https://app.example.com",
          "access-control-allow-credentials", "true",
          "access-control-allow-methods", "GET, HEAD, PUT, POST",
          "access-control-expose-headers", "ETag, Content-Range",
          "access-control-max-age", "600",
          "vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");

  @TempDir private static Path folder;

  private static SluiceProcess agent;
  private static SluiceProcess left;
  private static SluiceProcess right;
  private static S3Client s3;

  @BeforeAll
  static void start() {
    Path data = folder.resolve("data");
    agent = SluiceProcess.agent(data).announced();
    left = SluiceProcess.frontend(data).announced();
    right = SluiceProcess.frontend(data).start();
    left.awaitReady();
    s3 = S3Clients.pathStyle(left.s3());
    s3.createBucket(request -> request.bucket(BUCKET));
    s3.putObject(
        request -> request.bucket(BUCKET).key("object"), RequestBody.fromBytes(new byte[1 << 20]));
  }

  @AfterAll
  static void stop() {
    if (s3 != null) {
      s3.close();
    }
    for (SluiceProcess process : new SluiceProcess[] {left, right, agent}) {
      if (process != null) {
        process.close();
      }
    }
  }

  @BeforeEach
  void rule() {
    s3.putBucketCors(
        request -> request.bucket(BUCKET).corsConfiguration(rules -> rules.corsRules(RULE)));
  }

  private static URI object(SluiceProcess frontend) {
    return URI.create(frontend.s3() + "/" + BUCKET + "/object");
  }

  private static CurlAnswer preflight(SluiceProcess frontend) {
    return CurlAnswer.of(
        "-X", "OPTIONS", "-H", PAGE, "-H", "Access-Control-Request-Method: PUT", object(frontend));
  }

  @Test
  void rules_areGivenBackAndRemoved() {
    assertThat(s3.getBucketCors(request -> request.bucket(BUCKET)).corsRules())
        .containsExactly(RULE);

    s3.deleteBucketCors(request -> request.bucket(BUCKET));
    s3.deleteBucketCors(request -> request.bucket(BUCKET));

    assertThatThrownBy(() -> s3.getBucketCors(request -> request.bucket(BUCKET)))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchCORSConfiguration"));
  }

  @Test
  void change_isInForceAtEveryFrontend() {
    assertThat(preflight(left).status()).isEqualTo(200);
    Await.until("the rule is in force", () -> preflight(right).status() == 200);

    s3.deleteBucketCors(request -> request.bucket(BUCKET));

    assertThat(preflight(left).status()).isEqualTo(403);
    Await.until("the rule is no longer in force", () -> preflight(right).status() == 403);
  }

  @Test
  void answers_haveTheHeadersOfTheRule() {
    assertThat(CurlAnswer.of("-o", "/dev/null", "-D", "-", "-H", PAGE, object(left)).headers())
        .containsAllEntriesOf(OF_THE_RULE);
    assertThat(CurlAnswer.of("-I", "-H", PAGE, object(left)).headers())
        .containsAllEntriesOf(OF_THE_RULE);
    CurlAnswer range = CurlAnswer.of("-r", "0-9", "-H", PAGE, object(left));
    assertThat(range.status()).isEqualTo(206);
    assertThat(range.headers()).containsAllEntriesOf(OF_THE_RULE);
    CurlAnswer unchanged =
        CurlAnswer.of(
            "-H", PAGE, "-H", "If-None-Match: " + range.headers().get("etag"), object(left));
    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(unchanged.headers()).containsAllEntriesOf(OF_THE_RULE);
    CurlAnswer missing = CurlAnswer.of("-H", PAGE, object(left) + "-missing");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.headers()).containsAllEntriesOf(OF_THE_RULE);
  }

  @Test
  void requestOfNoPage_isAnsweredWithoutThem() {
    assertThat(CurlAnswer.of("-I", object(left)).headers())
        .doesNotContainKeys(OF_THE_RULE.keySet().toArray(String[]::new));
    assertThat(CurlAnswer.of("-I", "-H", "Origin: https://example.org", object(left)).headers())
        .doesNotContainKeys("access-control-allow-origin", "access-control-allow-methods");
  }
}

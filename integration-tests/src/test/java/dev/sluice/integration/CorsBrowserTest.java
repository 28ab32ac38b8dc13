package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * A bucket used by a page of another origin, in a real browser: parts of an upload included, whose
 * tags the page has to read. What browsers do is theirs: "CORS protocol", fetch.spec.whatwg.org.
 */
@Timeout(300)
class CorsBrowserTest {
  private static final Duration VALIDITY = Duration.ofMinutes(10);

  @TempDir private Path folder;

  private Chromium browser;
  private PageServer pages;
  private @Nullable SluiceProcess server;

  @BeforeEach
  void start() throws Exception {
    browser = Chromium.in(folder);
    byte[] page = Files.readAllBytes(Resources.copy("browser/cors.html", folder));
    pages = new PageServer(page, URI.create("http://127.0.0.1:9")); // has nothing else
  }

  @AfterEach
  void stop() throws Exception {
    if (pages != null) {
      pages.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private SluiceProcess started(SluiceProcess.Starter starter) {
    SluiceProcess process = starter.start();
    server = process;
    return process;
  }

  /** A bucket with a rule for the page's origin: everything but to delete. */
  private void makeBucket(S3Client s3) {
    s3.createBucket(request -> request.bucket("bucket"));
    CORSRule rule =
        CORSRule.builder()
            .allowedOrigins("http://localhost:" + pages.port())
            .allowedMethods("GET", "PUT", "POST")
            .allowedHeaders("*")
            .exposeHeaders("ETag")
            .maxAgeSeconds(60)
            .build();
    s3.putBucketCors(
        request -> request.bucket("bucket").corsConfiguration(rules -> rules.corsRules(rule)));
  }

  /** What the page says when it is given this JSON object. */
  private String said(String json) {
    String hash = URLEncoder.encode(json, StandardCharsets.UTF_8).replace("+", "%20");
    String shown = browser.shown("http://localhost:" + pages.port() + "/page.html#" + hash);
    assertThat(shown).contains("<title>done</title>");
    return shown;
  }

  private String stored(String key) throws Exception {
    return Files.readString(folder.resolve("data/bucket").resolve(key));
  }

  @Test
  void pageWithoutCredentials_usesTheBucketWhoseRuleNamesIt() throws Exception {
    SluiceProcess open = started(SluiceProcess.standalone(folder.resolve("data")));
    try (S3Client s3 = S3Clients.pathStyle(open.s3())) {
      makeBucket(s3);
      s3.createBucket(request -> request.bucket("bucket-not"));
    }

    assertThat(said("{\"base\": \"" + open.s3() + "/bucket\"}"))
        .contains("put: 200", "put has its tag: true, and hides the rest: true")
        .contains("get: 200 by put", "missing: 404 NoSuchKey")
        .contains("begun: 200", "part 1: 200", "part 2: 200", "tags: true", "completed: 200")
        .contains("delete: failed", "rules: 403 AccessDenied", "elsewhere: failed");
    assertThat(stored("by-put")).isEqualTo("by put");
    assertThat(stored("by-parts")).hasSize((5 << 20) + "the end".length()).endsWith("pthe end");
  }

  @Test
  void pageWithPresignedUrls_uploadsInParts() throws Exception {
    SluiceProcess signed =
        started(
            SluiceProcess.standalone(folder.resolve("data"))
                .environment("SLUICE_ACCESS_KEY", S3Clients.ACCESS_KEY)
                .environment("SLUICE_SECRET_KEY", S3Clients.SECRET_KEY));
    String upload;
    try (S3Client s3 = S3Clients.pathStyle(signed.s3())) {
      makeBucket(s3);
      upload =
          s3.createMultipartUpload(request -> request.bucket("bucket").key("by-parts")).uploadId();
    }

    assertThat(said("{\"urls\": " + presigned(signed.s3(), upload) + "}"))
        .contains("put: 200", "get: 200 by put")
        .contains("unsigned: 403 AccessDenied", "tampered: 403 SignatureDoesNotMatch")
        .contains("part 1: 200", "part 2: 200", "tags: true", "completed: 200");
    assertThat(stored("by-put")).isEqualTo("by put");
    assertThat(stored("by-parts")).hasSize((5 << 20) + "the end".length()).endsWith("pthe end");
  }

  private static String presigned(URI server, String upload) {
    Map<String, String> urls = new LinkedHashMap<>();
    try (S3Presigner presigner = S3Clients.presigner(server, S3Clients.TESTER)) {
      urls.put(
          "put",
          presigner
              .presignPutObject(
                  presign ->
                      presign
                          .signatureDuration(VALIDITY)
                          .putObjectRequest(put -> put.bucket("bucket").key("by-put")))
              .url()
              .toString());
      urls.put(
          "get",
          presigner
              .presignGetObject(
                  presign ->
                      presign
                          .signatureDuration(VALIDITY)
                          .getObjectRequest(get -> get.bucket("bucket").key("by-put")))
              .url()
              .toString());
      for (int part = 1; part <= 2; part++) {
        int number = part;
        urls.put(
            "part" + part,
            presigner
                .presignUploadPart(
                    presign ->
                        presign
                            .signatureDuration(VALIDITY)
                            .uploadPartRequest(
                                put ->
                                    put.bucket("bucket")
                                        .key("by-parts")
                                        .uploadId(upload)
                                        .partNumber(number)))
                .url()
                .toString());
      }
      urls.put(
          "complete",
          presigner
              .presignCompleteMultipartUpload(
                  presign ->
                      presign
                          .signatureDuration(VALIDITY)
                          .completeMultipartUploadRequest(
                              end -> end.bucket("bucket").key("by-parts").uploadId(upload)))
              .url()
              .toString());
    }
    return urls.entrySet().stream()
        .map(url -> "\"" + url.getKey() + "\": \"" + url.getValue() + "\"")
        .collect(Collectors.joining(", ", "{", "}"));
  }
}

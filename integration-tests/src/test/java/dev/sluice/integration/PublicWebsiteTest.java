package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;

/**
 * The files of a website, read by curl without a signature from a bucket that is public by its
 * policy, and from one whose objects are public by their access control lists.
 */
@Timeout(300)
@ExtendWith(ClientServer.Extension.class)
class PublicWebsiteTest {
  private static final Map<String, String> PAGES = pages();

  private final ClientServer server;
  private final S3Client owner;

  PublicWebsiteTest(ClientServer server) {
    this.server = server;
    owner =
        S3Clients.builder(server.endpoint())
            .forcePathStyle(true)
            .credentialsProvider(ClientServer.CREDENTIALS)
            .build();
  }

  /** How a bucket is made public. */
  enum Public {
    BY_POLICY,
    BY_LISTS;

    private String bucket() {
      return "website-" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private static Map<String, String> pages() {
    Map<String, String> pages = new TreeMap<>();
    pages.put("index.html", "text/html; charset=utf-8");
    pages.put("style/main.css", "text/css");
    pages.put("script/app.js", "text/javascript");
    pages.put("images/logo ä.svg", "image/svg+xml");
    for (int i = 1; i <= 12; i++) {
      pages.put("posts/" + i + "/index.html", "text/html; charset=utf-8");
    }
    return pages;
  }

  @BeforeEach
  void make() {
    for (Public how : Public.values()) {
      String bucket = how.bucket();
      owner.createBucket(it -> it.bucket(bucket));
      owner.putBucketOwnershipControls(
          it ->
              it.bucket(bucket)
                  .ownershipControls(
                      controls ->
                          controls.rules(
                              OwnershipControlsRule.builder()
                                  .objectOwnership(ObjectOwnership.OBJECT_WRITER)
                                  .build())));
      PAGES.forEach(
          (key, type) ->
              owner.putObject(
                  it -> {
                    it.bucket(bucket).key(key).contentType(type).cacheControl("max-age=60");
                    if (how == Public.BY_LISTS) {
                      it.acl(ObjectCannedACL.PUBLIC_READ);
                    }
                  },
                  RequestBody.fromString("the bytes of " + key)));
      owner.putObject(
          it -> it.bucket(bucket).key("drafts/secret.html"), RequestBody.fromString("secret"));
    }
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
           "NotResource": "arn:aws:s3:::%1$s/drafts/*"}]}
        """
            .formatted(Public.BY_POLICY.bucket());
    owner.putBucketPolicy(it -> it.bucket(Public.BY_POLICY.bucket()).policy(policy));
  }

  @AfterEach
  void remove() {
    for (Public how : Public.values()) {
      PAGES.keySet().forEach(key -> owner.deleteObject(it -> it.bucket(how.bucket()).key(key)));
      owner.deleteObject(it -> it.bucket(how.bucket()).key("drafts/secret.html"));
      owner.deleteBucket(it -> it.bucket(how.bucket()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void website_isReadWithoutASignatureAndNothingElse(Public how) {
    String site = server.endpoint() + "/" + how.bucket() + "/";

    PAGES.forEach(
        (key, type) -> {
          String address = site + key.replace(" ", "%20").replace("ä", "%C3%A4");
          CurlAnswer page = CurlAnswer.of(address);
          assertThat(page.status()).as(page.body()).isEqualTo(200);
          assertThat(page.body()).isEqualTo("the bytes of " + key);
          assertThat(page.headers())
              .containsEntry("content-type", type)
              .containsEntry("cache-control", "max-age=60");
          String etag = page.headers().get("etag");
          assertThat(CurlAnswer.of("-H", "If-None-Match: " + etag, address).status())
              .isEqualTo(304);
        });
    CurlAnswer range = CurlAnswer.of("-r", "4-8", site + "index.html");
    assertThat(range.status()).isEqualTo(206);
    assertThat(range.body()).isEqualTo("bytes");
    assertThat(CurlAnswer.of("-I", site + "index.html").status()).isEqualTo(200);

    for (String[] forbidden :
        new String[][] {
          {site + "drafts/secret.html"},
          {site},
          {site + "no-such-page.html"},
          {site + "index.html?response-content-type=text/html"},
          {site + "index.html?acl"},
          {"-X", "DELETE", site + "index.html"},
          {"-X", "PUT", "-d", "text", site + "index.html"},
          {site + "?policy"},
        }) {
      CurlAnswer answer = CurlAnswer.of((Object[]) forbidden);
      assertThat(answer.status())
          .as(String.join(" ", forbidden) + answer.body())
          .isEqualTo(forbidden[0].contains("response-") ? 400 : 403);
    }
  }
}

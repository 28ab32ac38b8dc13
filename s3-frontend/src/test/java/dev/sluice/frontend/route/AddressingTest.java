package dev.sluice.frontend.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.S3Exception;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressingTest {
  private final Addressing addressing =
      new Addressing("/api/v1/s3", List.of("s3.Example.org", "example.org"));

  private Target pathStyle(String rawPath) {
    return addressing.target("127.0.0.1:39999", rawPath);
  }

  private static Target keyed(String bucket, String key) {
    return new Target.Keyed(new BucketName(bucket), new ObjectKey(key));
  }

  private String refusedAs(String host, String rawPath) {
    S3Exception refusal =
        catchThrowableOfType(S3Exception.class, () -> addressing.target(host, rawPath));
    assertThat(refusal).as(rawPath).isNotNull();
    return refusal.code().code();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/v1/s3", "/api/v1/s3/"})
  void root_isTheService(String rawPath) {
    assertThat(pathStyle(rawPath)).isEqualTo(new Target.Service());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/bucket", "/bucket/", "/api/v1/s3/bucket", "/api/v1/s3/bucket/", "/b%75cket"})
  void oneSegment_isABucket(String rawPath) {
    assertThat(pathStyle(rawPath)).isEqualTo(new Target.Bucket(new BucketName("bucket")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "/bucket/key|key",
        "/api/v1/s3/bucket/key|key",
        "/bucket//|/",
        "/bucket//key|/key",
        "/bucket/a//b|a//b",
        "/bucket/a/|a/",
        "/bucket/..|..",
        "/bucket/./a/../b|./a/../b",
        "/bucket/a+b|a+b",
        "/bucket/a%20b|a b",
        "/bucket/a%2Fb|a/b",
        "/bucket/%2Fb|/b",
        "/bucket/a%252Fb|a%2Fb",
        "/bucket/a?b|a?b",
        "/bucket/%C3%A9|é",
        "/bucket/é|é",
        "/bucket/%F0%9F%98%80|😀",
        "/bucket/api/v1/s3/x|api/v1/s3/x",
        "/api/v1/s3/bucket/api/v1/s3|api/v1/s3",
      })
  void key_survivesAsSent(String rawPath, String key) {
    assertThat(pathStyle(rawPath)).isEqualTo(keyed("bucket", key));
  }

  @Test
  void key_mayHoldNul() {
    assertThat(pathStyle("/bucket/a%00b")).isEqualTo(keyed("bucket", "a\0b"));
  }

  @ParameterizedTest
  @CsvSource({
    "bucket.s3.example.org,/key,bucket",
    "bucket.S3.EXAMPLE.ORG:39999,/key,bucket",
    "a.b.s3.example.org,/key,a.b",
    "bucket.example.org,/key,bucket",
  })
  void host_underADomain_namesTheBucket(String host, String rawPath, String bucket) {
    assertThat(addressing.target(host, rawPath)).isEqualTo(keyed(bucket, "key"));
  }

  @Test
  void host_thatIsADomain_isPathStyle() {
    assertThat(addressing.target("s3.example.org", "/bucket/key"))
        .isEqualTo(keyed("bucket", "key"));
    assertThat(addressing.target("[::1]:39999", "/bucket/key")).isEqualTo(keyed("bucket", "key"));
    assertThat(addressing.target("notexample.org", "/bucket/key"))
        .isEqualTo(keyed("bucket", "key"));
  }

  /** Ours: in virtual-host style the prefix is a key like any other. */
  @Test
  void prefix_countsInPathStyleOnly() {
    assertThat(addressing.target("bucket.example.org", "/api/v1/s3/key"))
        .isEqualTo(keyed("bucket", "api/v1/s3/key"));
    assertThat(addressing.target("bucket.example.org", "/"))
        .isEqualTo(new Target.Bucket(new BucketName("bucket")));
  }

  /** Ours: the bucket could not be reached where the prefix begins with its name. */
  @Test
  void bucketOfThePrefix_isRefusedWhileThereIsOne() {
    assertThat(refusedAs("h", "/api")).isEqualTo("InvalidBucketName");
    assertThat(refusedAs("h", "/api/v1/s3x/key")).isEqualTo("InvalidBucketName");
    assertThat(refusedAs("h", "/api/v1/s3/api/key")).isEqualTo("InvalidBucketName");
    assertThat(new Addressing("", List.of()).target("h", "/api/v1/s3"))
        .isEqualTo(keyed("api", "v1/s3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//key",
        "/ab",
        "/Bucket",
        "/bucket_1",
        "/-bucket",
        "/bucket.",
        "/a..b",
        "/192.168.1.1/key",
        "/..",
        "/../etc",
        "/%2e%2e/etc",
        "/bucket%2Fkey",
        "/bu%00cket",
        "/xn--bucket",
        "/bucket-s3alias",
        "/aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg",
      })
  void bucketName_againstTheRules_isInvalidBucketName(String rawPath) {
    assertThat(refusedAs("h", rawPath)).isEqualTo("InvalidBucketName");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/bucket/%",
        "/bucket/a%2",
        "/bucket/%zz",
        "/bucket/%-1",
        "/bucket/%FF",
        "/bucket/%C3",
        "/bucket/%C0%AF",
        "/bucket/%ED%A0%80",
        "*",
        "bucket/key",
      })
  void encoding_thatIsNone_isInvalidUri(String rawPath) {
    assertThat(refusedAs("h", rawPath)).isEqualTo("InvalidURI");
  }

  @Test
  void key_over1024Bytes_isKeyTooLong() {
    assertThat(pathStyle("/bucket/" + "%C3%A9".repeat(512))).isInstanceOf(Target.Keyed.class);
    S3Exception refusal =
        catchThrowableOfType(
            S3Exception.class, () -> pathStyle("/bucket/" + "%C3%A9".repeat(512) + "a"));
    assertThat(refusal.code().code()).isEqualTo("KeyTooLongError");
    assertThat(refusal.elements()).isEqualTo(Map.of("Size", "1025", "MaxSizeAllowed", "1024"));
  }

  @Test
  void prefix_thatIsNoPath_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Addressing("api", List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Addressing("/api/", List.of()));
  }

  @Property
  void encodedKey_isDecodedToItself(@ForAll @StringLength(min = 1, max = 200) String text) {
    String key = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    StringBuilder encoded = new StringBuilder("/bucket/");
    for (byte value : key.getBytes(StandardCharsets.UTF_8)) {
      encoded.append(String.format("%%%02x", value));
    }
    assertThat(pathStyle(encoded.toString())).isEqualTo(keyed("bucket", key));
  }

  @Property
  void anyPath_isATargetOrRefused(@ForAll String text) {
    try {
      assertThat(pathStyle("/" + text)).isNotNull();
    } catch (S3Exception e) {
      assertThat(e.code().status()).isEqualTo(400);
    }
  }

  @Property
  void anyQuery_isReadOrRefused(@ForAll String text) {
    try {
      assertThat(Query.of(text).names()).isNotNull();
    } catch (S3Exception e) {
      assertThat(e.code().code()).isEqualTo("InvalidURI");
    }
  }
}

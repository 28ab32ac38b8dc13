package dev.sluice.frontend.auth.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.frontend.s3.ClientDigests;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asserts AWS's behaviour: "Checking object integrity in Amazon S3",
 * AmazonS3/latest/userguide/checking-object-integrity.html.
 */
class DigestHeadersTest {
  private static ClientDigests read(String... headers) {
    return DigestHeaders.read(S3Operation.PUT_OBJECT, Requests.head("PUT", "/b/k", headers));
  }

  private static S3Exception refused(String... headers) {
    return catchThrowableOfType(S3Exception.class, () -> read(headers));
  }

  @Test
  void nothingStated_isNone() {
    assertThat(read("x-amz-checksum-mode", "ENABLED")).isEqualTo(ClientDigests.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "crc32, y/Q5Jg==, CRC32",
    "crc32c, 4waSgw==, CRC32C",
    "crc64nvme, rosUhgoHmYg=, CRC64NVME",
    "sha1, 98O8HYCOBHMq02eZZczDTKeuNEE=, SHA1",
    "sha256, FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSosiU=, SHA256",
  })
  void checksumHeader_isRead(String name, String value, ChecksumAlgorithm algorithm) {
    ClientDigests digests =
        read("x-amz-checksum-" + name, value, "x-amz-sdk-checksum-algorithm", algorithm.name());
    assertThat(digests.algorithm()).isEqualTo(algorithm);
    assertThat(digests.checksum()).isNotNull().extracting(ChecksumValue::base64).isEqualTo(value);
    assertThat(digests.checksum())
        .extracting(ChecksumValue::type)
        .isEqualTo(ChecksumType.FULL_OBJECT);
  }

  @Test
  void announcedTrailer_isReadWhenItCame() {
    ClientDigests digests = read("x-amz-trailer", "x-amz-checksum-CRC32");
    assertThat(digests.trailer()).isEqualTo(ChecksumAlgorithm.CRC32);
    ChecksumValue value =
        DigestHeaders.trailer(digests, Map.of("x-amz-checksum-crc32", "y/Q5Jg=="));
    assertThat(value).isNotNull().extracting(ChecksumValue::base64).isEqualTo("y/Q5Jg==");
    S3Exception refusal =
        catchThrowableOfType(
            S3Exception.class,
            () -> DigestHeaders.trailer(digests, Map.of("x-amz-checksum-crc32", "y/Q5")));
    assertThat(refusal.message())
        .isEqualTo("Value for x-amz-checksum-crc32 trailing header is invalid.");
    assertThat(DigestHeaders.trailer(ClientDigests.NONE, Map.of())).isNull();
  }

  @Test
  void contentMd5_isRead() {
    assertThat(read("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==").contentMd5()).hasSize(16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bad", "1B2M2Y8AsgTpgAmY7PhC", "d41d8cd98f00b204e9800998ecf8427e"})
  void contentMd5ThatIsNone_isNoDigest(String value) {
    S3Exception refusal = refused("content-md5", value);
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_DIGEST);
    assertThat(refusal.elements()).containsEntry("Content-MD5", value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "x-amz-checksum-crc32 | bad | - | - | Value for x-amz-checksum-crc32 header is invalid.",
        "x-amz-checksum-crc32 | y/Q5Jg==-2 | - | - | Value for x-amz-checksum-crc32 header is"
            + " invalid.",
        "x-amz-checksum-crc32 | y/Q5Jg== | x-amz-checksum-crc32c | 4waSgw== | Expecting a single",
        "x-amz-checksum-crc32 | y/Q5Jg== | x-amz-trailer | x-amz-checksum-crc32 | Expecting a"
            + " single",
        "x-amz-trailer | x-amz-checksum-crc32,x-amz-checksum-sha1 | - | - | Expecting a single",
        "x-amz-trailer | x-amz-meta-a | - | - | The value specified in the x-amz-trailer header",
        "x-amz-sdk-checksum-algorithm | CRC32 | - | - | x-amz-sdk-checksum-algorithm specified, but"
            + " no",
        "x-amz-sdk-checksum-algorithm | CRC31 | - | - | Value for x-amz-sdk-checksum-algorithm",
        "x-amz-sdk-checksum-algorithm | SHA1 | x-amz-checksum-crc32 | y/Q5Jg== | Value for"
            + " x-amz-sdk",
      })
  void contradiction_isRefused(
      String name, String value, @Nullable String name2, @Nullable String value2, String message) {
    S3Exception refusal =
        name2 == null || value2 == null
            ? refused(name, value)
            : refused(name, value, name2, value2);
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_REQUEST);
    assertThat(refusal.message()).startsWith(message);
  }

  @Test
  void algorithmThatSluiceLacks_isNotImplemented() {
    assertThat(refused("x-amz-checksum-crc16", "AAA=").code())
        .isEqualTo(S3ErrorCode.NOT_IMPLEMENTED);
  }

  @Test
  void checksumOfACompletedUpload_isNotTheBodys() {
    ClientDigests digests =
        DigestHeaders.read(
            S3Operation.COMPLETE_MULTIPART_UPLOAD,
            Requests.head("POST", "/b/k?uploadId=1", "x-amz-checksum-crc32", "y/Q5Jg==-2"));
    assertThat(digests).isEqualTo(ClientDigests.NONE);
  }
}

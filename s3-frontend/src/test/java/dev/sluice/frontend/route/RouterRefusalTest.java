package dev.sluice.frontend.route;

import static dev.sluice.frontend.route.Heads.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.xml.S3Xml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that are refused. Asserts AWS's codes, except where a test says otherwise: "Error
 * responses", AmazonS3/latest/API/ErrorResponses.html.
 */
class RouterRefusalTest {
  private static final String AES_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  private final Router router = new Router(new Addressing("/api/v1/s3", List.of()), new S3Xml());

  private S3Exception refusal(String line, String... headers) {
    return catchThrowableOfType(S3Exception.class, () -> router.route(head(line, headers)));
  }

  private String refusedAs(String line, String... headers) {
    S3Exception refusal = refusal(line, headers);
    assertThat(refusal).as(line + " " + List.of(headers)).isNotNull();
    return refusal.code().code();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST /",
        "PUT /",
        "DELETE /",
        "HEAD /",
        "PATCH /bucket/key",
        "TRACE /",
        "get /",
        "POST /bucket/key",
        "PUT /bucket?location",
        "DELETE /bucket?versioning",
        "GET /bucket?delete",
        "GET /bucket/key?uploads",
        "POST /bucket/key?acl",
        "HEAD /bucket/key?acl",
        "POST /bucket/key?select",
      })
  void method_thatTheResourceHasNot_isNotAllowed(String line) {
    assertThat(refusedAs(line)).isEqualTo("MethodNotAllowed");
  }

  @Test
  void methodNotAllowed_saysWhichAreAllowed() {
    S3Exception refusal = refusal("DELETE /bucket?versioning");
    assertThat(refusal.headers()).isEqualTo(Map.of("Allow", "GET, PUT"));
    assertThat(refusal.elements()).containsEntry("ResourceType", "VERSIONING");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /bucket?acl&tagging",
        "GET /bucket/key?acl&uploadId=u",
        "PUT /bucket?policy&cors",
        "GET /bucket?location&list-type=2",
        "PUT /bucket/key?partNumber=1",
        "PUT /bucket/key?uploadId=u",
        "GET /bucket?list-type=1",
        "GET /bucket?list-type=",
        "GET /bucket?max-keys=-1",
        "GET /bucket?max-keys=ten",
        "GET /bucket?max-keys=",
        "GET /bucket?max-keys=2147483648",
        "GET /bucket?max-keys=1.0",
        "GET /bucket?encoding-type=base64",
        "GET /bucket?uploads&max-uploads=x",
        "GET /?max-buckets=0",
        "PUT /bucket/key?partNumber=0&uploadId=u",
        "PUT /bucket/key?partNumber=10001&uploadId=u",
        "PUT /bucket/key?partNumber=&uploadId=u",
        "PUT /bucket/key?partNumber=+1&uploadId=u",
        "PUT /bucket/key?partNumber=99999999999999999999&uploadId=u",
        "GET /bucket/key?partNumber=0",
        "GET /bucket/key?uploadId=u&max-parts=-1",
        "GET /bucket/key?attributes",
        "GET /bucket/key?versionId=",
      })
  void parameter_outOfItsRange_isInvalidArgument(String line) {
    assertThat(refusedAs(line)).isEqualTo("InvalidArgument");
  }

  @Test
  void partNumber_isRefusedInAwsWords() {
    S3Exception refusal = refusal("PUT /bucket/key?partNumber=10001&uploadId=u");
    assertThat(refusal.message())
        .isEqualTo("Part number must be an integer between 1 and 10000, inclusive");
    assertThat(refusal.elements())
        .isEqualTo(Map.of("ArgumentName", "partNumber", "ArgumentValue", "10001"));
  }

  @Test
  void uploadId_thatNoneCanHave_isNoSuchUpload() {
    assertThat(refusedAs("GET /bucket/key?uploadId=")).isEqualTo("NoSuchUpload");
    assertThat(refusedAs("DELETE /bucket/key?uploadId=..%2F..%2Fx")).isEqualTo("NoSuchUpload");
  }

  @Test
  void partNumber_withRange_isInvalidRequest() {
    assertThat(refusedAs("GET /bucket/key?partNumber=1", "Range: bytes=0-1"))
        .isEqualTo("InvalidRequest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-amz-server-side-encryption: AES256",
        "x-amz-server-side-encryption-customer-algorithm: AES256",
        "x-amz-copy-source-server-side-encryption-customer-key: " + AES_KEY,
        "x-amz-object-lock-mode: GOVERNANCE",
        "x-amz-object-lock-legal-hold: OFF",
        "x-amz-storage-class: GLACIER",
        "x-amz-website-redirect-location: /x",
        "x-amz-bucket-object-lock-enabled: true",
        "x-amz-bypass-governance-retention: true",
        "x-amz-mfa: 1 2",
        "x-amz-write-offset-bytes: 5",
      })
  void header_thatAsksForWhatIsNotThere_isNotImplementedByName(String header) {
    S3Exception refusal = refusal("PUT /bucket/key", header);
    assertThat(refusal).as(header).isNotNull();
    assertThat(refusal.code().code()).isEqualTo("NotImplemented");
    assertThat(refusal.elements().get("Header"))
        .isEqualToIgnoringCase(header.substring(0, header.indexOf(':')));
  }

  /** Ours: the value may be a key, and answers are logged. */
  @Test
  void encryptionKey_isNotRepeated() {
    S3Exception refusal =
        refusal("PUT /bucket/key", "x-amz-server-side-encryption-customer-key: secret");
    assertThat(refusal.elements().toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-amz-tagging:",
        "x-amz-tagging: a=b",
        "x-amz-storage-class: STANDARD",
        "x-amz-bucket-object-lock-enabled: false",
        "x-amz-request-payer: requester",
        "x-amz-security-token: t",
        "x-amz-date: 20260101T000000Z",
      })
  void header_thatAsksForWhatIsSoAnyway_passes(String header) {
    assertThat(router.route(head("PUT /bucket/key", header))).isNotNull();
  }

  /** What AWS would refuse as well does not hide behind what is only not there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-amz-storage-class: COLD | InvalidStorageClass",
        "x-amz-acl: secret | InvalidArgument",
        "x-amz-acl: PRIVATE | InvalidArgument",
        "x-amz-grant-read: everybody | InvalidArgument",
        "x-amz-grant-read: group=1 | InvalidArgument",
        "x-amz-tagging: a=1&a=2 | InvalidTag",
        "x-amz-tagging: =1 | InvalidTag",
        "x-amz-tagging: a=%ZZ | InvalidTag",
        "x-amz-tagging: aws:a=1 | InvalidTag",
        "x-amz-tagging: a&b&c&d&e&f&g&h&i&j&k | InvalidTag",
        "x-amz-tagging-directive: KEEP | InvalidArgument",
        "x-amz-object-ownership: Mine | InvalidArgument",
        "x-amz-object-lock-mode: governance | InvalidArgument",
        "x-amz-object-lock-legal-hold: on | InvalidArgument",
        "x-amz-object-lock-retain-until-date: tomorrow | InvalidArgument",
        "x-amz-bucket-object-lock-enabled: yes | InvalidArgument",
        "x-amz-server-side-encryption: aes256 | InvalidArgument",
        "x-amz-server-side-encryption-customer-algorithm: AES128 | InvalidEncryptionAlgorithmError",
        "x-amz-server-side-encryption-customer-key: c2hvcnQ= | InvalidArgument",
        "x-amz-server-side-encryption-customer-key-md5: x | InvalidArgument",
        "x-amz-website-redirect-location: elsewhere | InvalidRedirectLocation",
        "x-amz-write-offset-bytes: -1 | InvalidArgument",
      })
  void setting_thatIsMalformed_isRefusedAsThat(String header, String code) {
    assertThat(refusedAs("PUT /bucket/key", header)).isEqualTo(code);
    // also behind a header that is refused, and of an operation that is not there
    assertThat(refusedAs("PUT /bucket/key", "x-amz-mfa: 1 2", header)).isEqualTo(code);
    assertThat(refusedAs("PUT /bucket?acl", header)).isEqualTo(code);
  }

  /** RFC 9110, 15.5.6. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PATCH /bucket/key | DELETE, GET, HEAD, OPTIONS, PUT",
        "TRACE /bucket | DELETE, GET, HEAD, POST, PUT",
        "PURGE / | GET",
        "DELETE / | GET",
        "POST /bucket?acl | GET, PUT",
      })
  void method_thatIsNotAllowed_isAnsweredWithThoseThatAre(String line, String allowed) {
    S3Exception refusal = refusal(line);
    assertThat(refusal.code().code()).isEqualTo("MethodNotAllowed");
    assertThat(refusal.headers()).containsEntry("Allow", allowed);
  }

  @Test
  void versionId_otherThanNull_isInvalid() {
    assertThat(refusedAs("GET /bucket/key?versionId=abc")).isEqualTo("InvalidArgument");
    assertThat(refusedAs("DELETE /bucket/key?versionId=abc")).isEqualTo("InvalidArgument");
    assertThat(refusedAs("GET /bucket/key?tagging&versionId=abc")).isEqualTo("InvalidArgument");
    assertThat(refusedAs("PUT /bucket/key", "x-amz-copy-source: /bucket/k?versionId=abc"))
        .isEqualTo("InvalidArgument");
  }

  @Test
  void copyOntoItself_hasToChangeSomething() {
    String[] unchanged = {"x-amz-copy-source: bucket/a/key"};
    assertThat(refusedAs("PUT /bucket/a/key", unchanged)).isEqualTo("InvalidRequest");
    for (String change :
        List.of("x-amz-metadata-directive: REPLACE", "x-amz-storage-class: STANDARD")) {
      assertThat(router.route(head("PUT /bucket/a/key", unchanged[0], change)).operation())
          .isEqualTo(S3Operation.COPY_OBJECT);
    }
    for (String source : List.of("bucket/a/other", "other/a/key")) {
      assertThat(router.route(head("PUT /bucket/a/key", "x-amz-copy-source: " + source)))
          .isInstanceOf(ObjectRequest.CopyObject.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "bucket", "/bucket", "bucket/", "/bucket/", "//key"})
  void copySource_withoutBucketAndKey_isInvalidArgument(String source) {
    assertThat(refusedAs("PUT /bucket/key", "x-amz-copy-source: " + source))
        .isEqualTo("InvalidArgument");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-", "bytes=-5", "bytes=5-4", "0-5", "bytes=0-1,3-4", "bytes=a-b"})
  void copySourceRange_ofAnotherForm_isInvalidArgument(String range) {
    assertThat(
            refusedAs(
                "PUT /bucket/key?partNumber=1&uploadId=u",
                "x-amz-copy-source: /bucket/k",
                "x-amz-copy-source-range: " + range))
        .isEqualTo("InvalidArgument");
  }

  @Test
  void checksums_ofTwoKinds_areInvalidRequest() {
    assertThat(
            refusedAs(
                "POST /bucket/key?uploadId=u",
                "x-amz-checksum-crc32: AAAAAA==",
                "x-amz-checksum-sha1: AAAA"))
        .isEqualTo("InvalidRequest");
    assertThat(refusedAs("POST /bucket/key?uploadId=u", "x-amz-checksum-crc32: AAAA"))
        .isEqualTo("InvalidRequest");
    assertThat(refusedAs("POST /bucket/key?uploads", "x-amz-checksum-algorithm: MD4"))
        .isEqualTo("InvalidRequest");
    assertThat(refusedAs("POST /bucket/key?uploads", "x-amz-checksum-type: HALF"))
        .isEqualTo("InvalidRequest");
  }

  @Test
  void operation_thatIsNotThere_isNotHeldAgainstItsHeaders() {
    assertThat(router.route(head("PUT /bucket?versioning", "x-amz-mfa: 1 2")).operation())
        .isEqualTo(S3Operation.PUT_BUCKET_VERSIONING);
  }
}

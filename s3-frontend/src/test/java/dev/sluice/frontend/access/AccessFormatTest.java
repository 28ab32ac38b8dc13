package dev.sluice.frontend.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The line of AWS's format follows AWS's page; that of JSON is ours. */
class AccessFormatTest {
  /** How log analysers read the line: words, times in brackets, texts in quotes. */
  private static final Pattern FIELD = Pattern.compile("\\[[^]]*]|\"[^\"]*\"|\\S+");

  private static final int FIELDS = 27;

  @Test
  void awsLine_hasEveryFieldInItsPlace() {
    AccessRecord record =
        record(
            RequestHead.of(
                "GET",
                "/photos/a%20b",
                "X-Amz-Signature=abc&X-Amz-Expires=9",
                "s3.test",
                Map.of("user-agent", List.of("curl/8"), "referer", List.of("http://r/"))),
            about("a b"),
            new AccessRecord.Security("TLSv1.3", "TLS_AES_128_GCM_SHA256"));

    assertThat(AccessFormat.AWS.line(record))
        .isEqualTo(
            "- photos [06/Feb/2026:00:00:38 +0000] 192.0.2.3 alice REQ1 REST.GET.ACL a%2520b"
                + " \"GET /photos/a%20b?X-Amz-Signature=hidden&X-Amz-Expires=9 HTTP/1.1\" 206 -"
                + " 10 1221 70 20 \"http://r/\" \"curl/8\" - host SigV4 TLS_AES_128_GCM_SHA256"
                + " QueryString s3.test TLSv1.3 - - -");
  }

  @Test
  void jsonLine_isOneDocumentWithTheTiersTimes() throws Exception {
    RequestHead head = head("/photos/%C3%A9", null, Map.of());

    JsonNode json =
        new JsonMapper().readTree(AccessFormat.JSON.line(record(head, about("é"), null)));

    assertThat(json.get("key").textValue()).isEqualTo("é");
    assertThat(json.get("bucket_name").textValue()).isEqualTo("photos");
    assertThat(json.get("http_status").intValue()).isEqualTo(206);
    assertThat(json.get("client_time").longValue()).isEqualTo(15);
    assertThat(json.get("agent_time").longValue()).isEqualTo(40);
    assertThat(json.get("frontend_time").longValue()).isEqualTo(15);
    assertThat(json.has("error_code")).isFalse();
  }

  @Test
  void requestNobodyUnderstood_hasNoOperation() {
    String line = AccessFormat.AWS.line(record(head("/%zz", null, Map.of()), null, null));

    assertThat(fields(line)).hasSize(FIELDS).startsWith("-", "-").element(6).isEqualTo("-");
  }

  /** Whatever a client sends, a record is one line of as many fields as ever. */
  @Property
  void sentText_breaksNoLine(@ForAll @NotEmpty String key, @ForAll String text) {
    RequestHead head =
        RequestHead.of(
            "GET",
            "/" + text,
            text,
            text,
            Map.of("user-agent", List.of(text), "referer", List.of(text)));
    AccessRecord record = record(head, key.length() > 300 ? null : about(key), null);

    assertThat(fields(AccessFormat.AWS.line(record))).hasSize(FIELDS);
    assertThat(AccessFormat.JSON.line(record)).matches("[ -\u007f]*");
  }

  @Test
  void names_areThoseThatAwsDocuments() {
    assertThat(RestName.of(S3Operation.GET_OBJECT)).isEqualTo("REST.GET.OBJECT");
    assertThat(RestName.of(S3Operation.PUT_OBJECT)).isEqualTo("REST.PUT.OBJECT");
    assertThat(RestName.of(S3Operation.COPY_OBJECT)).isEqualTo("REST.COPY.OBJECT");
    assertThat(RestName.of(S3Operation.LIST_OBJECTS_V2)).isEqualTo("REST.GET.BUCKET");
    assertThat(RestName.of(S3Operation.CREATE_MULTIPART_UPLOAD)).isEqualTo("REST.POST.UPLOADS");
    assertThat(RestName.of(S3Operation.COMPLETE_MULTIPART_UPLOAD)).isEqualTo("REST.POST.UPLOAD");
    assertThat(RestName.of(S3Operation.ABORT_MULTIPART_UPLOAD)).isEqualTo("REST.DELETE.UPLOAD");
    assertThat(RestName.of(S3Operation.UPLOAD_PART)).isEqualTo("REST.PUT.PART");
    assertThat(RestName.of(S3Operation.UPLOAD_PART_COPY)).isEqualTo("REST.COPY.PART");
    assertThat(RestName.of(S3Operation.DELETE_OBJECTS)).isEqualTo("REST.POST.MULTI_OBJECT_DELETE");
    assertThat(RestName.of(S3Operation.GET_BUCKET_POLICY)).isEqualTo("REST.GET.BUCKETPOLICY");
    assertThat(RestName.of(S3Operation.GET_BUCKET_LOGGING)).isEqualTo("REST.GET.LOGGING_STATUS");
    assertThat(RestName.of(S3Operation.GET_BUCKET_REQUEST_PAYMENT))
        .isEqualTo("REST.GET.REQUEST_PAYMENT");
    assertThat(RestName.of(S3Operation.GET_OBJECT_TAGGING)).isEqualTo("REST.GET.OBJECT_TAGGING");
  }

  @Test
  void secrets_areHiddenWhereverTheyStand() {
    assertThat(hidden("a=1&Signature=s%3D&Expires=2&x-amz-security-token=t"))
        .isEqualTo("a=1&Signature=hidden&Expires=2&x-amz-security-token=hidden");
    assertThat(hidden("X-Amz-%53ignature=s&&X-Amz-Server-Side-Encryption-Customer-Key=k"))
        .isEqualTo("X-Amz-%53ignature=hidden&&X-Amz-Server-Side-Encryption-Customer-Key=hidden");
  }

  @Test
  void queryThatCannotBeRead_showsNoValue() {
    assertThat(hidden("Signature%=s&a=1&b")).isEqualTo("Signature%=hidden&a=hidden&b");
  }

  private static @Nullable String hidden(String query) {
    return SecretParameters.hidden(Query.of(query));
  }

  private static List<String> fields(String line) {
    Matcher fields = FIELD.matcher(line);
    return fields.results().map(found -> found.group()).toList();
  }

  private static RequestHead head(
      String path, @Nullable String query, Map<String, List<String>> headers) {
    return RequestHead.of("GET", path, query, "s3.test", headers);
  }

  private static S3Request about(String key) {
    return new S3Request.UnsetConfiguration(
        S3Operation.GET_OBJECT_ACL, new BucketName("photos"), new ObjectKey(key), null);
  }

  private static AccessRecord record(
      RequestHead head, @Nullable S3Request request, AccessRecord.@Nullable Security security) {
    return new AccessRecord(
        head,
        new AccessRecord.Connection("HTTP/1.1", "192.0.2.3", security),
        Instant.parse("2026-02-06T00:00:38Z"),
        "REQ1",
        "host",
        "alice",
        request,
        new AccessRecord.Answer(206, "", 10, 1221),
        new AccessRecord.Times(
            Duration.ofMillis(70),
            Duration.ofMillis(20),
            Duration.ofMillis(15),
            Duration.ofMillis(40)));
  }
}

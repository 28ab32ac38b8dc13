package dev.sluice.frontend.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.xml.S3Xml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Condition keys of heads. Asserts AWS's behaviour: "Actions, resources, and condition keys for
 * Amazon S3", service-authorization/latest/reference/list_amazons3.html, and "Enforce conditional
 * writes", AmazonS3/latest/userguide/conditional-writes-enforce.html.
 */
class ConditionKeyReaderTest {
  private static final Router ROUTER = new Router(new Addressing("", List.of()), new S3Xml());

  private static Map<String, List<String>> keys(
      S3Operation operation, String query, String... headers) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      fields.put(headers[i], List.of(headers[i + 1]));
    }
    return ROUTER.conditionKeys(
        RequestHead.of("PUT", "/bucket/key", query, "localhost", fields), operation);
  }

  @Test
  void headers_areKeysByTheirNames() {
    assertThat(
            keys(
                S3Operation.GET_OBJECT,
                "versionId=7",
                "user-agent",
                "curl/8",
                "referer",
                "https://a.b/c",
                "x-amz-acl",
                "public-read",
                "x-amz-grant-read",
                "id=\"a\"",
                "x-amz-object-lock-mode",
                "GOVERNANCE",
                "x-amz-meta-a",
                "none of them"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "aws:useragent", List.of("curl/8"),
                "aws:referer", List.of("https://a.b/c"),
                "s3:x-amz-acl", List.of("public-read"),
                "s3:x-amz-grant-read", List.of("id=\"a\""),
                "s3:object-lock-mode", List.of("GOVERNANCE"),
                "s3:versionid", List.of("7")));
  }

  /** A parameter that means nothing to an operation opens no condition. */
  @Test
  void prefix_isAKeyOfListingsAlone() {
    String query = "prefix=a%2F&delimiter=%2F&max-keys=5";
    assertThat(keys(S3Operation.LIST_OBJECTS_V2, query))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "s3:prefix", List.of("a/"),
                "s3:delimiter", List.of("/"),
                "s3:max-keys", List.of("5")));
    assertThat(keys(S3Operation.LIST_OBJECTS_V2, "prefix="))
        .containsEntry("s3:prefix", List.of(""));
    assertThat(keys(S3Operation.LIST_OBJECTS_V2, "")).isEmpty();
    assertThat(keys(S3Operation.GET_OBJECT, query)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PUT_OBJECT, true",
    "COPY_OBJECT, true",
    "POST_OBJECT, true",
    "COMPLETE_MULTIPART_UPLOAD, true",
    "CREATE_MULTIPART_UPLOAD, false",
    "UPLOAD_PART, false",
    "UPLOAD_PART_COPY, false",
  })
  void writes_tellWhetherTheyCreateAnObject(S3Operation operation, String creates) {
    assertThat(keys(operation, "", "if-none-match", "*", "if-match", "\"e\""))
        .containsEntry("s3:objectcreationoperation", List.of(creates))
        .containsEntry("s3:if-none-match", List.of("*"))
        .containsEntry("s3:if-match", List.of("\"e\""));
    assertThat(keys(S3Operation.GET_OBJECT, "", "if-none-match", "*")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/source/a%20b, source/a b",
    "source/a/b?versionId=null, source/a/b",
    "%2Fsource%2Fa, source/a",
    "nothing, nothing",
  })
  void copySource_isBucketAndKey(String header, String value) {
    assertThat(keys(S3Operation.COPY_OBJECT, "", "x-amz-copy-source", header))
        .containsEntry("s3:x-amz-copy-source", List.of(value));
  }

  @Test
  void tags_areKeysByTheirOwn() {
    assertThat(keys(S3Operation.PUT_OBJECT, "", "x-amz-tagging", "Team=red&team=blue&a%20b="))
        .containsEntry("s3:requestobjecttag/team", List.of("red", "blue"))
        .containsEntry("s3:requestobjecttag/a b", List.of(""))
        .containsEntry("s3:requestobjecttagkeys", List.of("Team", "team", "a b"));
    assertThat(keys(S3Operation.CREATE_MULTIPART_UPLOAD, "", "x-amz-tagging", "a=b"))
        .containsEntry("s3:requestobjecttag/a", List.of("b"));
    assertThat(keys(S3Operation.GET_OBJECT, "", "x-amz-tagging", "a=b")).isEmpty();
    assertThat(keys(S3Operation.COMPLETE_MULTIPART_UPLOAD, "", "x-amz-tagging", "a=b"))
        .containsOnlyKeys("s3:objectcreationoperation");
    assertThat(keys(S3Operation.UPLOAD_PART, "", "x-amz-tagging", "%zz=broken"))
        .containsOnlyKeys("s3:objectcreationoperation");
  }

  /** A copy has the tags of its header only where it says so; else it takes the source's along. */
  @Test
  void tagsOfACopy_areKeysWhereTheyCount() {
    assertThat(keys(S3Operation.COPY_OBJECT, "", "x-amz-tagging", "a=b"))
        .doesNotContainKey("s3:requestobjecttag/a");
    assertThat(
            keys(
                S3Operation.COPY_OBJECT,
                "",
                "x-amz-tagging",
                "a=b",
                "x-amz-tagging-directive",
                "REPLACE"))
        .containsEntry("s3:requestobjecttag/a", List.of("b"));
  }

  @Test
  void formsKeys_areThoseOfItsFieldsAndOfItsHead() {
    RequestHead sent =
        RequestHead.of(
            "POST",
            "/bucket",
            null,
            "localhost",
            Map.of("user-agent", List.of("Firefox"), "x-amz-acl", List.of("public-read")));
    RequestHead fields =
        RequestHead.of(
            "PUT",
            "/bucket",
            null,
            "localhost",
            Map.of("x-amz-acl", List.of("private"), "x-amz-tagging", List.of("other=1")));
    TagSet tags = new TagSet(List.of(new Tag("Team", "red")));
    assertThat(ROUTER.conditionKeys(sent, fields, tags))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "s3:requestobjecttag/team", List.of("red"),
                "s3:requestobjecttagkeys", List.of("Team"),
                "aws:useragent", List.of("Firefox"),
                "s3:x-amz-acl", List.of("private"),
                "s3:objectcreationoperation", List.of("true")));
  }

  /** Ours: a policy never sees a part of a value. */
  @Test
  void tooMuch_isRefusedAndNeverCut() {
    S3Exception refusal =
        catchThrowableOfType(
            S3Exception.class,
            () ->
                keys(
                    S3Operation.GET_OBJECT,
                    "",
                    "user-agent",
                    "x".repeat(Caller.MOST_CONDITION_CHARACTERS)));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.REQUEST_HEADER_SECTION_TOO_LARGE);
    assertThat(keys(S3Operation.GET_OBJECT, "", "user-agent", "x".repeat(32_000))).hasSize(1);
  }
}

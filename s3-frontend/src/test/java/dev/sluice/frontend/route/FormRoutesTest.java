package dev.sluice.frontend.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.Tag;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.StatedAcl;
import dev.sluice.frontend.xml.S3Xml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asserts AWS's behaviour unless a test says that it is ours: "POST Object",
 * AmazonS3/latest/API/RESTObjectPOST.html.
 */
class FormRoutesTest {
  private final Router router = new Router(new Addressing("", List.of()), new S3Xml());

  private ObjectRequest.PostObject route(String... fields) {
    Map<String, String> values = new LinkedHashMap<>(Map.of("key", "a/b"));
    for (int i = 0; i < fields.length; i += 2) {
      values.put(fields[i], fields[i + 1]);
    }
    FormFields form = new FormFields(values);
    return router.route(
        new BucketName("bucket"), FormHead.of(Heads.head("POST /bucket"), form), form);
  }

  @Test
  void fields_areWhatHeadersOfAPutAre() {
    ObjectRequest.PostObject request =
        route(
            "content-type",
            "image/png",
            "x-amz-meta-a",
            "\u00fc",
            "expires",
            "never",
            "acl",
            "public-read");
    assertThat(request.key().value()).isEqualTo("a/b");
    assertThat(request.metadata().headers().contentType()).isEqualTo("image/png");
    assertThat(request.metadata().headers().expires()).isEqualTo("never");
    assertThat(request.metadata().userMetadata()).containsExactly(Map.entry("a", "\u00fc"));
    assertThat(request.acl()).isEqualTo(new StatedAcl.Canned(CannedAcl.PUBLIC_READ));
  }

  /** A document, unlike the header of a put. */
  @Test
  void tagging_isADocument() {
    String document =
        "<Tagging><TagSet><Tag><Key>b</Key><Value>1 2</Value></Tag>"
            + "<Tag><Key>a</Key><Value></Value></Tag></TagSet></Tagging>";

    assertThat(route("tagging", document).metadata().tags().tags())
        .containsExactly(new Tag("b", "1 2"), new Tag("a", ""));
    assertThat(route("tagging", " ").metadata().tags().isEmpty()).isTrue();
    assertThat(route().metadata().tags().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "acl, everybody, INVALID_ARGUMENT",
    "tagging, <Tagging/>, MALFORMED_XML",
    "tagging, a=b, MALFORMED_XML",
    "tagging, <Tagging><TagSet><Tag><Key>aws:a</Key><Value/></Tag></TagSet></Tagging>, INVALID_TAG",
    "x-amz-storage-class, GLACIER, NOT_IMPLEMENTED",
    "x-amz-storage-class, SHELF, INVALID_STORAGE_CLASS",
    "x-amz-server-side-encryption, AES256, NOT_IMPLEMENTED",
    "x-amz-website-redirect-location, /a, NOT_IMPLEMENTED",
    "key, '', INVALID_ARGUMENT",
    "x-amz-meta-a b, c, INVALID_ARGUMENT",
  })
  void fieldThatAPutRefuses_isRefused(String name, String value, S3ErrorCode code) {
    S3Exception refusal = catchThrowableOfType(S3Exception.class, () -> route(name, value));
    assertThat(refusal.code()).isEqualTo(code);
  }

  /** A line's end in metadata would be one in the headers of every later answer. */
  @Test
  void fieldWithALineEnd_isRefused() {
    S3Exception refusal =
        catchThrowableOfType(S3Exception.class, () -> route("x-amz-meta-a", "b\r\nSet-Cookie: c"));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void formWithoutKey_isRefused() {
    FormFields form = new FormFields(Map.of());
    S3Exception refusal =
        catchThrowableOfType(
            S3Exception.class,
            () ->
                router.route(
                    new BucketName("bucket"), FormHead.of(Heads.head("POST /bucket"), form), form));
    assertThat(refusal.message())
        .isEqualTo(
            "Bucket POST must contain a field named 'key'.  If it is specified, please check the"
                + " order of the fields.");
    assertThat(refusal.elements()).containsEntry("ArgumentName", "key");
  }

  @ParameterizedTest
  @CsvSource({"200, 200", "201, 201", "204, 204", "404, 204", "'', 204"})
  void status_isOneOfThree(String asked, int status) {
    assertThat(route("success_action_status", asked).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.org/a?b=c, true",
    "https://example.org, true",
    "javascript:alert(1), false",
    "/relative, false",
    "http:// broken, false",
  })
  void redirect_isAUrlOrNone(String target, boolean taken) {
    assertThat(route("success_action_redirect", target).redirect() != null).isEqualTo(taken);
    assertThat(route("redirect", target).redirect() != null).isEqualTo(taken);
  }
}

package dev.sluice.frontend.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.BucketName;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.xml.S3Xml;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every place in which a request names a key, and what it makes of one text. Asserts AWS's
 * behaviour: "Naming Amazon S3 objects", AmazonS3/latest/userguide/object-keys.html, "CopyObject",
 * AmazonS3/latest/API/API_CopyObject.html, and "POST Object", RESTObjectPOST.html. Documents carry
 * keys as XML does, see S3XmlTest.
 */
class NameDecodingTest {
  private final Router router = new Router(new Addressing("", List.of()), new S3Xml());

  @ParameterizedTest
  @CsvSource(
      nullValues = "refused",
      value = {
        // text, in a path, in a query, as the source of a copy, in a field of a form
        "a+b, a+b, a b, a b, a+b",
        "a%2Bb, a+b, a+b, a+b, a%2Bb",
        "a%20b, a b, a b, a b, a%20b",
        "a%252Bb, a%2Bb, a%2Bb, a%2Bb, a%252Bb",
        "a%2Fb, a/b, a/b, a/b, a%2Fb",
        "a//b, a//b, a//b, a//b, a//b",
        "a%3FversionId%3Dnull, a?versionId=null, a?versionId=null, a?versionId=null,"
            + " a%3FversionId%3Dnull",
        "%C3%A9, é, é, é, %C3%A9",
        "a%, refused, refused, refused, a%",
        "a%ff, refused, refused, refused, a%ff",
      })
  void name_isDecodedByTheRuleOfItsPlace(
      String text,
      @Nullable String inPath,
      @Nullable String inQuery,
      @Nullable String asSource,
      String inForm) {
    assertThat(inPath(text)).isEqualTo(inPath);
    assertThat(inQuery(text)).isEqualTo(inQuery);
    assertThat(asSource(text)).isEqualTo(asSource);
    assertThat(inForm(text)).isEqualTo(inForm);
  }

  /** The version is split off before anything is decoded. */
  @ParameterizedTest
  @CsvSource({
    "a+b?versionId=null, a b",
    "a%3FversionId%3Dnull?versionId=null, a?versionId=null",
    "a?b, a?b",
    "a b, a b",
    "Ã©, é", // é in UTF-8, one character for each byte, as a header carries it
  })
  void sourceOfACopy_isTheNameBeforeItsVersion(String text, String key) {
    assertThat(asSource(text)).isEqualTo(key);
  }

  /** Ours: Signature V4 would not tell the two from one. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {"a  b", "\"a\tb\""})
  void blanksThatNoSignatureTellsApart_areRefused(String text) {
    assertThat(asSource(text)).isNull();
  }

  private @Nullable String inPath(String text) {
    return key("GET /bucket/" + text);
  }

  private @Nullable String inQuery(String text) {
    try {
      return router.route(Heads.head("GET /bucket?prefix=" + text))
              instanceof BucketRequest.ListObjects it
          ? it.prefix()
          : null;
    } catch (S3Exception e) {
      return null;
    }
  }

  private @Nullable String asSource(String text) {
    try {
      return router.route(Heads.head("PUT /bucket/other", "x-amz-copy-source: bucket/" + text))
              instanceof ObjectRequest.CopyObject it
          ? it.source().key().value()
          : null;
    } catch (S3Exception e) {
      return null;
    }
  }

  private String inForm(String text) {
    FormFields form = new FormFields(Map.of("key", text));
    return router
        .route(new BucketName("bucket"), FormHead.of(Heads.head("POST /bucket"), form), form)
        .key()
        .value();
  }

  private @Nullable String key(String line) {
    try {
      return router.route(Heads.head(line)) instanceof ObjectRequest it ? it.key().value() : null;
    } catch (S3Exception e) {
      return null;
    }
  }
}

package dev.sluice.frontend.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.frontend.s3.HeaderText;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asserts AWS's behaviour: "Categorizing your objects using tags",
 * AmazonS3/latest/userguide/object-tagging.html, and the header of PutObject.
 */
class TaggingHeaderTest {
  @Test
  void value_isAQueryStringInItsOrder() {
    assertThat(TaggingHeader.parse("b=2&a=1&B=").tags())
        .containsExactly(new Tag("b", "2"), new Tag("a", "1"), new Tag("B", ""));
    assertThat(TaggingHeader.parse("a%20b=c+d&%C3%BC=x%2By&only").tags())
        .containsExactly(new Tag("a b", "c d"), new Tag("ü", "x+y"), new Tag("only", ""));
    assertThat(TaggingHeader.parse("a=b=c").tags()).containsExactly(new Tag("a", "b=c"));
  }

  /** Ours: AWS asks for percent-encoding. */
  @Test
  void textBeyondAscii_isUtf8() {
    assertThat(TaggingHeader.parse(HeaderText.toWire("größe=漢")).tags())
        .containsExactly(new Tag("größe", "漢"));
  }

  @Test
  void headWithoutTags_hasNone() {
    assertThat(TaggingHeader.read(Heads.head("PUT /bucket/key"))).isEqualTo(TagSet.NONE);
    assertThat(TaggingHeader.read(Heads.head("PUT /bucket/key", "x-amz-tagging:")))
        .isEqualTo(TagSet.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=1&a=2",
        "=1",
        "&",
        "a&",
        "a=%ZZ",
        "a=%ff",
        "aws:a=1",
        "AWS:a=1",
        "a*=1",
        "a=*",
        "a=%00",
        "a=1&%61=2"
      })
  void valueThatNoObjectCanHave_isInvalidTag(String sent) {
    assertThat(refusal(sent).code()).isEqualTo(S3ErrorCode.INVALID_TAG);
  }

  @Test
  void limits_areTenTagsOf128And256Characters() {
    String ten = IntStream.range(0, 10).mapToObj(i -> "k" + i).collect(Collectors.joining("&"));
    assertThat(TaggingHeader.parse(ten).tags()).hasSize(10);
    assertThat(refusal(ten + "&k10").message()).isEqualTo("tags: 11 (expected: at most 10)");
    assertThat(TaggingHeader.parse("k".repeat(128) + '=' + "v".repeat(256)).tags()).hasSize(1);
    assertThat(refusal("k".repeat(129)).code()).isEqualTo(S3ErrorCode.INVALID_TAG);
    assertThat(refusal("k=" + "v".repeat(257)).code()).isEqualTo(S3ErrorCode.INVALID_TAG);
  }

  @Property(tries = 300)
  void encodedTags_areReadAsTheyWere(@ForAll("tags") List<Tag> tags) {
    String sent =
        tags.stream()
            .map(tag -> encoded(tag.key()) + '=' + encoded(tag.value()))
            .collect(Collectors.joining("&"));

    assertThat(TaggingHeader.parse(sent).tags()).as(sent).isEqualTo(tags);
    new TaggingHeaderFuzzTarget().attack(sent.getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<List<Tag>> tags() {
    Arbitrary<String> text =
        Arbitraries.strings()
            .alpha()
            .numeric()
            .withChars(" +-=._:/@üéß漢\u00a0")
            .ofMaxLength(Tag.MAX_KEY);
    return Combinators.combine(
            text.filter(key -> !key.isEmpty() && !key.regionMatches(true, 0, "aws:", 0, 4)), text)
        .as(Tag::new)
        .list()
        .uniqueElements(Tag::key)
        .ofMaxSize(TagSet.MAX_OF_OBJECT);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static S3Exception refusal(String sent) {
    S3Exception refusal = catchThrowableOfType(S3Exception.class, () -> TaggingHeader.parse(sent));
    assertThat(refusal).as(sent).isNotNull();
    return refusal;
  }
}

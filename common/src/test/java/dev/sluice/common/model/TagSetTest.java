package dev.sluice.common.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * AWS's rules of tags: "Using cost allocation S3 bucket tags" and PutBucketTagging of the API
 * reference.
 */
class TagSetTest {
  private static FailureReason reasonOf(ThrowingCallable call) {
    return Objects.requireNonNull(catchThrowableOfType(StorageException.class, call)).reason();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Cost Centre", "x+-=._:/@9", "Größe", "\u6f22\u5b57", "AWS", "aws"})
  void key_isLettersDigitsSpacesAndEightSigns(String key) {
    assertThatCode(() -> new Tag(key, key)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a\nb", "a\tb", "a*", "<", "\u0000", "aws:x", "AWS:x", "\ud83d\ude00"})
  void otherKey_isInvalid(String key) {
    assertThat(reasonOf(() -> new Tag(key, ""))).isEqualTo(FailureReason.TAG_INVALID);
  }

  @Test
  void lengths_haveLimits() {
    assertThatCode(() -> new Tag("k".repeat(128), "v".repeat(256))).doesNotThrowAnyException();
    assertThat(reasonOf(() -> new Tag("k".repeat(129), ""))).isEqualTo(FailureReason.TAG_INVALID);
    assertThat(reasonOf(() -> new Tag("k", "v".repeat(257)))).isEqualTo(FailureReason.TAG_INVALID);
    assertThat(reasonOf(() -> new Tag("k", "v*"))).isEqualTo(FailureReason.TAG_INVALID);
  }

  @Test
  void keys_areDistinct() {
    List<Tag> twice = List.of(new Tag("k", "1"), new Tag("K", "2"), new Tag("k", "3"));

    assertThat(reasonOf(() -> new TagSet(twice))).isEqualTo(FailureReason.TAG_INVALID);
    assertThat(new TagSet(twice.subList(0, 2)).tags()).isEqualTo(twice.subList(0, 2));
  }

  @Test
  void number_hasALimit() {
    TagSet most = new TagSet(IntStream.range(0, 51).mapToObj(i -> new Tag("k" + i, "")).toList());

    assertThat(most.requireAtMost(51)).isSameAs(most);
    assertThat(reasonOf(() -> most.requireAtMost(TagSet.MAX_OF_BUCKET)))
        .isEqualTo(FailureReason.TAGS_TOO_MANY);
  }
}

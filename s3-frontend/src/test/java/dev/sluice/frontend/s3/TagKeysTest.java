package dev.sluice.frontend.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Asserts AWS's behaviour: "Tagging and access control policies",
 * AmazonS3/latest/userguide/tagging-and-policies.html.
 */
class TagKeysTest {
  @Test
  void tags_areKeysOfTheirOwnAndAllOfThemOne() {
    assertThat(TagKeys.ofObject(new TagSet(List.of(new Tag("Team", "Red"), new Tag("a b", "")))))
        .isEqualTo(
            Map.of(
                "s3:requestobjecttag/team", List.of("Red"),
                "s3:requestobjecttag/a b", List.of(""),
                "s3:requestobjecttagkeys", List.of("Team", "a b")));
  }

  /** Ours: names of condition keys have no case, those of tags do. */
  @Test
  void tagsThatDifferInCaseAlone_areValuesOfOneKey() {
    assertThat(TagKeys.ofObject(new TagSet(List.of(new Tag("a", "1"), new Tag("A", "2")))))
        .containsEntry("s3:requestobjecttag/a", List.of("1", "2"));
  }

  @Test
  void tagsOfABucket_haveKeysOfOtherNames() {
    assertThat(TagKeys.ofBucket(new TagSet(List.of(new Tag("Team", "Red")))))
        .isEqualTo(Map.of("aws:requesttag/team", List.of("Red"), "aws:tagkeys", List.of("Team")));
  }

  @Test
  void noTags_areNoKeys() {
    assertThat(TagKeys.ofObject(TagSet.NONE)).isEmpty();
  }
}

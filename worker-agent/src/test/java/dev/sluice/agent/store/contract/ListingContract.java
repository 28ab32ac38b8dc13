package dev.sluice.agent.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.contract.ListingModel.Page;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectPage;
import dev.sluice.v1.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Pages of keys. */
abstract class ListingContract extends StoreContract {
  ListingContract(Opener opener) {
    super(opener);
  }

  @Test
  void keys_areInByteOrder() {
    putAll("a0", "a/b", "a-b", "a", "ab", "a/", "é", "\uFFFD", "😀", "Z");

    assertThat(names(list("", "")))
        .containsExactly("Z", "a", "a-b", "a/", "a/b", "a0", "ab", "é", "\uFFFD", "😀");
  }

  @Test
  void page_tellsWhatTheObjectsAre() {
    var info = put("key", "text");

    assertThat(list("", "").objects())
        .singleElement()
        .satisfies(
            listed -> {
              assertThat(listed.key()).isEqualTo(info.key());
              assertThat(listed.etag()).isEqualTo(info.etag());
              assertThat(listed.size()).isEqualTo(4);
              assertThat(listed.lastModified()).isEqualTo(info.lastModified());
              assertThat(listed.owner()).isEqualTo(info.owner());
            });
  }

  @Test
  void slash_rollsUp() {
    putAll("a", "a/b", "a/c/d", "a-b", "b/c", "c");

    assertThat(Page.of(list("", "/")))
        .isEqualTo(new Page(List.of("a", "a-b", "c"), List.of("a/", "b/"), ""));
    assertThat(Page.of(list("a/", "/"))).isEqualTo(new Page(List.of("a/b"), List.of("a/c/"), ""));
    assertThat(Page.of(list("a", "/"))).isEqualTo(new Page(List.of("a", "a-b"), List.of("a/"), ""));
  }

  @Test
  void delimiterOfSeveralCharacters_rollsUp() {
    putAll("2024-11/x", "2024-12/y", "2024--a", "2024--b", "x--", "x--y--z");

    assertThat(Page.of(list("", "--")))
        .isEqualTo(new Page(List.of("2024-11/x", "2024-12/y"), List.of("2024--", "x--"), ""));
    assertThat(Page.of(list("x--", "--")))
        .isEqualTo(new Page(List.of("x--"), List.of("x--y--"), ""));
  }

  @Test
  void prefix_mayEndInsideSegment() {
    putAll("photos/2006/a", "photos/2007/b", "photos2/c", "pho");

    assertThat(Page.of(list("photos/200", "/")))
        .isEqualTo(new Page(List.of(), List.of("photos/2006/", "photos/2007/"), ""));
    assertThat(Page.of(list("photos", "/")))
        .isEqualTo(new Page(List.of(), List.of("photos/", "photos2/"), ""));
    assertThat(names(list("photos", "")))
        .containsExactly("photos/2006/a", "photos/2007/b", "photos2/c");
  }

  @Test
  void pages_leadFromOneToTheNext() {
    putAll("a", "b/1", "b/2", "b/3", "c", "d/1", "e");

    ObjectPage first = page("", "/", "", true, 2);
    ObjectPage second = page("", "/", first.next(), true, 2);
    ObjectPage third = page("", "/", second.next(), true, 2);

    assertThat(Page.of(first)).isEqualTo(new Page(List.of("a"), List.of("b/"), "c"));
    assertThat(Page.of(second)).isEqualTo(new Page(List.of("c"), List.of("d/"), "e"));
    assertThat(Page.of(third)).isEqualTo(new Page(List.of("e"), List.of(), ""));
  }

  @Test
  void excludedStart_skipsWhatItRolledUp() {
    putAll("a", "b/1", "b/2", "c");

    assertThat(Page.of(page("", "/", "b/", false, 10)))
        .isEqualTo(new Page(List.of("c"), List.of(), ""));
    assertThat(Page.of(page("", "/", "b/", true, 10)))
        .isEqualTo(new Page(List.of("c"), List.of("b/"), ""));
    assertThat(Page.of(page("", "/", "b/1", false, 10)))
        .isEqualTo(new Page(List.of("c"), List.of("b/"), ""));
    assertThat(Page.of(page("", "", "b/", false, 10)))
        .isEqualTo(new Page(List.of("b/1", "b/2", "c"), List.of(), ""));
    assertThat(Page.of(page("", "", "a", false, 10)).keys()).containsExactly("b/1", "b/2", "c");
  }

  @Test
  void limits_areChecked() {
    put("a", "text");

    assertThat(Page.of(page("", "", "", true, 0))).isEqualTo(new Page(List.of(), List.of(), ""));
    assertThat(failureOf(() -> page("", "", "", true, 1001)).reason())
        .isEqualTo(FailureReason.ARGUMENT_INVALID);
    assertThat(failureOf(() -> page("", "", "", true, -1)).reason())
        .isEqualTo(FailureReason.ARGUMENT_INVALID);
  }

  @Test
  void ownChanges_areSeenAtOnce() {
    for (int i = 0; i < 20; i++) {
      put("dir/" + i, "text");
      assertThat(list("dir/", "").objects()).hasSize(i + 1);
      assertThat(list("", "/").commonPrefixes()).containsExactly("dir/");
    }
    for (int i = 19; i >= 0; i--) {
      delete("dir/" + i);
      assertThat(list("dir/", "").objects()).hasSize(i);
    }
    assertThat(list("", "/").commonPrefixes()).isEmpty();
  }

  /** The object's place was a directory once, and may still be one. */
  @Test
  void objectWithNothingBelowItAnyMore_isNoCommonPrefix() {
    put("a/b/c", "text");
    put("a", "text");
    delete("a/b/c");

    assertThat(Page.of(page("", "/", "", false, 10)))
        .isEqualTo(new Page(List.of("a"), List.of(), ""));
    assertThat(Page.of(page("a", "/", "a", false, 10)))
        .isEqualTo(new Page(List.of(), List.of(), ""));
  }

  @Test
  void anyPage_isThatOfTheModel() {
    Random random = new Random(20_061);
    Set<String> keys = new TreeSet<>();
    List<String> pieces = ListingModel.hostilePieces().toList();
    while (keys.size() < 150) {
      keys.add(text(random, pieces, 1 + random.nextInt(5)));
    }
    putAll(keys.toArray(String[]::new));
    ListingModel model = new ListingModel(keys);
    List<String> known = new ArrayList<>(keys);

    for (int round = 0; round < 300; round++) {
      String start =
          random.nextBoolean() ? text(random, pieces, random.nextInt(4)) : any(random, known);
      ListQuery query =
          new ListQuery(
              BUCKET,
              text(random, pieces, random.nextInt(3)),
              text(random, List.of("/", "/", "a", "//", "-b"), random.nextInt(2)),
              random.nextInt(3) == 0 ? "" : start,
              random.nextBoolean(),
              random.nextInt(30));
      assertThat(Page.of(store.listObjects(ALICE, query)))
          .as(query.toString())
          .isEqualTo(model.page(query));
    }
  }

  private static String text(Random random, List<String> pieces, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(any(random, pieces));
    }
    return text.toString();
  }

  private static String any(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private ObjectPage page(
      String prefix, String delimiter, String start, boolean included, int limit) {
    return store.listObjects(
        ALICE, new ListQuery(BUCKET, prefix, delimiter, start, included, limit));
  }

  private void putAll(String... keys) {
    for (String key : keys) {
      put(key, "text");
    }
  }

  private static List<String> names(ObjectPage page) {
    return page.objects().stream().map(info -> info.key().value()).toList();
  }
}

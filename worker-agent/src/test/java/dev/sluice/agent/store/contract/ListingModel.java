package dev.sluice.agent.store.contract;

import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectPage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The naive listing that a store's is held against: all keys, sorted, looked at one by one. */
public final class ListingModel {
  private final List<String> keys;

  /** A bucket of these keys. */
  public ListingModel(Collection<String> keys) {
    this.keys = keys.stream().distinct().sorted(ListingModel::compare).toList();
  }

  /**
   * A page by names.
   *
   * @param keys objects
   * @param prefixes rolled-up prefixes
   * @param next what did not fit
   */
  public record Page(List<String> keys, List<String> prefixes, String next) {
    /** The names of a store's page. */
    public static Page of(ObjectPage page) {
      return new Page(
          page.objects().stream().map(info -> info.key().value()).toList(),
          page.commonPrefixes(),
          page.next());
    }
  }

  /** What a page has to hold. */
  public Page page(ListQuery query) {
    List<String> found = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    for (String key : keys) {
      if (!key.startsWith(query.prefix()) || !isInReach(key, query)) {
        continue;
      }
      String name = rolledUp(key, query);
      if (!prefixes.isEmpty() && name.equals(prefixes.getLast())) {
        continue;
      }
      if (found.size() + prefixes.size() == query.limit()) {
        return new Page(found, prefixes, query.limit() == 0 ? "" : name);
      }
      (name.equals(key) && !isRolledUp(key, query) ? found : prefixes).add(name);
    }
    return new Page(found, prefixes, "");
  }

  private static boolean isInReach(String key, ListQuery query) {
    String start = query.start();
    if (start.isEmpty()) {
      return true;
    }
    int order = compare(key, start);
    if (query.startIncluded()) {
      return order >= 0;
    }
    boolean skipped =
        start.startsWith(query.prefix())
            && isRolledUp(start, query)
            && rolledUp(start, query).equals(start)
            && key.startsWith(start);
    return order > 0 && !skipped;
  }

  private static String rolledUp(String key, ListQuery query) {
    return isRolledUp(key, query) ? key.substring(0, end(key, query)) : key;
  }

  private static boolean isRolledUp(String key, ListQuery query) {
    return !query.delimiter().isEmpty()
        && key.indexOf(query.delimiter(), query.prefix().length()) >= 0;
  }

  private static int end(String key, ListQuery query) {
    return key.indexOf(query.delimiter(), query.prefix().length()) + query.delimiter().length();
  }

  private static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  /** Texts that hurt: as pieces of keys, prefixes, delimiters and starts. */
  public static Stream<String> hostilePieces() {
    return Stream.of(
        "a", "b", "/", "//", "-", "0", ".", "..", ".%", ".%self", ".%run1", ".%end1", "é", "😀",
        "\uFFFD", "\u0001", "~", "ab", "a/");
  }
}

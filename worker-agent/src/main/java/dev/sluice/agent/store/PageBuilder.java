package dev.sluice.agent.store;

import dev.sluice.agent.store.acl.BucketRules;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.ObjectPage;
import java.util.ArrayList;
import java.util.List;

/** Gathers a page, and what comes first after it. */
final class PageBuilder {
  private final int limit;
  private final BucketRules rules;
  private final List<ObjectInfo> objects = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private String next = "";

  /**
   * An empty page.
   *
   * @param rules that say whose the objects are
   */
  PageBuilder(int limit, BucketRules rules) {
    this.limit = limit;
    this.rules = rules;
  }

  /** Adds the next entry; the one that no longer fits says where the next page begins. */
  void add(ListedEntry entry) {
    boolean fits = objects.size() + prefixes.size() < limit;
    switch (entry) {
      case ListedEntry.Key(var key, var object) -> {
        if (fits) {
          objects.add(ObjectInfo.of(key, object, rules.ownerOf(object.record().owner())));
        } else {
          next = key.value();
        }
      }
      case ListedEntry.Directory(String prefix) -> {
        if (fits) {
          prefixes.add(prefix);
        } else {
          next = prefix;
        }
      }
    }
  }

  /** Whether it is known what comes after the page. */
  boolean full() {
    return !next.isEmpty();
  }

  /** Entries that still fit. */
  int missing() {
    return limit - objects.size() - prefixes.size();
  }

  ObjectPage page() {
    return new ObjectPage(objects, prefixes, next);
  }
}

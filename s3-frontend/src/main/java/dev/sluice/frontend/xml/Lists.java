package dev.sluice.frontend.xml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of elements: a document that has none of them has an empty list, never null. */
final class Lists {
  private Lists() {}

  static <T> List<T> copy(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}

package dev.sluice.common.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of an {@code If-Match} or {@code If-None-Match}: {@code *}, or a list of tags.
 *
 * @param any whether it is {@code *}
 * @param etags the tags; empty where it is {@code *}
 */
public record EtagCondition(boolean any, List<ETag> etags) {
  /** The condition {@code *}. */
  public static final EtagCondition ANY = new EtagCondition(true, List.of());

  /** Copies the list. */
  public EtagCondition {
    etags = List.copyOf(etags);
  }

  /** Whether an object with this tag (null: no object) is one of those meant. */
  public boolean matches(@Nullable ETag current) {
    return current != null && (any || etags.contains(current));
  }
}

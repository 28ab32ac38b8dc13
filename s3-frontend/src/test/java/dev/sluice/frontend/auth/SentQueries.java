package dev.sluice.frontend.auth;

import org.jspecify.annotations.Nullable;

/** How those who sign and verify read a query, for tests that hold other readers against it. */
public final class SentQueries {
  private SentQueries() {}

  /** The value of a parameter. */
  public static @Nullable String value(@Nullable String rawQuery, String name) {
    return SentQuery.of(rawQuery).value(name);
  }
}

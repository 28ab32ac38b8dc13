package dev.sluice.frontend.access;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The destination of records of requests. Safe for use by many threads. */
public final class AccessLog {
  /** Keeps nothing. */
  public static final AccessLog NONE = new AccessLog(AccessFormat.AWS, null);

  private final AccessFormat format;
  private final @Nullable Consumer<String> lines;

  private AccessLog(AccessFormat format, @Nullable Consumer<String> lines) {
    this.format = format;
    this.lines = lines;
  }

  /**
   * A log of lines.
   *
   * @param lines takes each line, without its end; must neither block nor fail
   */
  public static AccessLog to(AccessFormat format, Consumer<String> lines) {
    return new AccessLog(format, lines);
  }

  /** Writes a record. */
  public void write(AccessRecord record) {
    if (lines != null) {
      lines.accept(format.line(record));
    }
  }
}

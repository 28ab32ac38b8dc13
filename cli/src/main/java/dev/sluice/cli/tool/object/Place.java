package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Address;
import java.nio.file.Path;
import java.util.List;

/** One side of a copy: files here, or objects of the agent. */
sealed interface Place {

  /** A file or a folder here. */
  record Local(Path path) implements Place {}

  /** A bucket, a key, or the beginning or the pattern of keys. */
  record Remote(Address address, boolean isLiteral) implements Place {}

  /**
   * The two sides of a command line. {@code sluice://} marks an address, and makes the other side,
   * if it bears no mark, a path here. Where neither side bears it, what begins with {@code /},
   * {@code ./} or {@code ../} is a path, and everything else an address.
   */
  static List<Place> parse(String source, String destination, boolean encoded) {
    boolean marked = source.startsWith(Address.SCHEME) || destination.startsWith(Address.SCHEME);
    return List.of(parse(source, marked, encoded), parse(destination, marked, encoded));
  }

  private static Place parse(String text, boolean marked, boolean encoded) {
    boolean isLocal = marked ? !text.startsWith(Address.SCHEME) : isPath(text);
    return isLocal ? new Local(Path.of(text)) : new Remote(Address.parse(text, encoded), encoded);
  }

  private static boolean isPath(String text) {
    return text.startsWith("/")
        || text.startsWith("./")
        || text.startsWith("../")
        || text.equals(".")
        || text.equals("..");
  }
}

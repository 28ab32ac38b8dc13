package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The file {@code .sluice/format}: the version of the layout, and the id of the namespace. */
final class HdfsFormat {
  /** The one version that there is. */
  static final int VERSION = 1;

  private static final int SHOWN = 40;
  private static final Pattern CONTENT = Pattern.compile("1\nid (?<id>[0-9a-f-]{36}+)\n?+");

  private HdfsFormat() {}

  /**
   * The id of the namespace; null where nothing was ever stored.
   *
   * @throws IllegalStateException where this version does not know the layout
   */
  static @Nullable String read(HdfsClient client, HdfsPaths paths) {
    byte[] bytes = client.read(paths.format());
    if (bytes == null) {
      return null;
    }
    String text = new String(bytes, UTF_8);
    Matcher content = CONTENT.matcher(text);
    if (!content.matches()) {
      throw new IllegalStateException(
          "%s has storage format %s, and this version of Sluice knows only format %d."
              .formatted(
                  paths.format(),
                  text.substring(0, Math.min(text.length(), SHOWN)).replaceAll("[^!-~]", "?"),
                  VERSION));
    }
    return content.group("id");
  }

  /** Writes the format with a new id, unless there is one; the id. */
  static String write(HdfsClient client, HdfsPaths paths, HdfsStaging staging) {
    String id = UUID.randomUUID().toString();
    String file = staging.nextPath("format");
    client.create(file, (VERSION + "\nid " + id + "\n").getBytes(UTF_8));
    return switch (client.rename(file, paths.format())) {
      case DONE -> id;
      case OCCUPIED, MISSING, DIRECTORY, BELOW_FILE -> {
        String there = read(client, paths);
        if (there == null) {
          throw staging.lost(file);
        }
        yield there;
      }
    };
  }
}

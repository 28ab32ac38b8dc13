package dev.sluice.engine.alluxio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code .sluice/format}: the version of the layout, and the id of the namespace.
 *
 * @param id random UUID
 */
record AlluxioFormat(String id) {
  /** The one version that there is. */
  static final int VERSION = 1;

  private static final int SHOWN = 40;
  private static final Pattern CONTENT = Pattern.compile("1\nid (?<id>[0-9a-f-]{36}+)\n?+");

  /**
   * The format; null where nothing was ever stored.
   *
   * @throws IllegalStateException where this version does not know the layout
   */
  static @Nullable AlluxioFormat read(AlluxioClient client, AlluxioPaths paths) {
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
    return new AlluxioFormat(content.group("id"));
  }

  /** Gives the format that is there, else writes one with a new id. */
  static AlluxioFormat readOrWrite(AlluxioClient client, AlluxioPaths paths, AlluxioEpoch epoch) {
    AlluxioFormat known = read(client, paths);
    if (known != null) {
      return known;
    }
    AlluxioFormat made = new AlluxioFormat(UUID.randomUUID().toString());
    String file = epoch.nextPath("format");
    client.create(file, (VERSION + "\nid " + made.id() + "\n").getBytes(UTF_8));
    if (client.rename(file, paths.format())) {
      return made;
    }
    AlluxioFormat there = read(client, paths);
    if (there == null) {
      throw epoch.lost(file);
    }
    return there;
  }
}

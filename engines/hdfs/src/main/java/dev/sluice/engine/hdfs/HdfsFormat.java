package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.common.model.Placement;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code .sluice/format}: the version of the layout, the id of the namespace, and how many
 * agents serve it at once.
 *
 * @param id random UUID
 * @param placement that of all its agents
 */
record HdfsFormat(String id, Placement placement) {
  /** The one version that there is. */
  static final int VERSION = 1;

  private static final int SHOWN = 40;
  private static final Pattern CONTENT =
      Pattern.compile("1\nid (?<id>[0-9a-f-]{36}+)\nplacement (?<placement>bucket|shared)\n?+");

  /**
   * The format; null where nothing was ever stored.
   *
   * @throws IllegalStateException where this version does not know the layout
   */
  static @Nullable HdfsFormat read(HdfsClient client, HdfsPaths paths) {
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
    return new HdfsFormat(
        content.group("id"),
        content.group("placement").equals("shared") ? Placement.SHARED : Placement.BUCKET);
  }

  private String text() {
    return VERSION + "\nid " + id + "\nplacement " + word(placement) + "\n";
  }

  /** A placement as settings have it. */
  static String word(Placement placement) {
    return switch (placement) {
      case BUCKET -> "bucket";
      case SHARED -> "shared";
    };
  }

  /** Writes a format with a new id, unless there is one; gives that which is there. */
  static HdfsFormat write(
      HdfsClient client, HdfsPaths paths, HdfsStaging staging, Placement placement) {
    HdfsFormat made = new HdfsFormat(UUID.randomUUID().toString(), placement);
    String file = staging.nextPath("format");
    client.create(file, made.text().getBytes(UTF_8));
    return switch (client.rename(file, paths.format())) {
      case DONE -> made;
      case OCCUPIED, MISSING, DIRECTORY, BELOW_FILE -> {
        HdfsFormat there = read(client, paths);
        if (there == null) {
          throw staging.lost(file);
        }
        yield there;
      }
    };
  }
}

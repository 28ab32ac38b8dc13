package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code .sluice/format}: the version of the layout, and in a second line the id of the
 * namespace, by which a store is known again, wherever it is mounted.
 *
 * @param id random UUID, without its dashes in a store of an earlier build; empty in a file without
 *     one, which gets it when the store is next opened for writing
 */
public record StoreFormat(Optional<String> id) {
  /** The one version that there is. */
  public static final int VERSION = 1;

  private static final byte[] NAME = Names.of("format");
  private static final byte[] NEW_NAME = Names.of("format.new");

  /** Ends the file where several agents serve the store. */
  private static final String SHARED = "\nplacement shared";

  private static final int FILE_MODE = 0600;
  private static final int SHOWN = 40;
  private static final Pattern CONTENT =
      Pattern.compile(
          "(?<version>[^\\n]*+)(?:\\nid (?<id>[0-9a-f]{8}(?:-?+[0-9a-f]{4}){3}-?+[0-9a-f]{12}))?");

  /**
   * The format that stands in a directory of Sluice's own; null where none does.
   *
   * @param shown the data folder, for people
   * @throws IllegalStateException where this version does not know it
   */
  static @Nullable StoreFormat read(Posix posix, String shown, Descriptor own)
      throws ErrnoException {
    byte[] bytes = Tree.read(posix, own, NAME);
    if (bytes == null && Tree.stat(posix, own, NAME) != null) {
      throw new IllegalStateException(
          shown + " has a storage format that cannot be read: .sluice/format is no small file.");
    }
    return bytes == null ? null : parse(shown, bytes);
  }

  /** The same of what the file holds; null where that is nothing. */
  static @Nullable StoreFormat parse(String shown, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return null;
    }
    if (text.endsWith(SHARED)) {
      throw new IllegalStateException(
          shown
              + " was begun with placement: shared (expected: bucket, as what opens it wants it for"
              + " itself)");
    }
    Matcher content = CONTENT.matcher(text);
    if (!content.matches() || !content.group("version").equals(Integer.toString(VERSION))) {
      throw new IllegalStateException(
          shown
              + " has storage format "
              + visible(text)
              + ", and this version of Sluice knows only format "
              + VERSION
              + ".");
    }
    return new StoreFormat(Optional.ofNullable(content.group("id")));
  }

  /** The text in one line, shortened. */
  private static String visible(String text) {
    boolean whole = text.length() <= SHOWN;
    return text.substring(0, Math.min(text.length(), SHOWN)).replaceAll("[^!-~]", "?")
        + (whole ? "" : "…");
  }

  /**
   * The id of the store of several agents in a directory of Sluice's own. It is begun where there
   * is none: of several agents that begin it at once, one does.
   *
   * @param shown the data folder, for people
   * @param required whether there has to be one
   * @throws IllegalStateException where there is none, or one of a single agent
   */
  public static String ofShared(Volume volume, String shown, Descriptor own, boolean required)
      throws ErrnoException {
    Posix posix = volume.posix();
    byte[] bytes = Tree.read(posix, own, NAME);
    if (bytes == null && required) {
      throw new IllegalStateException(
          shown + " holds no store yet (no .sluice/format), and require-existing-store is set.");
    }
    if (bytes == null) {
      String id = UUID.randomUUID().toString();
      byte[] made = Names.of("format." + id);
      try (Descriptor file = posix.create(own, made, FILE_MODE)) {
        posix.write(file, ByteBuffer.wrap(Names.of(VERSION + "\nid " + id + SHARED + "\n")), 0);
        volume.syncs().file(file);
      }
      try {
        posix.link(own, made, own, NAME);
      } catch (ErrnoException e) {
        if (!e.is(Errno.EEXIST)) {
          throw e;
        }
      } finally {
        Tree.remove(posix, own, made);
      }
      volume.syncs().directory(own);
      bytes = Tree.read(posix, own, NAME);
    }
    String text = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8).strip();
    if (!text.endsWith(SHARED)) {
      throw new IllegalStateException(
          shown
              + " was begun with placement: bucket (expected: shared, which this agent is set to)");
    }
    StoreFormat format = parse(shown, Names.of(text.substring(0, text.length() - SHARED.length())));
    return format == null ? "" : format.id().orElse("");
  }

  /** Writes the format with a new id; the directory's own sync is the caller's. */
  static String writeNew(Volume volume, Descriptor own) throws ErrnoException {
    Posix posix = volume.posix();
    String id = UUID.randomUUID().toString();
    Tree.remove(posix, own, NEW_NAME);
    try (Descriptor file = posix.create(own, NEW_NAME, FILE_MODE)) {
      posix.write(file, ByteBuffer.wrap(Names.of(VERSION + "\nid " + id + "\n")), 0);
      volume.syncs().file(file);
    }
    posix.rename(own, NEW_NAME, own, NAME, RenameMode.REPLACE);
    return id;
  }
}

package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.check.FindingKind;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.DirectoryCursor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.common.config.StateFolder;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks a directory of Sluice's own: in the data folder, or in a bucket that is a mount. */
final class AreaCheck {
  private static final Set<String> DIRECTORIES = Set.of("staging", "uploads", "sidecars", "moves");
  private static final Set<String> OF_ROOT =
      Stream.concat(Stream.of("format", "buckets"), StateFolder.names().stream())
          .collect(Collectors.toUnmodifiableSet());
  private static final String DRAFT_OF_FORMAT = "format.new";

  private final CheckScope scope;
  private final Descriptor own;
  private final byte[] path;
  private final boolean ofRoot;

  /**
   * Checks one.
   *
   * @param own stays the caller's
   * @param path inside the data folder
   * @param ofRoot whether it is the data folder's own
   */
  AreaCheck(CheckScope scope, Descriptor own, byte[] path, boolean ofRoot) {
    this.scope = scope;
    this.own = own;
    this.path = path;
    this.ofRoot = ofRoot;
  }

  /** Checks one entry of a directory. */
  interface EntryCheck {
    /** False where it is none of Sluice's. */
    boolean check(Descriptor directory, byte[] name, FindingLocation where) throws ErrnoException;
  }

  /** The checks that come before all others: names, and objects on their way. */
  void begin() throws ErrnoException {
    each(own, path, this::checkName);
    below("moves", new RelocationCheck(scope)::check);
  }

  /** After the objects, which say what they still need: sidecars, uploads and staging. */
  void finish() throws ErrnoException {
    below("sidecars", new SidecarCheck(scope)::check);
    UploadsCheck uploads = new UploadsCheck(scope);
    below("uploads", uploads::checkBucket);
    below("staging", this::checkStaged);
  }

  private boolean checkName(Descriptor directory, byte[] name, FindingLocation where)
      throws ErrnoException {
    String shown = Names.show(name);
    FileStat stat = Tree.stat(scope.posix(), directory, name);
    if (stat == null) {
      return true;
    }
    if (DIRECTORIES.contains(shown)
        || (ofRoot && (shown.equals("buckets") || shown.equals("areas")))) {
      return stat.isDirectory();
    }
    if (ofRoot && shown.equals(DRAFT_OF_FORMAT) && stat.isRegular()) {
      return checkStaged(directory, name, where);
    }
    return ofRoot && OF_ROOT.contains(shown);
  }

  private boolean checkStaged(Descriptor directory, byte[] name, FindingLocation where)
      throws ErrnoException {
    FileStat stat = Tree.stat(scope.posix(), directory, name);
    if (stat != null && scope.isIdle(stat)) {
      scope
          .findings()
          .add(
              FindingKind.STRAY_STAGING,
              where,
              stat.isRegular() ? stat.size() : 0,
              "",
              scope.removal(directory, name));
    }
    return true;
  }

  /** Checks each entry of one of the area's directories, where it is there. */
  void below(String name, EntryCheck check) throws ErrnoException {
    byte[] bytes = Names.of(name);
    byte[] inner = Names.join(path, bytes);
    try (Descriptor directory = scope.posix().openDirectory(own, bytes)) {
      each(directory, inner, check);
    } catch (ErrnoException e) {
      switch (e.errno()) {
        case ENOENT, ENOTDIR, ELOOP -> {
          // Not there yet, or reported as foreign.
        }
        case EMFILE, ENFILE, ENOMEM -> throw e;
        default -> scope.findings().unreadable(FindingLocation.at(inner), e);
      }
    }
  }

  private void each(Descriptor directory, byte[] at, EntryCheck check) throws ErrnoException {
    each(scope, directory, at, check);
  }

  /** Checks each entry of a directory; one that cannot be looked at keeps no other from it. */
  static void each(CheckScope scope, Descriptor directory, byte[] at, EntryCheck check)
      throws ErrnoException {
    try (DirectoryCursor cursor = DirectoryCursor.open(scope.posix(), directory)) {
      while (cursor.next()) {
        byte[] name = cursor.name();
        FindingLocation where = FindingLocation.at(Names.join(at, name));
        try {
          if (!check.check(directory, name, where)) {
            FileStat stat = Tree.stat(scope.posix(), directory, name);
            if (stat != null) {
              long bytes = stat.isRegular() ? stat.size() : 0;
              scope.findings().add(FindingKind.FOREIGN, where, bytes, "");
            }
          }
        } catch (ErrnoException e) {
          switch (e.errno()) {
            case ENOENT -> {
              // Gone meanwhile.
            }
            case EMFILE, ENFILE, ENOMEM -> throw e;
            default -> scope.findings().unreadable(where, e);
          }
        }
      }
    }
  }
}

package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.check.FindingKind;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.tree.ObjectFiles;
import dev.sluice.agent.store.local.tree.ObjectPath;
import dev.sluice.agent.store.local.tree.RelocationJournal;
import org.jspecify.annotations.Nullable;

/** Checks objects on their way into a directory at their own place. */
final class RelocationCheck {
  private final CheckScope scope;

  RelocationCheck(CheckScope scope) {
    this.scope = scope;
  }

  /** One move; false where it is none. */
  boolean check(Descriptor journal, byte[] name, FindingLocation where) throws ErrnoException {
    FileStat stat = Tree.stat(scope.posix(), journal, name);
    if (stat == null) {
      return true;
    }
    if (!stat.isDirectory()) {
      return false;
    }
    if (!scope.isIdle(stat)) {
      return true;
    }
    try (Descriptor move = scope.posix().openDirectory(journal, name)) {
      FileStat object = RelocationJournal.objectIn(scope.posix(), move);
      ObjectPath home = RelocationJournal.destination(scope.posix(), move);
      tell(journal, name, where, object, home);
      return true;
    }
  }

  private void tell(
      Descriptor journal,
      byte[] name,
      FindingLocation where,
      @Nullable FileStat object,
      @Nullable ObjectPath home)
      throws ErrnoException {
    Findings findings = scope.findings();
    FindingKind kind = FindingKind.UNFINISHED_MOVE;
    if (object == null) {
      findings.add(kind, where, 0, "the object is not in it", () -> settle(journal, name));
      return;
    }
    if (home == null) {
      findings.add(kind, where, object.size(), "its entry is damaged, so nobody knows its home");
      return;
    }
    FindingLocation named = new FindingLocation(where.path(), home.bucket().value(), "");
    String detail = "belongs to " + FindingLocation.text(home.pathInRoot());
    try (Descriptor taken = ObjectFiles.open(scope.posix(), scope.root(), home)) {
      if (taken != null && scope.posix().stat(taken).isRegular()) {
        findings.add(kind, named, object.size(), detail + ", where another object is by now");
      } else {
        findings.add(kind, named, object.size(), detail, () -> settle(journal, name));
      }
    }
  }

  private void settle(Descriptor journal, byte[] name) throws ErrnoException {
    if (!scope.repair().settle(journal, name)) {
      throw new ErrnoException(Errno.EEXIST, "way home", name);
    }
  }
}

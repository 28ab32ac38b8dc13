package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.check.FindingKind;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.format.Intent;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.upload.UploadFolder;
import dev.sluice.agent.store.local.upload.UploadLog;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks one upload: its log, its parts' bytes, and files that no part speaks of. */
final class UploadCheck {
  private final CheckScope scope;
  private final Descriptor folder;
  private final FindingLocation where;
  private final boolean finished;

  /**
   * Checks one.
   *
   * @param folder stays the caller's
   * @param finished whether only its tombstone is left
   */
  UploadCheck(CheckScope scope, Descriptor folder, FindingLocation where, boolean finished) {
    this.scope = scope;
    this.folder = folder;
    this.where = where;
    this.finished = finished;
  }

  void check() throws ErrnoException {
    if (!isIdle()) {
      return;
    }
    byte[] bytes = UploadFolder.readLog(scope.posix(), folder);
    if (bytes == null) {
      damaged("its log cannot be read");
      return;
    }
    UploadLog log = new UploadLog(scope.volume());
    log.load(bytes);
    if (log.isDamagedWithin(bytes)) {
      damaged("its log is damaged before its end");
      return;
    }
    boolean published = finished || isPublished(log.intent());
    if (!published) {
      // Parts that are taken out of the log no longer speak for their files.
      for (PartRecord part : List.copyOf(log.parts().values())) {
        checkPart(log, part);
      }
    }
    checkFiles(published ? Set.of() : named(log));
  }

  /** Whether no agent is at work on it: nothing in it was touched for long, nor taken from it. */
  private boolean isIdle() throws ErrnoException {
    if (!scope.live()) {
      return true;
    }
    FileStat own = scope.posix().stat(folder);
    boolean idle = own.links() > 0 && scope.isIdle(own);
    for (byte[] name : Tree.names(scope.posix(), folder)) {
      FileStat stat = Tree.stat(scope.posix(), folder, name);
      idle &= stat != null && scope.isIdle(stat);
    }
    return idle;
  }

  private void damaged(String detail) throws ErrnoException {
    if (isIdle()) {
      scope.findings().add(FindingKind.UPLOAD_DAMAGED, where, 0, detail);
    }
  }

  /** Decides as the agent does: the file that was about to be published is no longer there. */
  private boolean isPublished(@Nullable Intent intent) throws ErrnoException {
    return intent != null && Tree.stat(scope.posix(), folder, Names.of(intent.getFile())) == null;
  }

  private static Set<String> named(UploadLog log) {
    Set<String> named = new HashSet<>();
    log.parts().values().forEach(part -> named.add(part.place().file()));
    Intent intent = log.intent();
    if (intent != null) {
      named.add(intent.getFile());
    }
    return named;
  }

  private void checkPart(UploadLog log, PartRecord part) throws ErrnoException {
    PartRecord.Place place = part.place();
    FileStat stat = Tree.stat(scope.posix(), folder, Names.of(place.file()));
    long end = place.offset() + part.size();
    String lack;
    if (stat == null || !stat.isRegular()) {
      lack = " is not there";
    } else if (stat.size() < end) {
      lack = " ends at " + stat.size() + " in the place of " + end;
    } else {
      return;
    }
    if (!isIdle()) {
      // It is being completed, or aborted, since it was looked at.
      return;
    }
    String detail = "part " + part.number() + ": " + place.file() + lack;
    scope
        .findings()
        .add(
            FindingKind.PART_WITHOUT_DATA,
            where,
            part.size(),
            detail,
            () -> log.forget(folder, part.number()));
  }

  private void checkFiles(Set<String> named) throws ErrnoException {
    for (byte[] name : Tree.names(scope.posix(), folder)) {
      String shown = Names.show(name);
      boolean own = Arrays.equals(name, UploadFolder.START) || Arrays.equals(name, UploadLog.NAME);
      FileStat stat = Tree.stat(scope.posix(), folder, name);
      if (!own && !named.contains(shown) && stat != null && isIdle()) {
        scope
            .findings()
            .add(
                FindingKind.STRAY_PART_DATA,
                new FindingLocation(
                    where.path() + "/" + FindingLocation.text(name), where.bucket(), where.key()),
                stat.isRegular() ? stat.size() : 0,
                "",
                scope.removal(folder, name));
      }
    }
  }
}

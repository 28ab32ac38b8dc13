package dev.sluice.agent.store.local.upload;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.FileCopy;
import dev.sluice.agent.store.local.volume.FreeSpaceMonitor;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;

/** Carries out how parts become one file. */
final class Assembler {
  private static final String PREFIX = "assembled-";

  private final Posix posix;
  private final FreeSpaceMonitor space;
  private final int fileMode;

  Assembler(Volume volume, FreeSpaceMonitor space) {
    this.posix = volume.posix();
    this.space = space;
    this.fileMode = volume.fileMode();
  }

  /**
   * The whole.
   *
   * @param file open for writing
   * @param name in the upload's folder
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Assembled(Descriptor file, byte[] name) {}

  /**
   * Makes one file of the parts in an upload's folder; a new one is removed again when that fails.
   *
   * @param nextName ends the name of a new file
   */
  Assembled assemble(Descriptor folder, AssemblyPlan plan, String nextName) throws ErrnoException {
    String base = plan.base();
    byte[] name = Names.of(base == null ? PREFIX + nextName : base);
    Descriptor file =
        base == null ? posix.create(folder, name, fileMode) : posix.openForWriting(folder, name);
    boolean whole = false;
    try {
      requireWhole(file, plan);
      posix.setMode(file, fileMode);
      for (AssemblyPlan.Move move : plan.moves()) {
        copy(folder, file, move);
      }
      cut(file, plan.size());
      whole = true;
      return new Assembled(file, name);
    } finally {
      if (!whole) {
        file.close();
        if (base == null) {
          Tree.remove(posix, folder, name);
        }
      }
    }
  }

  /**
   * The parts that lie in place have to be there: what is copied behind them must not hide a gap.
   */
  private void requireWhole(Descriptor file, AssemblyPlan plan) throws ErrnoException {
    FileStat stat = posix.stat(file);
    if (!stat.isRegular() || stat.links() != 1 || stat.size() < plan.inPlaceEnd()) {
      throw lost("a file of its parts");
    }
  }

  private void copy(Descriptor folder, Descriptor file, AssemblyPlan.Move move)
      throws ErrnoException {
    PartRecord part = move.part();
    try (Descriptor source = posix.openForReading(folder, Names.of(part.place().file()))) {
      if (!posix.stat(source).isRegular()
          || !FileCopy.copy(
              posix, space, source, part.place().offset(), file, move.offset(), part.size())) {
        throw lost("part " + part.number());
      }
    }
  }

  /** Cuts off bytes that failed attempts left behind the end. */
  private void cut(Descriptor file, long size) throws ErrnoException {
    long actual = posix.stat(file).size();
    if (actual < size) {
      throw lost("the assembled file");
    }
    if (actual > size) {
      posix.truncate(file, size);
    }
  }

  private static StorageException lost(String what) {
    return new StorageException(
        FailureReason.STORAGE_FAULT,
        "upload: " + what + " was changed from outside (expected: the same length, and one link)");
  }
}

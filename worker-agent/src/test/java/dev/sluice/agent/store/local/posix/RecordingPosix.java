package dev.sluice.agent.store.local.posix;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Notes what makes, puts and syncs names and what writes bytes back, in order; runs something in
 * between.
 */
public final class RecordingPosix extends Posix {
  public final List<String> calls = new CopyOnWriteArrayList<>();
  private @Nullable Interruption beforeMakeDirectory;
  private @Nullable Interruption afterMakeDirectory;
  private @Nullable Errno syncFailure;

  public interface Interruption {
    void run(String name) throws IOException;
  }

  public void beforeMakeDirectory(@Nullable Interruption interruption) {
    this.beforeMakeDirectory = interruption;
  }

  public void afterMakeDirectory(@Nullable Interruption interruption) {
    this.afterMakeDirectory = interruption;
  }

  public void failSyncs(@Nullable Errno failure) {
    this.syncFailure = failure;
  }

  @Override
  public void makeDirectory(Descriptor parent, byte[] name, int mode) throws ErrnoException {
    interrupt(beforeMakeDirectory, name);
    super.makeDirectory(parent, name, mode);
    calls.add("mkdir " + text(name));
    interrupt(afterMakeDirectory, name);
  }

  /** A directory that was made elsewhere appears like one that is made. */
  @Override
  public void rename(
      Descriptor directory, byte[] name, Descriptor newDirectory, byte[] newName, RenameMode mode)
      throws ErrnoException {
    interrupt(beforeMakeDirectory, newName);
    super.rename(directory, name, newDirectory, newName, mode);
    interrupt(afterMakeDirectory, newName);
  }

  private static void interrupt(@Nullable Interruption interruption, byte[] name) {
    if (interruption != null) {
      try {
        interruption.run(text(name));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public Descriptor create(Descriptor directory, byte[] name, int mode) throws ErrnoException {
    Descriptor created = super.create(directory, name, mode);
    calls.add("create " + text(name));
    return created;
  }

  @Override
  public void sync(Descriptor file) throws ErrnoException {
    if (syncFailure != null) {
      throw new ErrnoException(syncFailure, "fsync", file.path());
    }
    super.sync(file);
    calls.add("sync " + text(file.path()));
  }

  @Override
  public void beginWriteback(Descriptor file, long offset, long length) throws ErrnoException {
    super.beginWriteback(file, offset, length);
    calls.add("writeback " + offset + " " + length);
  }

  private static String text(byte[] name) {
    return TestPaths.text(name);
  }
}

package dev.sluice.agent.store.local.posix;

import static dev.sluice.agent.store.local.posix.TestPaths.text;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A file system without some abilities; notes what changes names, and calls somebody before it. */
public final class LackingPosix extends Posix {
  public final List<String> calls = new CopyOnWriteArrayList<>();
  private final Set<Lack> lacks;
  private @Nullable Interruption before;

  /** May throw, as a call that fails or a process that ends here. */
  public interface Interruption {
    void run(String call) throws ErrnoException;
  }

  public LackingPosix(Lack... lacks) {
    this.lacks = EnumSet.noneOf(Lack.class);
    this.lacks.addAll(List.of(lacks));
  }

  public void before(@Nullable Interruption interruption) {
    this.before = interruption;
  }

  private void refuse(Lack lack, Errno errno, byte[] path) throws ErrnoException {
    if (lacks.contains(lack)) {
      throw new ErrnoException(errno, lack.name().toLowerCase(Locale.ROOT), path);
    }
  }

  private void note(String call) throws ErrnoException {
    if (before != null) {
      before.run(call);
    }
    calls.add(call);
  }

  @Override
  public void rename(
      Descriptor directory, byte[] name, Descriptor newDirectory, byte[] newName, RenameMode mode)
      throws ErrnoException {
    // The kernel looks at the names before it asks the file system for what it can do.
    boolean taken = Tree.stat(this, newDirectory, newName) != null;
    switch (mode) {
      case EXCHANGE -> refuse(Lack.EXCHANGE, taken ? Errno.EINVAL : Errno.ENOENT, newName);
      case NO_REPLACE -> refuse(Lack.NO_REPLACE, taken ? Errno.EEXIST : Errno.EINVAL, newName);
      case REPLACE -> {}
    }
    note("rename " + text(newName));
    super.rename(directory, name, newDirectory, newName, mode);
  }

  @Override
  public void link(Descriptor directory, byte[] name, Descriptor newDirectory, byte[] newName)
      throws ErrnoException {
    refuse(Lack.LINKS, Errno.EPERM, newName);
    note("link " + text(newName));
    super.link(directory, name, newDirectory, newName);
  }

  @Override
  public void unlink(Descriptor directory, byte[] name) throws ErrnoException {
    note("unlink " + text(name));
    if (lacks.contains(Lack.NAMELESS_FILES) && text(name).equals("probe-g")) {
      // As NFS does with a file that somebody has open.
      super.link(directory, name, directory, TestPaths.bytes(".nfs0001"));
    }
    super.unlink(directory, name);
  }

  @Override
  public void makeDirectory(Descriptor parent, byte[] name, int mode) throws ErrnoException {
    note("mkdir " + text(name));
    super.makeDirectory(parent, name, mode);
  }

  @Override
  public void removeDirectory(Descriptor parent, byte[] name) throws ErrnoException {
    note("rmdir " + text(name));
    super.removeDirectory(parent, name);
  }

  @Override
  public Descriptor create(Descriptor directory, byte[] name, int mode) throws ErrnoException {
    if (name.length > 100) {
      refuse(Lack.LONG_NAMES, Errno.ENAMETOOLONG, name);
    }
    note("create " + text(name));
    return super.create(directory, name, mode);
  }

  @Override
  public void sync(Descriptor file) throws ErrnoException {
    if (stat(file).isDirectory()) {
      refuse(Lack.DIRECTORY_SYNC, Errno.EINVAL, file.path());
    }
    note("sync " + text(file.path()));
    super.sync(file);
  }

  @Override
  public FileStat stat(Descriptor directory, byte[] name) throws ErrnoException {
    boolean folded = lacks.contains(Lack.CASE) && text(name).startsWith("PROBE");
    return super.stat(
        directory, folded ? TestPaths.bytes(text(name).toLowerCase(Locale.ROOT)) : name);
  }

  @Override
  public FileSystemStat fileSystem(Descriptor file) throws ErrnoException {
    FileSystemStat stat = super.fileSystem(file);
    return lacks.contains(Lack.NOTIFICATION)
        ? new FileSystemStat(
            FileSystemStat.NFS,
            stat.totalBytes(),
            stat.availableBytes(),
            stat.totalFiles(),
            stat.freeFiles(),
            stat.nameMaxBytes(),
            stat.readOnly())
        : stat;
  }

  @Override
  Descriptor openInotify() throws ErrnoException {
    refuse(Lack.NOTIFICATION, Errno.ENOSYS, Names.NOTHING);
    return super.openInotify();
  }

  @Override
  public long copyRange(
      Descriptor source, long sourceOffset, Descriptor target, long targetOffset, long length)
      throws ErrnoException {
    refuse(Lack.SHARING, Errno.ENOSYS, target.path());
    return super.copyRange(source, sourceOffset, target, targetOffset, length);
  }

  @Override
  public void shareRange(
      Descriptor source, long sourceOffset, Descriptor target, long targetOffset, long length)
      throws ErrnoException {
    refuse(Lack.SHARING, Errno.EOPNOTSUPP, target.path());
    super.shareRange(source, sourceOffset, target, targetOffset, length);
  }
}

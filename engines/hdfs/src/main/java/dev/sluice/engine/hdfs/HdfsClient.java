package dev.sluice.engine.hdfs;

import dev.sluice.common.model.StorageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FsStatus;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.XAttrSetFlag;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.DirectoryListing;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/**
 * HDFS as the engine uses it. Paths are texts that go to the namenode as they are: Hadoop's own
 * type for them would read {@code .}, {@code ..} and {@code //} as something else. What is no
 * answer is a {@link StorageException}.
 */
final class HdfsClient implements AutoCloseable {
  /** Files under this path are named by their ids, which are never used again. */
  private static final String INODES = "/.reserved/.inodes/";

  private static final int BUFFER_BYTES = 64 << 10;
  private static final EnumSet<XAttrSetFlag> CREATE = EnumSet.of(XAttrSetFlag.CREATE);
  private static final EnumSet<XAttrSetFlag> SET =
      EnumSet.of(XAttrSetFlag.CREATE, XAttrSetFlag.REPLACE);

  private final DFSClient client;
  private final EnumSet<CreateFlag> create;
  private final FsPermission fileMode;
  private final FsPermission directoryMode;

  /**
   * A client.
   *
   * @param client is closed with it
   * @param fsync whether datanodes sync a block before they acknowledge its end
   */
  HdfsClient(DFSClient client, boolean fsync, int fileMode, int directoryMode) {
    this.client = client;
    this.create =
        fsync
            ? EnumSet.of(CreateFlag.CREATE, CreateFlag.SYNC_BLOCK)
            : EnumSet.of(CreateFlag.CREATE);
    this.fileMode = FsPermission.createImmutable((short) fileMode);
    this.directoryMode = FsPermission.createImmutable((short) directoryMode);
  }

  /** The path of a file by its id: it stays that of this file, wherever it is renamed to. */
  static String pathOf(long id) {
    return INODES + id;
  }

  /** Some call. */
  @FunctionalInterface
  private interface Call<T> {
    T run() throws IOException;
  }

  private static <T> T ask(String what, String path, Call<T> call) {
    try {
      return call.run();
    } catch (IOException e) {
      throw HdfsFailures.of(what + " " + path, e);
    }
  }

  /** The status of what is at a path; null where nothing is. */
  @Nullable HdfsFileStatus status(String path) {
    return found("status of", path, () -> client.getFileInfo(path));
  }

  /** The attributes of a file or directory; null where none is there. */
  @Nullable Map<String, byte[]> attributes(String path) {
    return found("attributes of", path, () -> client.getXAttrs(path));
  }

  private static <T> @Nullable T found(String what, String path, Call<T> call) {
    try {
      return call.run();
    } catch (IOException e) {
      if (isAbsence(HdfsFailures.unwrap(e))) {
        return null;
      }
      throw HdfsFailures.of(what + " " + path, e);
    }
  }

  private static boolean isAbsence(IOException failure) {
    return failure instanceof FileNotFoundException
        || failure instanceof ParentNotDirectoryException;
  }

  /** Sets an attribute; false where there is no such file. */
  boolean setAttribute(String path, String name, byte[] value) {
    try {
      client.setXAttr(path, name, value, SET);
      return true;
    } catch (IOException e) {
      if (isAbsence(HdfsFailures.unwrap(e))) {
        return false;
      }
      throw HdfsFailures.of("attribute " + name + " of " + path, e);
    }
  }

  /** Sets an attribute for the first time; false where it is there, or no such file is. */
  boolean createAttribute(String path, String name, byte[] value) {
    try {
      client.setXAttr(path, name, value, CREATE);
      return true;
    } catch (IOException e) {
      if (isAbsence(HdfsFailures.unwrap(e))) {
        return false;
      }
      // Of an attribute that is there, only the text of the failure speaks.
      Map<String, byte[]> there = attributes(path);
      byte[] found = there == null ? null : there.get(name);
      if (there == null || found != null) {
        return Arrays.equals(found, value);
      }
      throw HdfsFailures.of("attribute " + name + " of " + path, e);
    }
  }

  /** Removes an attribute that is there. */
  void removeAttribute(String path, String name) {
    ask(
        "removal of attribute " + name + " of",
        path,
        () -> {
          client.removeXAttr(path, name);
          return path;
        });
  }

  /** A page of a directory behind a name, in byte order; null where there is no directory. */
  @Nullable DirectoryListing list(String path, byte[] after) {
    return found("listing of", path, () -> client.listPaths(path, after));
  }

  /** A new file; its directory has to be there. */
  OutputStream create(String path) {
    return ask(
        "creation of",
        path,
        () ->
            client.createWrappedOutputStream(
                client.create(
                    path,
                    fileMode,
                    create,
                    false,
                    client.getConf().getDefaultReplication(),
                    client.getConf().getDefaultBlockSize(),
                    null,
                    BUFFER_BYTES,
                    null),
                null));
  }

  /** Block size of new files. */
  long blockSize() {
    return client.getConf().getDefaultBlockSize();
  }

  /** A new file of these bytes, durable. */
  void create(String path, byte[] bytes) {
    ask(
        "writing of",
        path,
        () -> {
          try (OutputStream out = create(path)) {
            out.write(bytes);
          }
          return path;
        });
  }

  /** An open file; null where there is none. */
  @Nullable HdfsDataInputStream open(String path) {
    return found("opening of", path, () -> client.createWrappedInputStream(client.open(path)));
  }

  /** All bytes of a small file; null where there is none. */
  byte @Nullable [] read(String path) {
    return found(
        "reading of",
        path,
        () -> {
          try (InputStream in = client.createWrappedInputStream(client.open(path))) {
            return in.readAllBytes();
          }
        });
  }

  /** Makes a directory and those above it; false where a file is in the way. */
  boolean makeDirectories(String path) {
    try {
      return client.mkdirs(path, directoryMode, true);
    } catch (IOException e) {
      IOException cause = HdfsFailures.unwrap(e);
      if (cause instanceof ParentNotDirectoryException
          || cause instanceof FileAlreadyExistsException) {
        return false;
      }
      throw HdfsFailures.of("making of directory " + path, e);
    }
  }

  /** Makes a directory; false where the one above it is not there. */
  boolean makeDirectory(String path) {
    try {
      return client.mkdirs(path, directoryMode, false);
    } catch (IOException e) {
      if (isAbsence(HdfsFailures.unwrap(e))) {
        return false;
      }
      throw HdfsFailures.of("making of directory " + path, e);
    }
  }

  /**
   * Makes a directory and those above it, up to one that has to be there already; false where that
   * is gone, or a file is in the way.
   */
  boolean makeDirectoriesBelow(String top, String path) {
    try {
      if (makeDirectory(path)) {
        return true;
      }
    } catch (StorageException e) {
      if (e.getCause() instanceof FileAlreadyExistsException) {
        return false;
      }
      throw e;
    }
    String parent = HdfsPaths.parent(path);
    return parent.length() > top.length()
        && makeDirectoriesBelow(top, parent)
        && makeDirectory(path);
  }

  /** The outcome of renaming. */
  enum Renamed {
    DONE,
    /** The source is not there, or the directory of the target is not. */
    MISSING,
    /** A file is at the target, and was not to be replaced. */
    OCCUPIED,
    /** A directory is at the target, and a file cannot replace it. */
    DIRECTORY,
    /** A file is where the target's directory would be. */
    BELOW_FILE
  }

  /** Renames in one step, in place of a file at the target. */
  Renamed replace(String source, String target) {
    return rename(source, target, Rename.OVERWRITE);
  }

  /** Renames in one step, if nothing is at the target. */
  Renamed rename(String source, String target) {
    return rename(source, target, Rename.NONE);
  }

  private Renamed rename(String source, String target, Rename mode) {
    try {
      client.rename(source, target, mode);
      return Renamed.DONE;
    } catch (IOException e) {
      return switch (HdfsFailures.unwrap(e)) {
        case FileAlreadyExistsException _ -> Renamed.OCCUPIED;
        case ParentNotDirectoryException _ -> Renamed.BELOW_FILE;
        case FileNotFoundException _ -> Renamed.MISSING;
        default -> {
          // Of a directory there, only the text of the failure speaks.
          HdfsFileStatus there = status(target);
          if (there != null && there.isDirectory()) {
            yield Renamed.DIRECTORY;
          }
          throw HdfsFailures.of("renaming of " + source + " to " + target, e);
        }
      };
    }
  }

  /** Joins files to another one in the same directory; their names are gone then. */
  void concat(String target, String[] sources) {
    ask(
        "joining to",
        target,
        () -> {
          client.concat(target, sources);
          return target;
        });
  }

  /** Removes a file, or a directory with all that is in it; false where there is none. */
  boolean remove(String path) {
    return ask("removal of", path, () -> client.delete(path, true));
  }

  /** Removes a file or an empty directory; false where it is not empty. */
  boolean removeEmpty(String path) {
    try {
      client.delete(path, false);
      return true;
    } catch (IOException e) {
      IOException cause = HdfsFailures.unwrap(e);
      if (cause instanceof PathIsNotEmptyDirectoryException) {
        return false;
      }
      if (isAbsence(cause)) {
        return true;
      }
      throw HdfsFailures.of("removal of " + path, e);
    }
  }

  /** Space of the whole cluster, replicas included. */
  FsStatus space() {
    return ask("space of", "the cluster", client::getDiskStatus);
  }

  @Override
  public void close() {
    ask(
        "closing of",
        "the client",
        () -> {
          client.close();
          return client;
        });
  }
}

package dev.sluice.engine.alluxio;

import alluxio.AlluxioURI;
import alluxio.client.file.FileInStream;
import alluxio.client.file.FileOutStream;
import alluxio.client.file.FileSystem;
import alluxio.client.file.URIStatus;
import alluxio.exception.AlluxioException;
import alluxio.exception.DirectoryNotEmptyException;
import alluxio.exception.FileAlreadyExistsException;
import alluxio.grpc.CreateDirectoryPOptions;
import alluxio.grpc.CreateFilePOptions;
import alluxio.grpc.DeletePOptions;
import alluxio.grpc.GetStatusPOptions;
import alluxio.grpc.ListStatusPOptions;
import alluxio.grpc.OpenFilePOptions;
import alluxio.grpc.PMode;
import alluxio.grpc.RenamePOptions;
import alluxio.grpc.S3SyntaxOptions;
import alluxio.grpc.SetAttributePOptions;
import alluxio.grpc.WritePType;
import alluxio.grpc.XAttrPropagationStrategy;
import alluxio.proto.journal.File.XAttrUpdateStrategy;
import alluxio.security.authorization.Mode;
import alluxio.shaded.client.com.google.protobuf.ByteString;
import dev.sluice.common.model.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Alluxio as the engine uses it. All that is written goes through to the under-store before its
 * call returns. What is no answer is a {@link StorageException}.
 */
final class AlluxioClient implements AutoCloseable {
  private static final String ATTRIBUTE_OF = "attribute of";

  private final FileSystem files;
  private final PMode fileMode;
  private final PMode directoryMode;

  /**
   * A client.
   *
   * @param files is closed with it
   */
  AlluxioClient(FileSystem files, int fileMode, int directoryMode) {
    this.files = files;
    this.fileMode = new Mode((short) fileMode).toProto();
    this.directoryMode = new Mode((short) directoryMode).toProto();
  }

  /** Some call. */
  @FunctionalInterface
  private interface Call<T extends @Nullable Object> {
    T run() throws IOException, AlluxioException;
  }

  private static <T> T ask(String what, String path, Call<T> call) {
    try {
      return call.run();
    } catch (IOException | AlluxioException e) {
      throw AlluxioFailures.of(what + " " + path, e);
    }
  }

  private static <T> @Nullable T found(String what, String path, Call<T> call) {
    try {
      return call.run();
    } catch (IOException | AlluxioException e) {
      if (AlluxioFailures.isAbsence(e)) {
        return null;
      }
      throw AlluxioFailures.of(what + " " + path, e);
    }
  }

  private static AlluxioURI uri(String path) {
    return new AlluxioURI(path);
  }

  /** The status of what is at a path, attributes included; null where nothing is. */
  @Nullable URIStatus status(String path) {
    return found(
        "status of",
        path,
        () ->
            files.getStatus(
                uri(path), GetStatusPOptions.newBuilder().setUpdateTimestamps(false).build()));
  }

  /** The value of an attribute; null where there is none of the name. */
  static byte @Nullable [] attribute(URIStatus status, String name) {
    Map<String, byte[]> all = status.getXAttr();
    return all == null ? null : all.get(name);
  }

  /** Sets an attribute; false where there is no such file. */
  boolean setAttribute(String path, String name, byte[] value) {
    return change(path, name, value, XAttrUpdateStrategy.UNION_REPLACE);
  }

  /** Sets an attribute for the first time; false where another one is there, or no such file. */
  boolean createAttribute(String path, String name, byte[] value) {
    URIStatus after =
        change(path, name, value, XAttrUpdateStrategy.UNION_PRESERVE) ? status(path) : null;
    return after != null && Arrays.equals(attribute(after, name), value);
  }

  private boolean change(String path, String name, byte[] value, XAttrUpdateStrategy strategy) {
    return found(
            ATTRIBUTE_OF,
            path,
            () -> {
              files.setAttribute(
                  uri(path),
                  SetAttributePOptions.newBuilder()
                      .putXattr(name, ByteString.copyFrom(value))
                      .setXattrUpdateStrategy(strategy)
                      .build());
              return true;
            })
        != null;
  }

  /** Removes attributes that are there. */
  void removeAttributes(String path, Collection<String> names) {
    SetAttributePOptions.Builder options =
        SetAttributePOptions.newBuilder().setXattrUpdateStrategy(XAttrUpdateStrategy.DELETE_KEYS);
    names.forEach(name -> options.putXattr(name, ByteString.EMPTY));
    Boolean _ =
        ask(
            ATTRIBUTE_OF,
            path,
            () -> {
              files.setAttribute(uri(path), options.build());
              return true;
            });
  }

  /** Tells of each entry of a directory, in no order; of none where there is no directory. */
  void list(String path, Consumer<URIStatus> entries) {
    // The client begins anew where its connection breaks in the middle.
    Set<String> told = new HashSet<>();
    Boolean _ =
        found(
            "listing of",
            path,
            () -> {
              files.iterateStatus(
                  uri(path),
                  ListStatusPOptions.getDefaultInstance(),
                  entry -> {
                    // Of a file, Alluxio lists the file itself.
                    if (!entry.getPath().equals(path) && told.add(entry.getName())) {
                      entries.accept(entry);
                    }
                  });
              return true;
            });
  }

  /** All entries of a directory of the engine's own; none where there is no directory. */
  List<URIStatus> entries(String path) {
    List<URIStatus> all = new ArrayList<>();
    list(path, all::add);
    return all;
  }

  /** A new file; its directory has to be there. */
  FileOutStream create(String path) {
    return ask(
        "creation of",
        path,
        () ->
            files.createFile(
                uri(path),
                CreateFilePOptions.newBuilder()
                    .setWriteType(WritePType.THROUGH)
                    .setMode(fileMode)
                    .setRecursive(false)
                    .build()));
  }

  /** A new file of these bytes, durable. */
  void create(String path, byte[] bytes) {
    Boolean _ =
        ask(
            "writing of",
            path,
            () -> {
              try (FileOutStream out = create(path)) {
                out.write(bytes);
              }
              return true;
            });
  }

  /** An open file; null where there is none. */
  @Nullable FileInStream open(URIStatus file) {
    return found(
        "opening of",
        file.getPath(),
        () -> files.openFile(file, OpenFilePOptions.getDefaultInstance()));
  }

  /** All bytes of a small file; null where there is none. */
  byte @Nullable [] read(String path) {
    return found(
        "reading of",
        path,
        () -> {
          URIStatus status = files.getStatus(uri(path));
          try (InputStream in = files.openFile(status, OpenFilePOptions.getDefaultInstance())) {
            return in.readNBytes(Math.toIntExact(status.getLength()));
          }
        });
  }

  /** Makes a directory and those above it; false where a file is in the way. */
  boolean makeDirectories(String path) {
    return makeDirectory(path, options().setRecursive(true));
  }

  /** Makes a directory; false where the one above it is not there, or a file is in the way. */
  boolean makeDirectory(String path) {
    return makeDirectory(path, options());
  }

  /** Makes a directory with an attribute, likewise. */
  boolean makeDirectory(String path, String name, byte[] value) {
    return makeDirectory(
        path,
        options()
            .putXattr(name, ByteString.copyFrom(value))
            .setXattrPropStrat(XAttrPropagationStrategy.LEAF_NODE));
  }

  private CreateDirectoryPOptions.Builder options() {
    return CreateDirectoryPOptions.newBuilder()
        .setAllowExists(true)
        .setMode(directoryMode)
        .setWriteType(WritePType.THROUGH);
  }

  private boolean makeDirectory(String path, CreateDirectoryPOptions.Builder options) {
    try {
      files.createDirectory(uri(path), options.build());
      return true;
    } catch (IOException | AlluxioException e) {
      if (e instanceof FileAlreadyExistsException
          || AlluxioFailures.isAbsence(e)
          || isAtOrBelowFile(path)) {
        return false;
      }
      throw AlluxioFailures.of("making of directory " + path, e);
    }
  }

  /** Whether a file is where a directory, or one above it, would be: Alluxio has no word for it. */
  private boolean isAtOrBelowFile(String directory) {
    String path = directory;
    while (!path.isEmpty()) {
      URIStatus there = status(path);
      if (there != null) {
        return !there.isFolder();
      }
      path = AlluxioPaths.parent(path);
    }
    return false;
  }

  /**
   * Makes a directory and those above it, up to one that has to be there already; false where that
   * is gone, or a file is in the way.
   */
  boolean makeDirectoriesBelow(String top, String path) {
    if (makeDirectory(path)) {
      return true;
    }
    String parent = AlluxioPaths.parent(path);
    return parent.length() > top.length()
        && makeDirectoriesBelow(top, parent)
        && makeDirectory(path);
  }

  /** Renames in one step, in place of a file at the target; false where that cannot be. */
  boolean replace(String source, String target) {
    return rename(
        source,
        target,
        RenamePOptions.newBuilder()
            .setS3SyntaxOptions(S3SyntaxOptions.newBuilder().setOverwrite(true))
            .build());
  }

  /**
   * Renames in one step; false where the source is not there, something is at the target, or the
   * directory of the target is not there.
   */
  boolean rename(String source, String target) {
    return rename(source, target, RenamePOptions.getDefaultInstance());
  }

  private boolean rename(String source, String target, RenamePOptions options) {
    try {
      files.rename(uri(source), uri(target), options);
      return true;
    } catch (IOException | AlluxioException e) {
      if (e instanceof FileAlreadyExistsException
          || AlluxioFailures.isAbsence(e)
          || isAtOrBelowFile(AlluxioPaths.parent(target))) {
        return false;
      }
      throw AlluxioFailures.of("renaming of " + source + " to " + target, e);
    }
  }

  /** Removes a file, or a directory with all that is in it; false where there is none. */
  boolean remove(String path) {
    return found(
            "removal of",
            path,
            () -> {
              // The under-store may hold more: what a writer that was killed began there.
              files.delete(
                  uri(path),
                  DeletePOptions.newBuilder().setRecursive(true).setUnchecked(true).build());
              return true;
            })
        != null;
  }

  /** Removes a file or an empty directory; false where it is not empty. */
  boolean removeEmpty(String path) {
    try {
      files.delete(uri(path), DeletePOptions.newBuilder().setRecursive(false).build());
      return true;
    } catch (IOException | AlluxioException e) {
      if (e instanceof DirectoryNotEmptyException) {
        return false;
      }
      if (AlluxioFailures.isAbsence(e)) {
        return true;
      }
      throw AlluxioFailures.of("removal of " + path, e);
    }
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw AlluxioFailures.of("closing of the client", e);
    }
  }
}

package dev.sluice.agent.store.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** All that the file system tells: names, kinds, sizes, owners, modes, all times, records. */
public final class FolderSnapshot {
  private static final String WHAT =
      "unix:ino,nlink,mode,uid,gid,size,ctime,lastModifiedTime,lastAccessTime";

  private FolderSnapshot() {}

  /** A line for each file and directory. */
  public static List<String> of(Path root) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(root)) {
      all = walk.sorted().toList();
    }
    List<String> lines = new ArrayList<>();
    for (Path path : all) {
      lines.add(path + " " + Files.readAttributes(path, WHAT, LinkOption.NOFOLLOW_LINKS));
      if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        lines.add(Arrays.toString(record(path)));
      }
    }
    return lines;
  }

  private static byte[] record(Path file) throws IOException {
    UserDefinedFileAttributeView view =
        Objects.requireNonNull(
            Files.getFileAttributeView(file, UserDefinedFileAttributeView.class));
    if (!view.list().contains("sluice")) {
      return new byte[0];
    }
    ByteBuffer bytes = ByteBuffer.allocate(view.size("sluice"));
    view.read("sluice", bytes);
    return bytes.array();
  }
}

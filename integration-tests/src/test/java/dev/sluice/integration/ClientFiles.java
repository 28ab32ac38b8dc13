package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files for clients to move: with names that hurt, and of lengths around {@code threshold}. */
final class ClientFiles {

  private static final int MEBIBYTE = 1 << 20;

  private ClientFiles() {}

  /**
   * Makes them.
   *
   * @param threshold bytes from which on the client cuts a file into parts
   */
  static Path make(Path folder, int threshold) throws IOException {
    write(folder, "empty", 0);
    write(folder, "one byte", 1);
    write(folder, "below", threshold - 1);
    write(folder, "at", threshold);
    write(folder, "above", threshold + 1);
    write(folder, "parts/twice and some.bin", 2 * threshold + MEBIBYTE / 3);
    write(folder, "a folder/a+b & c=d;e,f/100%/%41.txt", 100);
    write(folder, "a folder/quote's \"and\" #?!.txt", 101);
    write(folder, "a folder/~tilde (1) [2] {3} @$^*:|.txt", 102);
    write(folder, "ünïcödé/日本語/🎉.txt", 103);
    // One key is the beginning of the other, and sorts behind it as a name.
    write(folder, "sorted/a-b", 104);
    write(folder, "sorted/a/b", 105);
    write(folder, "sorted/a0", 106);
    return folder;
  }

  private static void write(Path folder, String name, int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** Makes a file of zeros that takes no space. */
  static void hollow(Path file, long length) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), length - 1);
    }
  }

  /**
   * Asserts that two folders hold the same files with the same bytes. Keys that end in a slash, by
   * which some clients mark folders, do not count.
   */
  static void assertSame(Path actual, Path expected) throws IOException {
    SortedMap<String, Path> found = files(actual);
    SortedMap<String, Path> wanted = files(expected);
    assertThat(found.keySet()).isEqualTo(wanted.keySet()).isNotEmpty();
    for (String name : found.keySet()) {
      assertThat(Files.mismatch(found.get(name), wanted.get(name))).as(name).isEqualTo(-1);
    }
  }

  private static SortedMap<String, Path> files(Path folder) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith(".%end1"))
          .forEach(file -> files.put(folder.relativize(file).toString(), file));
    }
    return files;
  }
}

package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The order of names, in a directory of several of the namenode's pages. */
final class HdfsNamesTest {
  /** More than fit a page of the namenode. */
  private static final int NAMES = 3500;

  private static final String[] CHARACTERS = {"a", "b", "-", "0", "z", "é", "ü", "水", "😀"};

  private static final HdfsCluster CLUSTER = HdfsCluster.shared();
  private static final String FOLDER = CLUSTER.newRoot();
  private static final TreeSet<byte[]> NAMES_IN_ORDER = new TreeSet<>(Arrays::compareUnsigned);

  @BeforeAll
  static void fill() throws IOException {
    DistributedFileSystem files = CLUSTER.files();
    Random random = new Random(1);
    for (int i = 0; NAMES_IN_ORDER.size() < NAMES; i++) {
      // Half of them begin alike and go on beyond ASCII, so that these alone fill pages.
      String name = i % 2 == 0 ? text(random, 1 + random.nextInt(6)) : "ab水" + text(random, 5);
      if (NAMES_IN_ORDER.add(name.getBytes(UTF_8))) {
        files.mkdirs(new Path(FOLDER, name));
      }
    }
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }

  private static List<String> names(byte[] from, int limit) {
    try (HdfsClient client = CLUSTER.client()) {
      List<String> names = new ArrayList<>();
      HdfsNames entries = new HdfsNames(client, FOLDER, from);
      while (entries.hasNext() && names.size() < limit) {
        names.add(entries.next().getLocalName());
      }
      return names;
    }
  }

  private static List<String> expected(byte[] from, int limit) {
    return NAMES_IN_ORDER.tailSet(from, true).stream().limit(limit).map(HdfsPaths::text).toList();
  }

  @Test
  void names_areInTheOrderOfTheirBytes() {
    assertThat(names(new byte[0], NAMES + 1)).isEqualTo(expected(new byte[0], NAMES + 1));
  }

  @Test
  void names_beginAnywhere() {
    Random random = new Random(2);
    for (int round = 0; round < 60; round++) {
      byte[] from =
          (round % 2 == 0 ? text(random, round % 7) : "ab水" + text(random, round % 4))
              .getBytes(UTF_8);

      assertThat(names(from, 20)).as(HdfsPaths.text(from)).isEqualTo(expected(from, 20));
    }
  }

  @Test
  void names_beginBehindBytesThatAreNoText() {
    byte[] from = {'a', (byte) 0xFF};

    assertThat(names(from, 20)).isEqualTo(expected(from, 20));
  }

  @Test
  void missingDirectory_isEmpty() {
    try (HdfsClient client = CLUSTER.client()) {
      assertThat(new HdfsNames(client, "/missing", new byte[] {'a'}).hasNext()).isFalse();
    }
  }
}

package dev.sluice.agent.store.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class KeyPathPropertiesTest {
  private static final List<KeyPath> MAPPINGS =
      List.of(KeyPath.POSIX, KeyPath.refusing(":"), KeyPath.refusing(":\\*\"<>|?"));

  @Property(tries = 3000)
  void key_comesBackFromItsPath(@ForAll("hostileKeys") byte[] key) {
    for (KeyPath paths : MAPPINGS) {
      byte[] path = paths.encode(key);
      assertThat(paths.decode(path)).isEqualTo(key);
      if (key[key.length - 1] != '/') {
        assertThat(paths.decode(KeyPath.selfHome(path))).isEqualTo(key);
      }
    }
  }

  @Property(tries = 3000)
  void path_staysInsideTheBucketAndTheLimits(@ForAll("hostileKeys") byte[] key) {
    for (KeyPath paths : MAPPINGS) {
      byte[] path = KeyPath.selfHome(paths.encode(key));
      assertThat(path.length).isLessThanOrEqualTo(KeyPath.MAX_PATH_BYTES);
      assertThat(Utf8.isValid(path, 0, path.length)).isTrue();
      for (String name : new String(path, StandardCharsets.UTF_8).split("/", -1)) {
        assertThat(name).isNotEmpty().isNotEqualTo(".").isNotEqualTo("..").doesNotContain("\0");
        assertThat(name.getBytes(StandardCharsets.UTF_8).length)
            .isLessThanOrEqualTo(KeyPath.MAX_NAME_BYTES);
      }
    }
  }

  @Property(tries = 3000)
  void differentKeys_haveDifferentPaths(
      @ForAll("hostileKeys") byte[] one, @ForAll("hostileKeys") byte[] other) {
    for (KeyPath paths : MAPPINGS) {
      assertThat(Arrays.equals(paths.encode(one), paths.encode(other)))
          .isEqualTo(Arrays.equals(one, other));
    }
  }

  @Property(tries = 5000)
  void pathThatIsAKey_isThatKeysHome(@ForAll("forgedPaths") byte[] path) {
    for (KeyPath paths : MAPPINGS) {
      byte[] key = paths.decode(path);
      if (key != null) {
        byte[] home = paths.encode(key);
        assertThat(path).isIn(home, KeyPath.selfHome(home));
      }
    }
  }

  @Property(tries = 3000)
  void changedPath_isAnotherKeyOrNone(
      @ForAll("hostileKeys") byte[] key, @ForAll int where, @ForAll byte what) {
    byte[] path = KeyPath.POSIX.encode(key).clone();
    path[Math.floorMod(where, path.length)] = what;

    byte[] decoded = KeyPath.POSIX.decode(path);

    if (decoded != null) {
      assertThat(Arrays.equals(decoded, key))
          .isEqualTo(Arrays.equals(path, KeyPath.POSIX.encode(key)));
    }
  }

  @Property(tries = 3000)
  void entryNames_addUpToTheKey(@ForAll("hostileKeys") byte[] key) {
    KeyPath paths = KeyPath.POSIX;
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    boolean slashDue = false;
    for (String name : new String(paths.encode(key), StandardCharsets.UTF_8).split("/", -1)) {
      EntryName entry = paths.entry(name.getBytes(StandardCharsets.UTF_8));
      if (slashDue) {
        joined.write('/');
      }
      joined.writeBytes(entry.keyBytes());
      slashDue =
          entry.kind() == EntryName.Kind.SEGMENT || entry.kind() == EntryName.Kind.LAST_CHUNK;
    }
    assertThat(joined.toByteArray()).isEqualTo(key);
  }

  @Property(tries = 2000)
  void utf8_isValidExactlyWhereTheJdkSaysSo(@ForAll("nearlyUtf8") byte[] bytes) {
    boolean jdk =
        Arrays.equals(
            new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);

    assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(jdk);
  }

  /** Keys made of what hurts, some as long as keys can be. */
  @Provide
  Arbitrary<byte[]> hostileKeys() {
    Arbitrary<String> piece =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.of("/", "//", "/", "a", "b/", ".", "..", "./", "../")),
            Tuple.of(
                4,
                Arbitraries.of(".%", "%", "%25", "%00", "\0", "\0/", "\0//", ":", "\u007f", "\n")),
            Tuple.of(
                3,
                Arbitraries.of(
                    ".%self", ".%x", ".%d", ".%dd", ".%1", ".%end1", ".%l", ".%m", ".%staging")),
            Tuple.of(
                3,
                Arbitraries.of(
                    "é", "日", "😀", "\u0000é", "\ud7ff", "\ue000", "\uffff", "\udbff\udfff")),
            Tuple.of(
                1,
                Arbitraries.of("x".repeat(239), "x".repeat(255), "x".repeat(256), "%".repeat(250))),
            Tuple.of(
                1,
                Arbitraries.of(
                    "é".repeat(128), "😀".repeat(130), "\0".repeat(85), ":".repeat(84))));
    Arbitrary<String> mixed =
        piece.list().ofMinSize(1).ofMaxSize(40).map(pieces -> String.join("", pieces));
    Arbitrary<String> repeated =
        piece.list().ofMinSize(1).ofMaxSize(4).map(pieces -> String.join("", pieces).repeat(1024));
    return Arbitraries.oneOf(mixed, mixed, repeated).map(KeyPathPropertiesTest::atMost1024Bytes);
  }

  /** Paths made of names that nearly are ours. */
  @Provide
  Arbitrary<byte[]> forgedPaths() {
    Arbitrary<String> name =
        Arbitraries.of(
            "a",
            ".%d",
            ".%dd",
            ".%1",
            ".%2",
            ".%01",
            ".%end1",
            ".%end2",
            ".%self",
            ".%staging",
            ".%x%00",
            ".%x.%25",
            ".%xa",
            ".%la",
            ".%ma",
            ".%l" + "x".repeat(240),
            ".%m" + "x".repeat(16),
            ".%m" + "x".repeat(15),
            ".%x%3A",
            "a:b",
            "..",
            "",
            ".%l" + "%00".repeat(80),
            ".%m" + "%00".repeat(5),
            ".%m" + "%00".repeat(4));
    return name.list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(names -> String.join("/", names).getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<byte[]> nearlyUtf8() {
    int[] leads = {
      0x00, 0x2F, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1
    };
    int[] more = {0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
    int[] all = IntStream.concat(Arrays.stream(leads), Arrays.stream(more)).toArray();
    return Arbitraries.integers()
        .between(0, all.length - 1)
        .map(index -> (byte) all[index])
        .array(byte[].class)
        .ofMaxSize(6);
  }

  private static byte[] atMost1024Bytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, 1024);
    while (!Utf8.isValid(bytes, 0, length)) {
      length--;
    }
    return Arrays.copyOf(bytes, length);
  }
}

package dev.sluice.agent.store.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPathTest {
  private static final KeyPath PATHS = KeyPath.POSIX;

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "a a",
        "a/b/c.txt a/b/c.txt",
        ".hidden/...x .hidden/...x",
        "100% 100%",
        "a%2Fb a%2Fb",
        "é/日本/😀 é/日本/😀",
        "a:b a:b",
        // A trailing slash is a key of its own, and so is each further one.
        "a/ a/.%end1",
        "a// a/.%end2",
        "/ .%end2",
        "// .%end3",
        "a//b a/.%1/b",
        "a///b a/.%2/b",
        "/a .%1/a",
        "//a// .%2/a/.%end2",
        ". .%d",
        ".. .%dd",
        "../../etc/passwd .%dd/.%dd/etc/passwd",
        "a/./b a/.%d/b",
        "a/.. a/.%dd",
        // Names that look like our own.
        ".% .%x.%25",
        ".%self .%x.%25self",
        "a/.%self a/.%x.%25self",
        ".%staging/a .%x.%25staging/a",
        ".%end1 .%x.%25end1",
        ".%x%25 .%x.%25x%2525",
      })
  void key_hasItsPath_andBack(String key, String path) {
    assertThat(text(PATHS.encode(bytes(key)))).isEqualTo(path);
    assertThat(text(PATHS.decode(bytes(path)))).isEqualTo(key);
  }

  @Test
  void nul_isEscaped() {
    assertThat(text(PATHS.encode(bytes("a\0b%/c")))).isEqualTo(".%xa%00b%25/c");
    assertThat(text(PATHS.decode(bytes(".%xa%00b%25/c")))).isEqualTo("a\0b%/c");
  }

  @Test
  void refusedByte_isEscaped_onlyWhereTheEngineRefusesIt() {
    KeyPath hdfs = KeyPath.refusing(":");

    assertThat(text(hdfs.encode(bytes("a:b/c")))).isEqualTo(".%xa%3Ab/c");
    assertThat(text(hdfs.decode(bytes(".%xa%3Ab/c")))).isEqualTo("a:b/c");
    assertThat(hdfs.decode(bytes("a:b"))).isNull();
    assertThat(PATHS.decode(bytes(".%xa%3Ab"))).isNull();
  }

  @Test
  void byteThatEscapesNeed_cannotBeRefused() {
    assertThatThrownBy(() -> KeyPath.refusing("%")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KeyPath.refusing("é")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void segmentOf255Bytes_isPlain_andOneMoreIsChunked() {
    String fits = "x".repeat(255);
    assertThat(text(PATHS.encode(bytes("d/" + fits)))).isEqualTo("d/" + fits);
    assertThat(text(PATHS.encode(bytes("d/" + fits + "y"))))
        .isEqualTo("d/.%l" + "x".repeat(240) + "/.%m" + "x".repeat(15) + "y");
  }

  @Test
  void chunks_areCutBetweenCodePointsAndEscapes() {
    String emoji = "😀".repeat(100);
    assertThat(text(PATHS.encode(bytes(emoji))))
        .isEqualTo(".%l" + "😀".repeat(60) + "/.%m" + "😀".repeat(40));
    String shifted = "x" + emoji;
    assertThat(text(PATHS.encode(bytes(shifted))))
        .isEqualTo(".%lx" + "😀".repeat(59) + "/.%m" + "😀".repeat(41));
    String percents = "%".repeat(256);
    assertThat(text(PATHS.encode(bytes(percents))))
        .isEqualTo((".%l" + "%25".repeat(80) + "/").repeat(3) + ".%m" + "%25".repeat(16));
  }

  @Test
  void escapedSegmentBeyond255Bytes_isChunked() {
    String fits = "\0".repeat(84);
    assertThat(text(PATHS.encode(bytes(fits)))).isEqualTo(".%x" + "%00".repeat(84));
    assertThat(text(PATHS.encode(bytes(fits + "\0"))))
        .isEqualTo(".%l" + "%00".repeat(80) + "/.%m" + "%00".repeat(5));
    assertThat(PATHS.decode(PATHS.encode(bytes(fits + "\0")))).isEqualTo(bytes(fits + "\0"));
  }

  @Test
  void slashes1024_areOneShortPath() {
    assertThat(text(PATHS.encode(bytes("/".repeat(1024))))).isEqualTo(".%end1025");
    assertThat(text(PATHS.encode(bytes("/".repeat(1023) + "a")))).isEqualTo(".%1023/a");
  }

  @Test
  void selfHome_isTheSameKey() {
    byte[] home = KeyPath.selfHome(PATHS.encode(bytes("a/b")));

    assertThat(text(home)).isEqualTo("a/b/.%self");
    assertThat(text(PATHS.decode(home))).isEqualTo("a/b");
    String longKey = "x".repeat(300);
    assertThat(text(PATHS.decode(KeyPath.selfHome(PATHS.encode(bytes(longKey))))))
        .isEqualTo(longKey);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "a/../b",
        // Names of ours in the wrong place.
        ".%self",
        ".%1/.%self",
        "a/.%end1/.%self",
        "a/.%self/b",
        "a/.%self/.%self",
        ".%staging",
        ".%staging/a",
        "a/.%staging",
        ".%end1",
        ".%1",
        "a/.%1",
        "a/.%1/.%end1",
        ".%1/.%1/a",
        "a/.%end1/b",
        // Escapes that nothing is escaped to.
        ".%",
        ".%%",
        ".%a",
        ".%ddd",
        ".%x",
        ".%xa",
        ".%x.",
        ".%x%61",
        ".%x%0",
        ".%x%",
        ".%x%00%2",
        ".%x%zz",
        ".%x.%zz",
        ".%x.%self",
        ".%x.%%self",
        ".%xa%00%3a",
        ".%xa%2F%00",
        ".%xa%00%FF",
        ".%0/a",
        ".%01/a",
        ".%-1/a",
        ".%+1/a",
        ".%1025/a",
        ".%99999999999/a",
        ".%4294967297/a",
        "a/.%end0",
        "a/.%end01",
        "a/.%end",
        "a/.%end1026",
        // Long forms of what is not long.
        ".%ma",
        ".%la/.%mb",
        ".%la",
        ".%la/b",
        ".%m",
        ".%l/.%ma",
      })
  void forgedPath_isNoKey(String path) {
    assertThat(PATHS.decode(bytes(path))).isNull();
  }

  @Test
  void longFormCutElsewhere_isNoKey() {
    String x = "x";
    assertThat(PATHS.decode(bytes(".%l" + x.repeat(239) + "/.%m" + x.repeat(61)))).isNull();
    assertThat(PATHS.decode(bytes(".%l" + x.repeat(241) + "/.%m" + x.repeat(59)))).isNull();
    assertThat(PATHS.decode(bytes(".%l" + x.repeat(240) + "/.%m" + x.repeat(60)))).isNotNull();
  }

  @Test
  void invalidUtf8_isNoKey() {
    byte[][] names = {
      {(byte) 0xFF},
      {(byte) 0xC0, (byte) 0x80},
      {(byte) 0xE9},
      {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
      {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
      {'a', (byte) 0xE2, (byte) 0x82},
      {(byte) 0x80},
      {'.', '%', 'x', (byte) 0xFF, '%', '0', '0'},
      {(byte) 0xF0, (byte) 0x80, (byte) 0x80, (byte) 0x80},
    };
    for (byte[] name : names) {
      assertThat(PATHS.decode(name)).isNull();
      assertThat(PATHS.entry(name).kind()).isEqualTo(EntryName.Kind.NO_KEY);
    }
  }

  @Test
  void pathOfMoreThan1024KeyBytes_isNoKey() {
    String path = "abcdefg/".repeat(128) + "x";
    assertThat(PATHS.decode(bytes(path))).isNull();
    assertThat(PATHS.decode(bytes("abcdefg/".repeat(127) + "abcdefgh"))).isNotNull();
    assertThat(PATHS.decode(bytes("a/".repeat(5000) + "x"))).isNull();
  }

  @Test
  void keyOfNoOrTooManyBytes_isRefused() {
    assertThatThrownBy(() -> PATHS.encode(new byte[0]))
        .hasMessage("key bytes: 0 (expected: 1..1024)");
    assertThatThrownBy(() -> PATHS.encode(new byte[1025]))
        .hasMessage("key bytes: 1025 (expected: 1..1024)");
  }

  @Test
  void entry_saysWhatANameAdds() {
    assertEntry("a", EntryName.Kind.SEGMENT, "a");
    assertEntry(".%dd", EntryName.Kind.SEGMENT, "..");
    assertEntry(".%x.%25self", EntryName.Kind.SEGMENT, ".%self");
    assertEntry(".%3", EntryName.Kind.RUN, "///");
    assertEntry(".%end1", EntryName.Kind.END, "");
    assertEntry(".%end3", EntryName.Kind.END, "//");
    assertEntry(".%la%25", EntryName.Kind.CHUNK, "a%");
    assertEntry(".%mb", EntryName.Kind.LAST_CHUNK, "b");
    assertEntry(".%self", EntryName.Kind.SELF, "");
    assertEntry(".%staging", EntryName.Kind.STAGING, "");
    assertEntry(".%what", EntryName.Kind.NO_KEY, "");
    assertEntry("..", EntryName.Kind.NO_KEY, "");
    assertEntry("a/b", EntryName.Kind.NO_KEY, "");
  }

  @Test
  void segmentNames_decodeOnlyAsAWhole() {
    byte[] segment = bytes("x".repeat(500));
    List<byte[]> names = PATHS.encodeSegment(segment);

    assertThat(names).hasSize(3);
    assertThat(PATHS.decodeSegment(names)).isEqualTo(segment);
    assertThat(PATHS.decodeSegment(names.subList(0, 2))).isNull();
    assertThat(PATHS.decodeSegment(names.subList(1, 3))).isNotEqualTo(segment);
    assertThat(PATHS.decodeSegment(List.of())).isNull();
    assertThat(PATHS.decodeSegment(List.of(bytes("a"), bytes("b")))).isNull();
    assertThat(PATHS.decodeSegment(List.of(bytes(".%1")))).isNull();
  }

  private static void assertEntry(String name, EntryName.Kind kind, String keyBytes) {
    EntryName entry = PATHS.entry(bytes(name));
    assertThat(entry.kind()).as(name).isEqualTo(kind);
    assertThat(text(entry.keyBytes())).as(name).isEqualTo(keyBytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }
}

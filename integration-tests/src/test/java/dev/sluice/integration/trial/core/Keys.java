package dev.sluice.integration.trial.core;

import java.util.ArrayList;
import java.util.List;

/** Names of objects that hurt whoever keeps objects as files. */
public final class Keys {
  private static final String LONG_NAME = "n".repeat(255);

  /**
   * Directories that are objects, empty segments, dots, names of 255 bytes and of more, names like
   * our own escapes, what XML and URLs cannot hold, an order that tells {@code a-b < a/b < a0}.
   */
  private static final List<String> HURTING =
      List.of(
          "a",
          "a/b",
          "a/b/c",
          "a-b",
          "a0",
          "a/",
          "a//",
          "a//b",
          "a/.",
          "a/..",
          "a/../b",
          "/",
          "//",
          "/a",
          "///a/",
          ".",
          "..",
          "./a",
          "../../a",
          ".sluice",
          ".sluice/format",
          ".%",
          ".%x",
          ".%self",
          "a/.%self",
          "a/.%end1",
          ".%end1",
          ".%1",
          ".%run1/a",
          ".%d",
          ".%dd/x",
          ".%l" + "c".repeat(240),
          ".%m",
          ".%staging",
          "a/.%x.%25",
          "%2F",
          "a%00b",
          "a\u0000b",
          "\u0001",
          "a\tb\nc\rd",
          "\u007f",
          "\uFFFE",
          "a b+c&d=e?f#g",
          "'\"<>&;",
          "\\a:b|c*",
          "ä/é/ö",
          "e\u0301",
          "\uD83D\uDE00/\uD83D\uDE00",
          "日本語",
          LONG_NAME,
          LONG_NAME + "n",
          LONG_NAME + "/" + LONG_NAME + "nn/x",
          "é".repeat(128),
          "s/".repeat(512),
          "/".repeat(1024),
          "../".repeat(341) + "x",
          "k".repeat(1024),
          "\uD83D\uDE00".repeat(256),
          "\u0000".repeat(100),
          "A",
          "a.txt",
          "dir/file.json",
          "dir/sub/file",
          "dir",
          "dir/");

  private Keys() {}

  /** All of them. */
  public static List<String> hurting() {
    return HURTING;
  }

  /** Some of them and random neighbours, so many in all. */
  public static List<String> some(Dice dice, int count) {
    List<String> keys = new ArrayList<>();
    while (keys.size() < count) {
      String key = dice.oneIn(3) ? random(dice) : dice.of(HURTING);
      if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    return keys;
  }

  private static String random(Dice dice) {
    StringBuilder key = new StringBuilder();
    int segments = 1 + dice.below(4);
    for (int i = 0; i < segments; i++) {
      key.append(
          dice.of("a", "b", "", ".", "..", ".%x", ".%self", "a0", "a-", "é", "a.b", LONG_NAME));
      key.append(i + 1 < segments || dice.oneIn(4) ? "/" : "");
    }
    return key.isEmpty() ? "0" : key.toString();
  }
}

package dev.sluice.agent.store.local.posix;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Paths and names as bytes. */
public final class Names {
  public static final byte[] NOTHING = {};
  public static final byte[] HERE = of(".");

  private Names() {}

  public static byte[] of(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  public static String show(byte[] name) {
    return new String(name, StandardCharsets.UTF_8);
  }

  /** A value to compare and hash by: one character per byte. */
  public static String key(byte[] path) {
    return new String(path, StandardCharsets.ISO_8859_1);
  }

  /** The path of something inside a directory; either may be empty. */
  public static byte[] join(byte[] directory, byte[] path) {
    if (directory.length == 0) {
      return path;
    }
    if (path.length == 0) {
      return directory;
    }
    byte[] joined = Arrays.copyOf(directory, directory.length + 1 + path.length);
    joined[directory.length] = '/';
    System.arraycopy(path, 0, joined, directory.length + 1, path.length);
    return joined;
  }

  /** The directory part of a relative path; empty where there is none. */
  public static byte[] parent(byte[] path) {
    int slash = lastSlash(path);
    return slash < 0 ? NOTHING : Arrays.copyOf(path, slash);
  }

  /** The last name of a relative path. */
  public static byte[] last(byte[] path) {
    return Arrays.copyOfRange(path, lastSlash(path) + 1, path.length);
  }

  /** Whether the path is one name. */
  public static boolean isSingle(byte[] path) {
    return path.length > 0 && lastSlash(path) < 0;
  }

  private static int lastSlash(byte[] path) {
    int at = path.length - 1;
    while (at >= 0 && path[at] != '/') {
      at--;
    }
    return at;
  }
}

package dev.sluice.engine.hdfs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.hdfs.protocol.DirectoryListing;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory from a name on, page by page, in the order of HDFS: that of their
 * bytes as signed numbers, so that all beyond ASCII come first.
 */
final class HdfsDirectory implements Iterator<HdfsFileStatus> {
  /** Begins before all names. */
  static final byte[] FIRST = {};

  /** As long as the longest name. */
  private static final int MOST_BYTES = 255;

  private final HdfsClient client;
  private final String path;
  private @Nullable DirectoryListing page;
  private int next;

  /**
   * Entries; none where there is no directory.
   *
   * @param after the place behind which they begin; need not be a name
   */
  HdfsDirectory(HdfsClient client, String path, byte[] after) {
    this.client = client;
    this.path = path;
    this.page = client.list(path, after);
  }

  /** Names of all entries of a directory, as they are now; none where there is no directory. */
  static List<String> names(HdfsClient client, String path) {
    List<String> names = new ArrayList<>();
    new HdfsDirectory(client, path, FIRST)
        .forEachRemaining(entry -> names.add(entry.getLocalName()));
    return names;
  }

  /** The place right before a name, so that a directory is read from the name on. */
  static byte[] before(byte[] name) {
    if (name.length == 0) {
      return FIRST;
    }
    byte[] shorter = Arrays.copyOf(name, name.length - 1);
    byte last = name[name.length - 1];
    return last == Byte.MIN_VALUE ? shorter : afterAll(shorter, (byte) (last - 1));
  }

  /** The place behind all names that begin so. */
  static byte[] afterAll(byte[] prefix) {
    return afterAll(prefix, Byte.MAX_VALUE);
  }

  private static byte[] afterAll(byte[] prefix, byte next) {
    byte[] after = Arrays.copyOf(prefix, Math.max(prefix.length, MOST_BYTES) + 1);
    after[prefix.length] = next;
    Arrays.fill(after, prefix.length + 1, after.length, Byte.MAX_VALUE);
    return after;
  }

  @Override
  public boolean hasNext() {
    while (page != null && next >= page.getPartialListing().length) {
      page = page.hasMore() ? client.list(path, page.getLastName()) : null;
      next = 0;
    }
    return page != null;
  }

  @Override
  public HdfsFileStatus next() {
    if (!hasNext() || page == null) {
      throw new NoSuchElementException();
    }
    return page.getPartialListing()[next++];
  }
}

package dev.sluice.agent.store.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.engine.listing.Effort;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.Cancellation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A walk over directories gives what a sorted list of all keys would. */
class KeyWalkTest {
  private static final Comparator<String> BY_BYTES =
      (one, other) -> Arrays.compareUnsigned(utf8(one), utf8(other));
  private static final String LONG = "x".repeat(255);

  @Test
  void directory_sortsAsItsNamePlusSlash() {
    assertThat(list(List.of("a", "a-b", "a/b", "a0"), "", "", false, 10))
        .containsExactly("a", "a-b", "a/b", "a0");
  }

  @Test
  void emptySegments_sortBetweenTheirNeighbours() {
    List<String> keys = List.of("a/", "a//", "a//!", "a///!", "a///x", "a//x", "a/!");
    assertThat(list(keys, "", "", false, 10)).containsExactlyElementsOf(sorted(keys));
  }

  @Test
  void longSegments_sortBetweenPlainOnes() {
    List<String> keys = List.of(LONG, LONG + "a", LONG + "/b", LONG + "!", LONG.substring(1) + "y");
    assertThat(list(keys, "", "", false, 10)).containsExactlyElementsOf(sorted(keys));
  }

  /** A directory that is read while it is walked, as a server lists it. */
  private static final class ReadAlong implements DirectoryTree.Directory, OrderedEntries {
    private final NavigableSet<SortKey> there = new TreeSet<>();
    private int read;

    @Override
    public OrderedEntries entries() {
      return this;
    }

    @Override
    public Iterator<SortKey> from(SortKey start) {
      Iterator<SortKey> entries = there.tailSet(start, true).iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return entries.hasNext();
        }

        @Override
        public SortKey next() {
          read++;
          return entries.next();
        }
      };
    }

    @Override
    public boolean contains(SortKey key) {
      return there.contains(key);
    }

    @Override
    public StoredObject object(byte[] key, EntryKind kind) {
      return PretendTree.OBJECT;
    }

    @Override
    public void close() {}
  }

  @Test
  void page_readsNoMoreOfADirectoryThanItHolds() {
    ReadAlong directory = new ReadAlong();
    for (int i = 1000; i < 9999; i++) {
      directory.there.add(new SortKey(utf8("key-" + i), EntryKind.FILE));
    }
    DirectoryTree tree =
        new DirectoryTree() {
          @Override
          public Directory open(byte[] keyPrefix) {
            return directory;
          }

          @Override
          public boolean holdsKeys(byte[] keyPrefix) {
            return true;
          }
        };

    List<ListedEntry> page =
        KeyWalk.list(tree, new ListScan(new byte[0], utf8("key-5"), false, 10));

    assertThat(page).hasSize(10);
    assertThat(page.getFirst())
        .isEqualTo(new ListedEntry.Key(new ObjectKey("key-5000"), PretendTree.OBJECT));
    assertThat(directory.read).isEqualTo(10);
  }

  @Test
  void walkThatNobodyWaitsFor_ends() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      keys.add("directory-" + i + "/key");
    }
    int[] asked = {0};
    Cancellation ending =
        () -> {
          if (++asked[0] == 10) {
            throw new StorageException(FailureReason.CALL_CANCELLED, "gone");
          }
        };
    ListScan scan = new ListScan(new byte[0], new byte[0], false, 1000, ending, Effort.UNBOUNDED);

    assertThatThrownBy(() -> KeyWalk.list(new PretendTree(keys), scan))
        .isInstanceOf(StorageException.class);

    assertThat(asked[0]).isEqualTo(10);
  }

  @Test
  void rollUp_givesADirectoryOnce() {
    assertThat(list(List.of("a", "a/b", "a/c", "b"), "", "", true, 10))
        .containsExactly("a", "a/", "b");
  }

  @Property(tries = 3000)
  void anyScan_givesWhatASortedListGives(
      @ForAll("keySets") Set<String> keys,
      @ForAll("words") String prefix,
      @ForAll("words") String from,
      @ForAll boolean rollUp,
      @ForAll @IntRange(min = 1, max = 6) int limit) {
    assertThat(list(keys, prefix, from, rollUp, limit))
        .containsExactlyElementsOf(expected(keys, prefix, from, rollUp, limit));
  }

  @Provide
  Arbitrary<Set<String>> keySets() {
    return words().filter(word -> !word.isEmpty()).set().ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of(
            "a",
            "b",
            "-",
            "0",
            "/",
            "//",
            ".",
            "..",
            ".%",
            ".%self",
            "\0",
            "é",
            "a/",
            LONG,
            "~",
            "\uD83D\uDE00")
        .list()
        .ofMaxSize(4)
        .map(parts -> String.join("", parts))
        .filter(word -> utf8(word).length <= ObjectKey.MAX_BYTES);
  }

  private static List<String> list(
      Collection<String> keys, String prefix, String from, boolean rollUp, int limit) {
    ListScan scan = new ListScan(utf8(prefix), utf8(from), rollUp, limit);
    return KeyWalk.list(new PretendTree(keys), scan).stream()
        .map(
            entry ->
                switch (entry) {
                  case ListedEntry.Key key -> key.key().value();
                  case ListedEntry.Directory directory -> directory.prefix();
                })
        .toList();
  }

  private static List<String> expected(
      Collection<String> keys, String prefix, String from, boolean rollUp, int limit) {
    Set<String> lines = new TreeSet<>(BY_BYTES);
    for (String key : keys) {
      if (key.startsWith(prefix) && BY_BYTES.compare(key, from) >= 0) {
        int slash = key.indexOf('/', prefix.length());
        lines.add(rollUp && slash >= 0 ? key.substring(0, slash + 1) : key);
      }
    }
    return lines.stream().limit(limit).toList();
  }

  private static List<String> sorted(Collection<String> keys) {
    List<String> sorted = new ArrayList<>(keys);
    sorted.sort(BY_BYTES);
    return sorted;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

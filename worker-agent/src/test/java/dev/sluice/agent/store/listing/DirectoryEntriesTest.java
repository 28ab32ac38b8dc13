package dev.sluice.agent.store.listing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What fits is kept whole; of more there is a window, and the windows make up the directory. */
class DirectoryEntriesTest {
  private static final int NAMES = 3000;
  private static final long ROOM = 8 << 10;

  private final List<String> names = new ArrayList<>();

  DirectoryEntriesTest() {
    for (int i = 0; i < NAMES; i++) {
      names.add("name-" + i);
    }
    Collections.shuffle(names, new Random(1));
  }

  private static SortKey place(String name) {
    return new SortKey(name.getBytes(UTF_8), EntryKind.FILE);
  }

  /** Reads the names, each third of which is a directory. */
  private DirectorySnapshot read(SortKey start, long room) {
    DirectoryEntries entries = new DirectoryEntries(start, room);
    for (String name : names) {
      byte[] bytes = ("<" + name + ">").getBytes(UTF_8);
      entries.addPlain(bytes, 1, bytes.length - 1, isDirectory(name));
    }
    DirectorySnapshot snapshot = new DirectorySnapshot();
    snapshot.fill(entries);
    return snapshot;
  }

  private static boolean isDirectory(String name) {
    return name.endsWith("3");
  }

  private List<SortKey> expected() {
    List<SortKey> keys = new ArrayList<>();
    for (String name : names) {
      if (isDirectory(name)) {
        keys.add(new SortKey(name.getBytes(UTF_8), EntryKind.SELF));
        keys.add(new SortKey((name + "/").getBytes(UTF_8), EntryKind.TREE));
      } else {
        keys.add(place(name));
      }
    }
    Collections.sort(keys);
    return keys;
  }

  private static List<SortKey> all(DirectorySnapshot snapshot, SortKey from) {
    List<SortKey> found = new ArrayList<>();
    snapshot.from(from).forEachRemaining(found::add);
    return found;
  }

  @Test
  void namesThatFit_areAllThere() {
    DirectorySnapshot whole = read(place("name-5"), 1 << 20);

    assertThat(all(whole, SortKey.FIRST)).isEqualTo(expected());
    assertThat(whole.end()).isNull();
    assertThat(whole.covers(SortKey.FIRST)).isTrue();
  }

  @Test
  void windows_makeUpTheDirectory() {
    List<SortKey> found = new ArrayList<>();
    SortKey place = SortKey.FIRST;
    int windows = 0;
    while (place != null) {
      DirectorySnapshot window = read(place, ROOM);
      assertThat(window.covers(place)).isTrue();
      assertThat(window.bytes()).isLessThan(ROOM);
      List<SortKey> within = all(window, place);
      assertThat(within).isNotEmpty();
      found.addAll(within);
      place = window.end();
      windows++;
    }

    assertThat(found).isEqualTo(expected());
    assertThat(windows).isGreaterThan(10);
  }

  @Test
  void windowBehindTheLastName_isEmptyAndGoesToTheEnd() {
    DirectorySnapshot window = read(place("zzz"), ROOM);

    assertThat(all(window, place("zzz"))).isEmpty();
    assertThat(window.end()).isNull();
    assertThat(window.covers(SortKey.FIRST)).isFalse();
  }

  /** Where there is room for none, one makes a window: who reads on comes to an end. */
  @Test
  void roomForNothing_holdsOneName() {
    DirectorySnapshot window = read(place("name-2"), 1);

    assertThat(all(window, SortKey.FIRST)).containsExactly(place("name-2"));
  }

  @Test
  void changesOutsideOfAWindow_areNotKept() {
    DirectorySnapshot window = read(SortKey.FIRST, ROOM);
    SortKey end = window.end();
    assertThat(end).isNotNull();
    List<SortKey> before = all(window, SortKey.FIRST);

    window.appeared(SortedEntry.file("zzz".getBytes(UTF_8)));
    window.appeared(SortedEntry.file("a".getBytes(UTF_8)));
    window.vanished(List.of());

    List<SortKey> after = all(window, SortKey.FIRST);
    assertThat(after).hasSize(before.size() + 1).startsWith(place("a")).endsWith(before.getLast());
  }

  /** What changed while it was read stays, but for what lies outside. */
  @Test
  void changesDuringTheReading_countWithinTheWindow() {
    DirectorySnapshot window = new DirectorySnapshot();
    window.appeared(SortedEntry.file("a".getBytes(UTF_8)));
    window.vanished(SortedEntry.file("name-0".getBytes(UTF_8)));
    window.appeared(SortedEntry.file("zzz".getBytes(UTF_8)));
    DirectoryEntries entries = new DirectoryEntries(SortKey.FIRST, ROOM);
    for (String name : names) {
      entries.addPlain(name.getBytes(UTF_8), 0, name.length(), false);
    }

    window.fill(entries);

    assertThat(all(window, SortKey.FIRST))
        .startsWith(place("a"), place("name-1"))
        .doesNotContain(place("name-0"), place("zzz"));
  }
}

package dev.sluice.agent.store.listing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are sorted by numbers come in the order in which they compare. */
class NameOrderTest {
  private static void assertOrdered(List<SortKey> keys) {
    PackedNames names = new PackedNames();
    keys.forEach(names::add);

    PackedNames sorted = NameOrder.of(names).sorted();

    List<SortKey> found = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      found.add(sorted.get(i));
    }
    assertThat(found).isEqualTo(keys.stream().sorted().toList());
  }

  /** Alphabets from bytes that differ at once to those of one letter and NUL. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 256})
  void names_areInTheOrderOfTheirBytesAndKinds(int letters) {
    Random random = new Random(letters);
    for (int count : new int[] {0, 1, 2, 9, 100, 5000}) {
      List<SortKey> keys = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] name = new byte[random.nextInt(24)];
        for (int at = 0; at < name.length; at++) {
          name[at] = (byte) random.nextInt(letters);
        }
        keys.add(new SortKey(name, EntryKind.of((byte) random.nextInt(5))));
      }
      assertOrdered(keys);
    }
  }

  @Test
  void namesThatBeginAlike_areInOrder() {
    List<SortKey> keys = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      int number = (int) (i * 7919L % 20_000);
      String name = "a-prefix-longer-than-one-number-holds/" + number + "x".repeat(number % 7);
      keys.add(new SortKey(name.getBytes(UTF_8), EntryKind.FILE));
    }
    assertOrdered(keys);
  }

  /** As many as several threads put in their places. */
  @Test
  void manyNames_areInOrder() {
    List<SortKey> keys = new ArrayList<>();
    for (int i = 0; i < 100_003; i++) {
      int number = (int) (i * 7919L % 100_003);
      String name = "n" + number + "x".repeat(number % 5);
      keys.add(new SortKey(name.getBytes(UTF_8), EntryKind.of((byte) (number % 5))));
    }
    assertOrdered(keys);
  }
}

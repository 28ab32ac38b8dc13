package dev.sluice.frontend.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.ObjectKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Ranks of agents with random ids, for keys and for slots. */
class RendezvousPropertiesTest {
  private static final int KEYS = 2_000;
  private static final BucketName BUCKET = new BucketName("bucket");
  private static final List<Long> NAMES =
      IntStream.range(0, KEYS)
          .mapToObj(i -> Rendezvous.name(BUCKET, new ObjectKey("folder/key-" + i)))
          .toList();
  private static final List<Long> SLOTS =
      IntStream.range(0, KEYS)
          .mapToObj(
              i ->
                  Rendezvous.name(
                      new KeySlot(
                          new BucketName("bucket-" + i / KeySlot.COUNT), i % KeySlot.COUNT)))
          .toList();

  private static List<Long> agents(Random random, int count) {
    List<Long> agents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      agents.add(Rendezvous.agent(new UUID(random.nextLong(), random.nextLong()).toString()));
    }
    return agents;
  }

  private static long chosen(long name, List<Long> agents) {
    return agents.stream()
        .max((a, b) -> Long.compare(Rendezvous.rank(name, a), Rendezvous.rank(name, b)))
        .orElseThrow();
  }

  /** Of N + 1 agents the new one gets what it is first for, and nothing else moves. */
  @Property(tries = 40)
  void agentThatIsAdded_takesItsShareAlone(
      @ForAll @IntRange(min = 1, max = 11) int count, @ForAll long seed) {
    List<Long> all = agents(new Random(seed), count + 1);
    List<Long> before = all.subList(0, count);

    for (List<Long> names : List.of(NAMES, SLOTS)) {
      int moved = 0;
      for (long name : names) {
        if (chosen(name, all) != chosen(name, before)) {
          assertThat(chosen(name, all)).isEqualTo(all.get(count));
          moved++;
        }
      }
      assertThat(moved).isBetween(KEYS / (count + 1) / 2, KEYS / (count + 1) * 2);
    }
  }

  @Property(tries = 40)
  void orderOfTheList_doesNotMatter(
      @ForAll @IntRange(min = 2, max = 12) int count, @ForAll long seed) {
    Random random = new Random(seed);
    List<Long> agents = agents(random, count);
    List<Long> shuffled = new ArrayList<>(agents);
    Collections.shuffle(shuffled, random);

    assertThat(NAMES)
        .allSatisfy(name -> assertThat(chosen(name, shuffled)).isEqualTo(chosen(name, agents)));
  }
}

package dev.sluice.common.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeySlotTest {
  private static final BucketName PHOTOS = new BucketName("photos");

  private static KeySlot slot(String key) {
    return KeySlot.of(PHOTOS, new ObjectKey(key));
  }

  @Test
  void keysThatMakeRoomForOneAnother_haveTheSameSlot() {
    assertThat(slot("2026/may/a.jpg"))
        .isEqualTo(slot("2026"))
        .isEqualTo(slot("2026/"))
        .isEqualTo(slot("2026//x"));
    assertThat(slot("/a")).isEqualTo(slot("//b"));
  }

  @Test
  void slot_isTheSameForEver() {
    assertThat(slot("a")).hasToString("photos/48");
    assertThat(slot("é/b")).hasToString("photos/28");
  }

  @Test
  void keys_areSpreadOverAllSlots() {
    assertThat(
            IntStream.range(0, 2_000)
                .mapToObj(i -> slot("day-" + i + "/picture"))
                .collect(Collectors.toSet()))
        .hasSize(KeySlot.COUNT);
  }
}

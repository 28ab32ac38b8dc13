package dev.sluice.common.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
  /** In Java's own order the last two would change places. */
  @Test
  void keys_areOrderedByTheirBytes() {
    List<String> ordered = List.of("", "a", "a-b", "a/b", "a0", "é", "\uffff", "😀");

    assertThat(ordered.reversed().stream().sorted(KeyOrder::compare).toList()).isEqualTo(ordered);
    assertThat(Collections.max(ordered)).isEqualTo("\uffff");
  }
}

package dev.sluice.common.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our rule for values of metadata: Unicode text without control characters but the tab. */
class ObjectMetadataTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "text", "a\tb", "\u00e9", "\u0080", "\uffff", "\ud83d\ude00", "~ "})
  void text_isAValue(String value) {
    assertThat(ObjectMetadata.isValue(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\n", "a\r", "\0", "\u001f", "\u007f", "a\ud83d", "\ude00", "\ude00\ud83d"})
  void controlCharactersAndHalves_areNone(String value) {
    assertThat(ObjectMetadata.isValue(value)).isFalse();
  }
}

package dev.sluice.common.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class WildcardTest {
  @Property(tries = 1000)
  void wildcard_matchesAsTheRegularExpressionDoes(
      @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'b') String text,
      @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'c') String pattern) {
    boolean expected = text.matches(pattern.replace("c", ".*"));
    assertThat(new Wildcard(pattern.replace('c', '*')).matches(text)).isEqualTo(expected);
  }
}

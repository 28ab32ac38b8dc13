package dev.sluice.frontend.auth.signature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SigningKeysTest {
  private final SigningKeys keys = new SigningKeys();

  private static Credential day(int number) {
    return new Credential("AK", String.format("%08d", number), "us-east-1");
  }

  @Test
  void keysAreKept_andNotForEver() {
    byte[] first = keys.key(Requests.SECRET, day(0));
    assertThat(keys.key(Requests.SECRET, day(0))).isSameAs(first);
    for (int i = 1; i < 3000; i++) {
      keys.key(Requests.SECRET, day(i));
    }
    assertThat(keys.size()).isEqualTo(1000);
    assertThat(keys.key(Requests.SECRET, day(0))).isNotSameAs(first).isEqualTo(first);
  }

  @Test
  void changedSecret_neverMeetsAnOldKey() {
    byte[] first = keys.key(Requests.SECRET, day(0));
    assertThat(keys.key(new SecretAccessKey("another secret"), day(0))).isNotEqualTo(first);
  }
}

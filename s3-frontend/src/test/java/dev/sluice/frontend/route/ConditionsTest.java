package dev.sluice.frontend.route;

import static dev.sluice.frontend.route.Heads.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static EtagCondition tags(String... tags) {
    return new EtagCondition(false, Arrays.stream(tags).map(ETag::new).toList());
  }

  @Test
  void etags_areReadInEveryForm() {
    assertThat(Conditions.weak(null)).isNull();
    assertThat(Conditions.weak(" ")).isNull();
    assertThat(Conditions.weak(" * ")).isEqualTo(EtagCondition.ANY);
    assertThat(Conditions.weak("\"a\"")).isEqualTo(tags("a"));
    assertThat(Conditions.weak("a")).isEqualTo(tags("a"));
    assertThat(Conditions.weak("W/\"a\"")).isEqualTo(tags("a"));
    assertThat(Conditions.weak("\"a\", \"b\",W/\"c\",d")).isEqualTo(tags("a", "b", "c", "d"));
    assertThat(Conditions.weak("\"a,b\"")).isEqualTo(tags("a,b"));
    assertThat(Conditions.weak("\"*\"")).isEqualTo(tags("*"));
  }

  /** RFC 9110, 13.1.1: If-Match compares strongly, and a weak tag is then nobody's. */
  @Test
  void ifMatch_ofAWeakTag_matchesNothing() {
    String weak = "W/\"a\"";
    for (Optional<EtagCondition> condition :
        List.of(
            Optional.ofNullable(Conditions.strong(weak)),
            Optional.ofNullable(Conditions.ofRead(head("GET /", "If-Match: " + weak)).ifMatch()),
            Optional.ofNullable(Conditions.ofWrite(head("PUT /", "If-Match: " + weak)).ifMatch()),
            Optional.ofNullable(
                Conditions.ofDelete(head("DELETE /", "If-Match: " + weak)).ifMatch()),
            Optional.ofNullable(
                Conditions.ofCopySource(head("PUT /", "x-amz-copy-source-if-match: " + weak))
                    .ifMatch()))) {
      assertThat(condition.orElseThrow().matches(new ETag("a"))).isFalse();
    }
    assertThat(Conditions.strong(weak + ", \"b\""))
        .matches(condition -> condition.matches(new ETag("b")));
  }

  @Test
  void ifNoneMatch_ofAWeakTag_matchesIt() {
    assertThat(Conditions.ofWrite(head("PUT /", "If-None-Match: W/\"a\"")).ifNoneMatch())
        .matches(condition -> condition.matches(new ETag("a")));
  }

  /** A condition that was sent never vanishes: what names no tag matches nothing. */
  @Test
  void etags_withoutAnyTag_matchNothing() {
    assertThat(Conditions.weak(",")).isEqualTo(tags());
    assertThat(Conditions.weak("\"")).isEqualTo(tags());
  }

  @Test
  void readDate_thatIsNone_isIgnored() {
    assertThat(Conditions.ofRead(head("GET /", "If-Modified-Since: yesterday")).ifModifiedSince())
        .isNull();
  }

  @Test
  void copyDate_thatIsNone_isRefused() {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(
            () ->
                Conditions.ofCopySource(
                    head("PUT /", "x-amz-copy-source-if-modified-since: yesterday")));
  }

  @Test
  void deleteDate_mayBeOfIso8601() {
    assertThat(
            Conditions.ofDelete(
                    head("DELETE /", "x-amz-if-match-last-modified-time: 2026-01-02T03:04:05Z"))
                .ifLastModified())
        .isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
  }

  @Test
  void deleteSize_thatIsNone_isRefused() {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(() -> Conditions.ofDelete(head("DELETE /", "x-amz-if-match-size: -1")));
  }
}

package dev.sluice.frontend.route;

import static dev.sluice.frontend.route.Heads.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static EtagCondition tags(String... tags) {
    return new EtagCondition(false, Arrays.stream(tags).map(ETag::new).toList());
  }

  @Test
  void etags_areReadInEveryForm() {
    assertThat(Conditions.etags(null)).isNull();
    assertThat(Conditions.etags(" ")).isNull();
    assertThat(Conditions.etags(" * ")).isEqualTo(EtagCondition.ANY);
    assertThat(Conditions.etags("\"a\"")).isEqualTo(tags("a"));
    assertThat(Conditions.etags("a")).isEqualTo(tags("a"));
    assertThat(Conditions.etags("W/\"a\"")).isEqualTo(tags("a"));
    assertThat(Conditions.etags("\"a\", \"b\",W/\"c\",d")).isEqualTo(tags("a", "b", "c", "d"));
    assertThat(Conditions.etags("\"a,b\"")).isEqualTo(tags("a,b"));
    assertThat(Conditions.etags("\"*\"")).isEqualTo(tags("*"));
  }

  /** A condition that was sent never vanishes: what names no tag matches nothing. */
  @Test
  void etags_withoutAnyTag_matchNothing() {
    assertThat(Conditions.etags(",")).isEqualTo(tags());
    assertThat(Conditions.etags("\"")).isEqualTo(tags());
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

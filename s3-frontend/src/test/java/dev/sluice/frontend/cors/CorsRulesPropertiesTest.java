package dev.sluice.frontend.cors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.CorsRule;
import dev.sluice.frontend.s3.CorsRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any rules and any request. */
class CorsRulesPropertiesTest {
  private static final List<String> METHODS = List.of("GET", "PUT", "POST", "DELETE", "HEAD");

  @Provide
  Arbitrary<CorsRule> rules() {
    Arbitrary<List<String>> patterns =
        Arbitraries.of("*", "a*", "*b", "a*b", "ab", "aab", "", "A*").list().ofMaxSize(3);
    return Combinators.combine(
            patterns.filter(list -> !list.isEmpty()),
            Arbitraries.of(METHODS).list().ofMinSize(1).ofMaxSize(3),
            patterns,
            Arbitraries.of("ETag", "").list().ofMaxSize(2),
            Arbitraries.integers().between(0, 10).injectNull(0.3))
        .as(
            (origins, methods, headers, exposed, age) ->
                new CorsRule("", origins, methods, headers, exposed, age));
  }

  @Provide
  Arbitrary<CorsRequest> requests() {
    Arbitrary<String> texts = Arbitraries.strings().withChars("ab").ofMaxLength(4);
    return Combinators.combine(texts, Arbitraries.of(METHODS), texts.list().ofMaxSize(3))
        .as(CorsRequest::new);
  }

  @Property
  void request_isAllowedIfOneOfTheRulesAllowsIt(
      @ForAll List<@From("rules") CorsRule> rules, @ForAll("requests") CorsRequest request) {
    boolean one = rules.stream().anyMatch(rule -> new CorsRules(List.of(rule)).allow(request));

    assertThat(new CorsRules(rules).allow(request)).isEqualTo(one);
  }

  @Property
  void orderOfRules_decidesNothingButTheAnswer(
      @ForAll List<@From("rules") CorsRule> rules,
      @ForAll("requests") CorsRequest request,
      @ForAll Random random) {
    List<CorsRule> shuffled = new ArrayList<>(rules);
    Collections.shuffle(shuffled, random);

    assertThat(new CorsRules(shuffled).allow(request))
        .isEqualTo(new CorsRules(rules).allow(request));
  }

  @Property
  void wildcards_neverNarrow(
      @ForAll("rules") CorsRule rule, @ForAll("requests") CorsRequest request) {
    CorsRule wider =
        new CorsRule("", List.of("*"), rule.allowedMethods(), List.of("*"), List.of(), null);

    assertThat(new CorsRules(List.of(wider)).allow(request))
        .isEqualTo(rule.allowedMethods().contains(request.method()));
    if (new CorsRules(List.of(rule)).allow(request)) {
      assertThat(new CorsRules(List.of(wider)).allow(request)).isTrue();
    }
  }

  /** A browser shows a page the answer exactly where a rule allows it. */
  @Property
  void origin_isAnsweredWhereARuleAllowsIt(
      @ForAll List<@From("rules") CorsRule> rules, @ForAll("requests") CorsRequest request) {
    CorsRules all = new CorsRules(rules);
    String answered = all.headers(request).get("Access-Control-Allow-Origin");

    assertThat(answered != null).isEqualTo(all.allow(request));
    if (answered != null) {
      assertThat(answered).isIn("*", request.origin());
    }
    assertThat(all.headers(request).containsKey("Access-Control-Allow-Credentials"))
        .isEqualTo(answered != null && !answered.equals("*"));
  }
}

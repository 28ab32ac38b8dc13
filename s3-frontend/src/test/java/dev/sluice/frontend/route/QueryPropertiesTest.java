package dev.sluice.frontend.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Queries that were spelt from names and values, in one of the many ways to spell them. */
class QueryPropertiesTest {
  /** A parameter; one without a value has no {@code =} either. */
  record Parameter(String name, String value) {
    String spelt(Random spelling) {
      String name = spell(this.name, "&=", spelling);
      return value.isEmpty() && spelling.nextBoolean()
          ? name
          : name + "=" + spell(value, "&", spelling);
    }
  }

  /** Encodes what has to be, and some of what has not. */
  private static String spell(String text, String delimiters, Random spelling) {
    return text.codePoints()
        .mapToObj(Character::toString)
        .map(
            one -> {
              if (one.equals(" ") && spelling.nextBoolean()) {
                return "+";
              }
              boolean must = ("%+# " + delimiters).contains(one) || one.charAt(0) < ' ';
              return must || spelling.nextInt(3) == 0 ? escaped(one, spelling) : one;
            })
        .collect(Collectors.joining());
  }

  private static String escaped(String one, Random spelling) {
    StringBuilder escapes = new StringBuilder();
    for (byte b : one.getBytes(StandardCharsets.UTF_8)) {
      escapes.append((spelling.nextBoolean() ? "%%%02x" : "%%%02X").formatted(b));
    }
    return escapes.toString();
  }

  private static String spelt(List<Parameter> parameters, Random spelling) {
    return parameters.stream()
        .map(parameter -> (spelling.nextInt(5) == 0 ? "&" : "") + parameter.spelt(spelling))
        .collect(Collectors.joining("&"));
  }

  @Property(tries = 300)
  void speltQuery_isReadAsItWasMeant(
      @ForAll("parameters") List<Parameter> parameters, @ForAll Random spelling) {
    Map<String, String> meant = new LinkedHashMap<>();
    parameters.forEach(parameter -> meant.putIfAbsent(parameter.name(), parameter.value()));
    String sent = spelt(parameters, spelling);

    Query query = Query.of(sent);

    assertThat(List.copyOf(query.names())).as(sent).isEqualTo(List.copyOf(meant.keySet()));
    meant.forEach((name, value) -> assertThat(query.value(name)).as(sent).isEqualTo(value));
    new QueryFuzzTarget().attack(sent.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 300)
  void queryWithABrokenEscape_isRefused(
      @ForAll("parameters") List<Parameter> parameters,
      @ForAll Random spelling,
      @ForAll("broken") String broken,
      @ForAll @IntRange(min = 0, max = 1000) int where) {
    String sent = spelt(parameters, spelling);
    int at = where % (sent.length() + 1);
    String torn = sent.substring(0, at) + broken + sent.substring(at);

    S3Exception refused = catchThrowableOfType(S3Exception.class, () -> Query.of(torn).names());

    assertThat(refused).as(torn).isNotNull();
    assertThat(refused.code()).isEqualTo(S3ErrorCode.INVALID_URI);
  }

  /** What neither what stands before nor what follows makes whole. */
  @Provide
  Arbitrary<String> broken() {
    return Arbitraries.of("%zz", "%4z", "%ff", "%c0%80", "%ed%a0%80");
  }

  @Provide
  Arbitrary<List<Parameter>> parameters() {
    Arbitrary<String> text =
        Arbitraries.strings().withCharRange(' ', '~').withChars("é日/\n\0%+&=").ofMaxLength(12);
    Arbitrary<String> name =
        Arbitraries.oneOf(
            Arbitraries.of("prefix", "delimiter", "max-keys", "uploadId", "uploads", "a b"),
            text.map(any -> any.replaceAll("\\p{Cntrl}", "")).filter(any -> !any.isEmpty()));
    return Combinators.combine(name, Arbitraries.oneOf(text, Arbitraries.of("", "😀", "%2F")))
        .as(Parameter::new)
        .list()
        .ofMaxSize(6);
  }
}

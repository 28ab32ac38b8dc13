package dev.sluice.frontend.auth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request, split but not decoded, for those who sign and verify. What the parameters
 * ask for is the router's business.
 *
 * @param parameters in the order sent
 */
record SentQuery(List<Parameter> parameters) {
  private static final SentQuery EMPTY = new SentQuery(List.of());

  /**
   * One parameter as it was sent.
   *
   * @param value null when there is no {@code =}
   */
  record Parameter(String name, @Nullable String value) {
    private String canonical() {
      return PercentEncoding.canonical(name)
          + "="
          + (value == null ? "" : PercentEncoding.canonical(value));
    }

    private String decodedName() {
      return PercentEncoding.decode(name);
    }
  }

  static SentQuery of(@Nullable String rawQuery) {
    if (rawQuery == null || rawQuery.isEmpty()) {
      return EMPTY;
    }
    List<Parameter> parameters = new ArrayList<>();
    for (String part : rawQuery.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals >= 0) {
        parameters.add(new Parameter(part.substring(0, equals), part.substring(equals + 1)));
      } else if (!part.isEmpty()) {
        parameters.add(new Parameter(part, null));
      }
    }
    return new SentQuery(List.copyOf(parameters));
  }

  /** The decoded value of the first parameter of a name; null when there is none. */
  @Nullable String value(String name) {
    for (Parameter parameter : parameters) {
      if (parameter.decodedName().equals(name)) {
        return parameter.value() == null ? "" : PercentEncoding.decode(parameter.value());
      }
    }
    return null;
  }

  boolean has(String name) {
    return value(name) != null;
  }

  /** Whether any of these parameters is there more than once. */
  boolean repeats(Set<String> names) {
    Set<String> seen = new HashSet<>();
    return parameters.stream()
        .map(Parameter::decodedName)
        .anyMatch(name -> names.contains(name) && !seen.add(name));
  }

  /**
   * The canonical query of Signature V4: encoded anew, sorted by name and value, without one
   * parameter.
   */
  String canonicalWithout(String excluded) {
    if (parameters.isEmpty()) {
      return "";
    }
    return String.join(
        "&",
        parameters.stream()
            .filter(parameter -> !parameter.decodedName().equals(excluded))
            .map(Parameter::canonical)
            .sorted(BY_NAME_THEN_VALUE)
            .toList());
  }

  /**
   * '=' is above some characters that names may hold, so that comparing the whole text would not
   * do.
   */
  private static final Comparator<String> BY_NAME_THEN_VALUE =
      Comparator.comparing((String pair) -> pair.substring(0, pair.indexOf('=')))
          .thenComparing(pair -> pair.substring(pair.indexOf('=')));
}

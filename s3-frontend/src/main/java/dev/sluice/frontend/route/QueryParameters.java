package dev.sluice.frontend.route;

import dev.sluice.frontend.s3.S3Exception;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The query of a request, decoded once. Of a parameter that is sent twice the first one counts. */
final class QueryParameters {
  private final Map<String, String> values;

  private QueryParameters(Map<String, String> values) {
    this.values = values;
  }

  static QueryParameters parse(@Nullable String rawQuery) {
    Map<String, String> values = new LinkedHashMap<>();
    if (rawQuery != null) {
      for (String parameter : rawQuery.split("&", -1)) {
        if (!parameter.isEmpty()) {
          int equals = parameter.indexOf('=');
          String name = equals < 0 ? parameter : parameter.substring(0, equals);
          String value = equals < 0 ? "" : parameter.substring(equals + 1);
          values.putIfAbsent(PercentDecoding.ofQuery(name), PercentDecoding.ofQuery(value));
        }
      }
    }
    return new QueryParameters(values);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Set<String> names() {
    return values.keySet();
  }

  @Nullable String get(String name) {
    return values.get(name);
  }

  String getOrEmpty(String name) {
    return values.getOrDefault(name, "");
  }

  /** The size of a page, capped at {@code cap}, which is also the value of a parameter not sent. */
  int pageSize(String name, int cap) {
    return number(name, values.get(name), 0, cap, cap);
  }

  /** A number that is at least {@code minimum}, capped; {@code absent} when it was not sent. */
  int number(String name, int minimum, int cap, int absent) {
    return number(name, values.get(name), minimum, cap, absent);
  }

  static int number(String name, @Nullable String value, int minimum, int cap, int absent) {
    if (value == null) {
      return absent;
    }
    if (!value.matches("[+-]?[0-9]{1,100}")) {
      throw S3Exception.invalidArgument(
          "Provided " + name + " not an integer or within integer range", name, value);
    }
    BigInteger number = new BigInteger(value);
    boolean inRange =
        number.compareTo(BigInteger.valueOf(minimum)) >= 0
            && number.compareTo(BigInteger.valueOf(Integer.MAX_VALUE)) <= 0;
    if (!inRange) {
      throw S3Exception.invalidArgument(
          "Argument " + name + " must be an integer between " + minimum + " and 2147483647",
          name,
          value);
    }
    return Math.min(number.intValueExact(), cap);
  }

  /** Whether names in the answer are to be encoded; {@code url} is the only encoding. */
  boolean urlEncoded() {
    String type = values.get("encoding-type");
    if (type == null) {
      return false;
    }
    if (!type.equals("url")) {
      throw S3Exception.invalidArgument(
          "Invalid Encoding Method specified in Request", "encoding-type", type);
    }
    return true;
  }
}

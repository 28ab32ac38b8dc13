package dev.sluice.frontend.route;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.fuzzing.FuzzTarget;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A query says the same in every spelling, and a log that hides a parameter shows no value of it.
 * Numbers are numbers or InvalidArgument. {@link Query}, {@link Numbers}.
 */
final class QueryFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String sent = FuzzTarget.text(input);
    Query query = Query.of(sent);
    require(sent.equals(query.sent()), "kept as it was sent", sent);
    String hidden = String.valueOf(query.withoutSecrets(any -> true));
    require(hidden.matches("((^|&)[^&=]*(=(hidden)?)?)*"), "shows no value", sent, hidden);
    List<Query.Parameter> parameters;
    try {
      parameters = query.parameters();
    } catch (S3Exception e) {
      require(e.code() == S3ErrorCode.INVALID_URI, "the code is InvalidURI", sent, e.code());
      return;
    }
    require(sent.equals(query.withoutSecrets(any -> false)), "shows all of it", sent);
    String respelt =
        parameters.stream()
            .map(parameter -> encoded(parameter.name()) + "=" + encoded(parameter.value()))
            .collect(Collectors.joining("&"));
    require(parameters.equals(Query.of(respelt).parameters()), "in any spelling", sent, respelt);
    parameters.forEach(parameter -> number(parameter.name(), query.valueOrEmpty(parameter.name())));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void number(String name, String value) {
    try {
      int number = Numbers.number(name, value, 1, 1000, 7);
      require(number >= 1 && number <= 1000, "a number within its bounds", value, number);
      require(value.matches("[+-]?[0-9]+"), "a number of digits", value);
    } catch (S3Exception e) {
      require(e.code() == S3ErrorCode.INVALID_ARGUMENT, "InvalidArgument", value, e.code());
      require(!value.matches("[1-9][0-9]{0,8}"), "refuses no number", value);
    }
  }
}

package dev.sluice.frontend.route;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.frontend.auth.SentQueries;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.fuzzing.FuzzTarget;

/**
 * Whoever routes and whoever verifies read the same values in the same query: {@link
 * QueryParameters} and {@code auth.SentQuery}. Numbers are numbers or InvalidArgument.
 */
final class QueryFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String sent = FuzzTarget.text(input);
    QueryParameters query;
    try {
      query = QueryParameters.parse(sent);
    } catch (S3Exception e) {
      require(e.code() == S3ErrorCode.INVALID_URI, "the code is InvalidURI", sent, e.code());
      return;
    }
    for (String name : query.names()) {
      String verified = SentQueries.value(sent, name);
      require(query.getOrEmpty(name).equals(verified), "verified as routed", sent, name, verified);
      number(query, name);
    }
    require(SentQueries.value(sent, "absent?") == null || query.has("absent?"), "absent", sent);
  }

  private static void number(QueryParameters query, String name) {
    String value = query.getOrEmpty(name);
    try {
      int number = query.number(name, 1, 1000, 7);
      require(number >= 1 && number <= 1000, "a number within its bounds", value, number);
      require(value.matches("[+-]?[0-9]+"), "a number of digits", value);
    } catch (S3Exception e) {
      require(e.code() == S3ErrorCode.INVALID_ARGUMENT, "InvalidArgument", value, e.code());
      require(!value.matches("[1-9][0-9]{0,8}"), "refuses no number", value);
    }
  }
}

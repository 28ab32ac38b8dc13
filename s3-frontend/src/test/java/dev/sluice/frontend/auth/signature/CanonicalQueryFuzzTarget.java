package dev.sluice.frontend.auth.signature;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.fuzzing.FuzzTarget;
import java.util.Arrays;

/**
 * The canonical query of a canonical query is itself, whatever the order it is sent in; and it
 * means what was sent. {@link SigV4#canonicalQuery}, {@link PercentEncoding}.
 */
final class CanonicalQueryFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String sent = FuzzTarget.text(input);
    String canonical;
    String path;
    try {
      canonical = SigV4.canonicalQuery(Query.of(sent));
      path = PercentEncoding.canonicalPath(sent);
    } catch (S3Exception e) {
      require(e.code() == S3ErrorCode.INVALID_URI, "the code is InvalidURI", sent, e.code());
      return;
    }
    require(canonical.matches("[A-Za-z0-9._~%=&-]*"), "of few characters", canonical);
    String again = SigV4.canonicalQuery(Query.of(canonical));
    require(canonical.equals(again), "its own canonical form", sent, canonical, again);
    String[] parameters = canonical.split("&", -1);
    for (int i = 0; i < parameters.length / 2; i++) {
      String swapped = parameters[i];
      parameters[i] = parameters[parameters.length - 1 - i];
      parameters[parameters.length - 1 - i] = swapped;
    }
    String reversed = SigV4.canonicalQuery(Query.of(String.join("&", parameters)));
    require(canonical.equals(reversed), "in any order", Arrays.asList(parameters), reversed);
    require(path.equals(PercentEncoding.canonicalPath(path)), "its own canonical path", sent, path);
  }
}

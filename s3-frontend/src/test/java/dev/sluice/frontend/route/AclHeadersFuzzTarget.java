package dev.sluice.frontend.route;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.StatedAcl;
import dev.sluice.fuzzing.FuzzTarget;
import java.util.List;

/**
 * {@link AclHeaders} finds grantees with names, which written down with quotes are found again, or
 * refuses the header as InvalidArgument.
 */
final class AclHeadersFuzzTarget implements FuzzTarget {
  private static final String HEADER = "x-amz-grant-read";

  @Override
  public void attack(byte[] input) {
    String sent = FuzzTarget.wireText(input);
    try {
      List<StatedAcl.Named> grantees = AclHeaders.parse(HEADER, sent);
      require(!grantees.isEmpty(), "a grantee", sent);
      require(grantees.size() <= 1 + commas(sent), "no more grantees than text", sent, grantees);
      for (StatedAcl.Named grantee : grantees) {
        String written = written(grantee);
        boolean quotable = written.indexOf('"', written.indexOf('"') + 1) == written.length() - 1;
        require(
            !quotable || AclHeaders.parse(HEADER, written).equals(List.of(grantee)),
            "the same grantee",
            sent,
            written);
      }
    } catch (S3Exception e) {
      require(e.code() == S3ErrorCode.INVALID_ARGUMENT, "InvalidArgument", sent, e.code());
    }
  }

  private static String written(StatedAcl.Named grantee) {
    return switch (grantee) {
      case StatedAcl.Named.Id(String id) -> "id=\"" + id + '"';
      case StatedAcl.Named.Email(String address) -> "emailAddress=\"" + address + '"';
      case StatedAcl.Named.Group group -> "uri=\"" + group.group().uri() + '"';
    };
  }

  private static long commas(String text) {
    return text.chars().filter(character -> character == ',').count();
  }
}

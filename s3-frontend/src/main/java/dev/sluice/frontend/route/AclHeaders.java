package dev.sluice.frontend.route;

import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.Grantee;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.frontend.s3.HeaderText;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.StatedAcl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the access control list that headers state: {@code x-amz-acl} by its name, or {@code
 * x-amz-grant-…} grant by grant, whose values are lists such as {@code id="…", uri="…",
 * emailAddress="…"}, with or without the quotes.
 */
final class AclHeaders {
  private static final String CANNED = "x-amz-acl";
  private static final String OWNERSHIP = "x-amz-object-ownership";

  /** In the order in which AWS lists the grants that the headers state. */
  private static final Map<AclPermission, String> GRANTS =
      Map.of(
          AclPermission.FULL_CONTROL, "x-amz-grant-full-control",
          AclPermission.READ, "x-amz-grant-read",
          AclPermission.WRITE, "x-amz-grant-write",
          AclPermission.READ_ACP, "x-amz-grant-read-acp",
          AclPermission.WRITE_ACP, "x-amz-grant-write-acp");

  private AclHeaders() {}

  /**
   * The list; null where no header states one. Fails with InvalidArgument, and with InvalidRequest
   * where it is stated in both ways.
   */
  static @Nullable StatedAcl read(RequestHead head) {
    String canned = head.header(CANNED);
    List<StatedAcl.Grant> grants = grants(head);
    if (canned == null) {
      return grants.isEmpty() ? null : new StatedAcl.Grants(grants);
    }
    if (!grants.isEmpty()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Specifying both Canned ACLs and Header Grants is not allowed");
    }
    return new StatedAcl.Canned(canned(canned));
  }

  /** Fails as {@link #read} and {@link #ownership}. */
  static void check(RequestHead head) {
    StatedAcl _ = read(head);
    ObjectOwnership _ = ownership(head);
  }

  /**
   * The list of an object. Fails as {@link #read}, and with InvalidArgument for a list that only
   * buckets have.
   */
  static @Nullable StatedAcl ofObject(RequestHead head) {
    StatedAcl acl = read(head);
    if (acl instanceof StatedAcl.Canned(CannedAcl canned)
        && canned == CannedAcl.LOG_DELIVERY_WRITE) {
      throw invalid(CANNED, canned.awsName());
    }
    return acl;
  }

  /** The ownership of objects; null where no header states one. Fails with InvalidArgument. */
  static @Nullable ObjectOwnership ownership(RequestHead head) {
    String value = head.header(OWNERSHIP);
    ObjectOwnership ownership = ObjectOwnership.of(value);
    if (value != null && ownership == null) {
      throw invalid(OWNERSHIP, value);
    }
    return ownership;
  }

  /** The grants of all headers; fails with InvalidArgument. */
  private static List<StatedAcl.Grant> grants(RequestHead head) {
    List<StatedAcl.Grant> grants = new ArrayList<>();
    for (AclPermission permission : AclPermission.values()) {
      String header = GRANTS.get(permission);
      String value = header == null ? null : head.header(header);
      if (header != null && value != null) {
        for (StatedAcl.Named grantee : parse(header, HeaderText.fromWire(value))) {
          grants.add(new StatedAcl.Grant(grantee, permission, header));
        }
      }
    }
    return grants;
  }

  private static CannedAcl canned(String name) {
    for (CannedAcl acl : CannedAcl.values()) {
      if (acl.awsName().equals(name)) {
        return acl;
      }
    }
    throw invalid(CANNED, name);
  }

  /** The grantees of one header; fails with InvalidArgument. */
  static List<StatedAcl.Named> parse(String header, String value) {
    List<StatedAcl.Named> grantees = new ArrayList<>();
    int at = 0;
    while (at <= value.length()) {
      int equals = value.indexOf('=', at);
      if (equals < 0) {
        throw malformed(header, value);
      }
      int start = equals + 1;
      while (start < value.length() && isSpace(value.charAt(start))) {
        start++;
      }
      boolean quoted = start < value.length() && value.charAt(start) == '"';
      int close = quoted ? value.indexOf('"', start + 1) : start;
      if (close < 0) {
        throw malformed(header, value);
      }
      int comma = value.indexOf(',', close);
      int end = comma < 0 ? value.length() : comma;
      boolean rest = quoted && !value.substring(close + 1, end).isBlank();
      String name = quoted ? value.substring(start + 1, close) : value.substring(start, end);
      if (rest || name.isBlank()) {
        throw malformed(header, value);
      }
      grantees.add(grantee(header, value, value.substring(at, equals), name.strip()));
      at = end + 1;
    }
    return grantees;
  }

  private static StatedAcl.Named grantee(String header, String value, String type, String name) {
    return switch (type.strip().toLowerCase(Locale.ROOT)) {
      case "id" -> new StatedAcl.Named.Id(name);
      case "emailaddress" -> new StatedAcl.Named.Email(name);
      case "uri" -> {
        Grantee.Group group = Grantee.Group.of(name);
        if (group == null) {
          throw S3Exception.invalidArgument("Invalid group uri", "uri", name);
        }
        yield new StatedAcl.Named.Group(group);
      }
      default -> throw malformed(header, value);
    };
  }

  private static S3Exception invalid(String header, String value) {
    return S3Exception.invalidArgument("Invalid value of " + header, header, value);
  }

  private static boolean isSpace(char character) {
    return character == ' ' || character == '\t';
  }

  private static S3Exception malformed(String header, String value) {
    return S3Exception.invalidArgument("Argument format not recognized", header, value);
  }
}

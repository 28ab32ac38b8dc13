package dev.sluice.integration.trial.model;

import dev.sluice.integration.trial.core.Request;
import java.util.Map;
import java.util.Set;

/** Access control list that a script may state, in the way that it is stated. */
enum Acl {
  PRIVATE("private", Set.of(Documents.OWNER + " FULL_CONTROL")),
  PUBLIC_READ("public-read", Set.of(Documents.OWNER + " FULL_CONTROL", "AllUsers READ")),
  AUTHENTICATED_READ(
      "authenticated-read", Set.of(Documents.OWNER + " FULL_CONTROL", "AuthenticatedUsers READ")),
  /** By document, since no canned one says the like; for what is there already. */
  STATED("", Set.of("AllUsers READ_ACP", "AuthenticatedUsers READ"));

  static final String HEADER = "x-amz-acl";
  private static final String GROUPS = "http://acs.amazonaws.com/groups/global/";

  /** The server's root, who is everybody where nothing is signed. */
  private static final String ROOT = "0".repeat(64);

  private final String canned;
  private final Set<String> grants;

  Acl(String canned, Set<String> grants) {
    this.canned = canned;
    this.grants = grants;
  }

  /** The one that headers of a write state. */
  static Acl ofHeaders(Map<String, String> headers) {
    String name = headers.getOrDefault(HEADER, PRIVATE.canned);
    for (Acl acl : values()) {
      if (acl.canned.equals(name)) {
        return acl;
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** The name that a write may state in its header. */
  String canned() {
    return canned;
  }

  /** States it in a request that is about nothing else. */
  void state(Request request) {
    if (!canned.isEmpty()) {
      request.header(HEADER, canned);
      return;
    }
    StringBuilder list =
        new StringBuilder("<AccessControlPolicy><Owner><ID>")
            .append(ROOT)
            .append("</ID></Owner><AccessControlList>");
    for (String grant : grants) {
      String[] sides = grant.split(" ", 2);
      list.append("<Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"")
          .append(" xsi:type=\"Group\"><URI>")
          .append(GROUPS)
          .append(sides[0])
          .append("</URI></Grantee><Permission>")
          .append(sides[1])
          .append("</Permission></Grant>");
    }
    request.body(list + "</AccessControlList></AccessControlPolicy>");
    request.header("Content-MD5", Asking.md5Base64(request.bytes()));
  }

  /** Its grants, as {@link Documents#grants} reads them. */
  Set<String> grants() {
    return grants;
  }

  /** Whether it grants something to everybody, or to everybody with an identity. */
  boolean isPublic() {
    return this != PRIVATE;
  }
}

package dev.sluice.common.model;

import org.jspecify.annotations.Nullable;

/** Grantee of an access control list. */
public sealed interface Grantee {
  /** A canonical user. */
  record User(Principal principal) implements Grantee {}

  /** A group that Amazon S3 predefines. */
  enum Group implements Grantee {
    /** Everybody, without a signature too. */
    ALL_USERS("global/AllUsers"),
    /** Everybody with a signature of an identity of any account. */
    AUTHENTICATED_USERS("global/AuthenticatedUsers"),
    /** Those that write access logs. */
    LOG_DELIVERY("s3/LogDelivery");

    private static final String GROUPS = "http://acs.amazonaws.com/groups/";

    private final String uri;

    Group(String path) {
      this.uri = GROUPS + path;
    }

    /** The URI by which documents and headers of S3 name it. */
    public String uri() {
      return uri;
    }

    /** The group of a URI; null: there is none. */
    public static @Nullable Group of(String uri) {
      for (Group group : values()) {
        if (group.uri.equals(uri)) {
          return group;
        }
      }
      return null;
    }
  }
}

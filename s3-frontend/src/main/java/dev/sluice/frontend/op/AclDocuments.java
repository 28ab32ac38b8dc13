package dev.sluice.frontend.op;

import dev.sluice.common.model.Acl;
import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.Grantee;
import dev.sluice.common.model.Principal;
import dev.sluice.common.rpc.WirePrincipal;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.StatedAcl;
import dev.sluice.frontend.xml.AccessControlPolicy;
import dev.sluice.frontend.xml.Owner;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.ObjectOwnership;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Access control lists as documents, both ways. */
final class AclDocuments {
  private static final String USER_ID = "CanonicalUser/ID";

  private final DocumentBody documents;

  AclDocuments(DocumentBody documents) {
    this.documents = documents;
  }

  /**
   * The list that a request states.
   *
   * @param acl the list
   * @param owner id of the owner whom its document names; empty: it came by headers
   */
  record Stated(StatedAcl acl, String owner) {}

  /**
   * The list of a bucket, or of an object in it.
   *
   * @param object owner of the object; null: it is the bucket's list
   * @param acl null: the owner has full control
   */
  static AccessControlPolicy document(
      Bucket bucket, @Nullable Principal object, @Nullable Acl acl) {
    boolean lists = bucket.getObjectOwnership() != ObjectOwnership.BUCKET_OWNER_ENFORCED;
    if (lists && object != null) {
      return document(object, acl);
    }
    Principal owner = bucket.hasOwner() ? WirePrincipal.toModel(bucket.getOwner()) : Principal.ROOT;
    return document(owner, lists ? acl : null);
  }

  private static AccessControlPolicy document(Principal owner, @Nullable Acl acl) {
    if (acl == null) {
      return AccessControlPolicy.ofOwner(Owner.of(owner));
    }
    return new AccessControlPolicy(
        Owner.of(owner),
        new AccessControlPolicy.AccessControlList(
            acl.grants().stream()
                .map(
                    grant ->
                        new AccessControlPolicy.Grant(
                            grantee(grant.grantee()), grant.permission().name()))
                .toList()));
  }

  private static AccessControlPolicy.Grantee grantee(Grantee grantee) {
    return switch (grantee) {
      case Grantee.User(Principal principal) -> {
        Owner user = Owner.of(principal);
        yield AccessControlPolicy.Grantee.user(user.id(), user.displayName());
      }
      case Grantee.Group group -> AccessControlPolicy.Grantee.group(group.uri());
    };
  }

  /**
   * The list that a request states by its headers or by its body. Fails with UnexpectedContent for
   * both, with MissingSecurityHeader for neither, and with MalformedACLError.
   *
   * @param byHeaders null: they state none
   */
  Stated read(RequestContext call, @Nullable StatedAcl byHeaders) throws InterruptedException {
    AccessControlPolicy document = document(call);
    if (byHeaders != null) {
      if (document != null) {
        throw new S3Exception(S3ErrorCode.UNEXPECTED_CONTENT);
      }
      return new Stated(byHeaders, "");
    }
    if (document == null) {
      throw new S3Exception(S3ErrorCode.MISSING_SECURITY_HEADER)
          .with("MissingHeaderName", "x-amz-acl");
    }
    Owner owner = document.owner();
    AccessControlPolicy.AccessControlList list = document.accessControlList();
    if (owner == null || owner.id() == null || list == null) {
      throw malformed();
    }
    if (list.grant().size() > Acl.MOST_GRANTS) {
      throw malformed();
    }
    List<StatedAcl.Grant> grants = new ArrayList<>();
    for (AccessControlPolicy.Grant grant : list.grant()) {
      grants.add(grant(grant));
    }
    return new Stated(new StatedAcl.Grants(grants), owner.id());
  }

  private @Nullable AccessControlPolicy document(RequestContext call) throws InterruptedException {
    try {
      return documents.readOptional(call, AccessControlPolicy.class);
    } catch (S3Exception e) {
      throw e.code() == S3ErrorCode.MALFORMED_XML ? malformed() : e;
    }
  }

  private static StatedAcl.Grant grant(AccessControlPolicy.Grant grant) {
    AccessControlPolicy.Grantee grantee = grant.grantee();
    if (grantee == null || grantee.type() == null) {
      throw malformed();
    }
    StatedAcl.Named named =
        switch (grantee.type()) {
          case AccessControlPolicy.Grantee.USER -> new StatedAcl.Named.Id(text(grantee.id()));
          case AccessControlPolicy.Grantee.EMAIL ->
              new StatedAcl.Named.Email(text(grantee.emailAddress()));
          case AccessControlPolicy.Grantee.GROUP -> group(text(grantee.uri()));
          default -> throw malformed();
        };
    return new StatedAcl.Grant(named, permission(grant.permission()), USER_ID);
  }

  private static StatedAcl.Named group(String uri) {
    Grantee.Group group = Grantee.Group.of(uri);
    if (group == null) {
      throw S3Exception.invalidArgument("Invalid group uri", "Group/URI", uri);
    }
    return new StatedAcl.Named.Group(group);
  }

  private static AclPermission permission(@Nullable String name) {
    for (AclPermission permission : AclPermission.values()) {
      if (permission.name().equals(name)) {
        return permission;
      }
    }
    throw malformed();
  }

  private static String text(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw malformed();
    }
    return text;
  }

  private static S3Exception malformed() {
    return new S3Exception(S3ErrorCode.MALFORMED_ACL);
  }
}

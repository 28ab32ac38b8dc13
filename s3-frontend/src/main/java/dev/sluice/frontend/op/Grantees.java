package dev.sluice.frontend.op;

import dev.sluice.common.model.Acl;
import dev.sluice.common.model.AclGrant;
import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.Grantee;
import dev.sluice.common.model.Principal;
import dev.sluice.common.rpc.WireAcl;
import dev.sluice.frontend.s3.IdentityDirectory;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.StatedAcl;
import java.util.ArrayList;
import java.util.List;

/** Makes users of what a stated access control list names them by. */
final class Grantees {
  private final IdentityDirectory identities;

  /**
   * Over the identities there are.
   *
   * @param identities where access is open, each id is somebody's
   */
  Grantees(IdentityDirectory identities) {
    this.identities = identities;
  }

  /** The list of a request as a message; fails as {@link #of}. */
  static dev.sluice.v1.AclSpec message(StatedAcl acl, RequestContext call) {
    return WireAcl.toProto(new Grantees(call.identities()).of(acl));
  }

  /**
   * The list as the agent takes it. Fails with InvalidArgument for an id that is nobody's, and with
   * UnresolvableGrantByEmailAddress.
   */
  AclSpec of(StatedAcl acl) {
    return switch (acl) {
      case StatedAcl.Canned(CannedAcl canned) -> new AclSpec.Canned(canned);
      case StatedAcl.Grants(List<StatedAcl.Grant> grants) -> of(grants);
    };
  }

  private AclSpec of(List<StatedAcl.Grant> stated) {
    List<AclGrant> grants = new ArrayList<>();
    for (StatedAcl.Grant grant : stated) {
      Grantee grantee =
          switch (grant.grantee()) {
            case StatedAcl.Named.Id(String id) -> new Grantee.User(byId(id, grant.argument()));
            case StatedAcl.Named.Email(String address) -> new Grantee.User(byEmail(address));
            case StatedAcl.Named.Group(Grantee.Group group) -> group;
          };
      grants.add(new AclGrant(grantee, grant.permission()));
    }
    return new AclSpec.Grants(new Acl(grants));
  }

  private Principal byId(String id, String argument) {
    Principal known = identities.byId(id);
    if (known != null) {
      return known;
    }
    // A list that was read may be sent back, whoever is in it by Sluice's own doing.
    for (Principal named : List.of(Principal.ROOT, CannedAcl.EC2)) {
      if (named.id().equals(id)) {
        return named;
      }
    }
    if (!identities.isOpen()) {
      throw S3Exception.invalidArgument("Invalid id", argument, id);
    }
    return new Principal(id, "");
  }

  private Principal byEmail(String address) {
    Principal known = identities.byEmail(address);
    if (known == null) {
      throw new S3Exception(S3ErrorCode.UNRESOLVABLE_GRANT_BY_EMAIL).with("EmailAddress", address);
    }
    return known;
  }
}

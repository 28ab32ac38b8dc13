package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.AccountId;
import dev.sluice.common.model.Acl;
import dev.sluice.common.model.AclGrant;
import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.Grantee;
import dev.sluice.common.model.Principal;
import dev.sluice.frontend.s3.IdentityDirectory;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.StatedAcl;
import dev.sluice.frontend.s3.StatedAcl.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Asserts AWS's behaviour: "PutObjectAcl", AmazonS3/latest/API/API_PutObjectAcl.html, and "Error
 * responses", AmazonS3/latest/API/ErrorResponses.html.
 */
class GranteesTest {
  private static final Principal BOB =
      new Principal("bob-id", "Bob", new AccountId("111111111111"));

  private final Grantees grantees = new Grantees(new OnlyBob());

  /** A directory of one. */
  private static final class OnlyBob implements IdentityDirectory {
    @Override
    public boolean isOpen() {
      return false;
    }

    @Override
    public boolean hasAccount(AccountId account) {
      return account.equals(BOB.account());
    }

    @Override
    public @Nullable Principal byId(String canonicalId) {
      return canonicalId.equals(BOB.id()) ? BOB : null;
    }

    @Override
    public @Nullable Principal byArn(String arn) {
      return null;
    }

    @Override
    public @Nullable Principal byEmail(String address) {
      return address.equals("bob@b.example") ? BOB : null;
    }
  }

  @Test
  void user_isFoundByIdAndByMailAddress() {
    AclSpec spec = new AclSpec.Grants(new Acl(List.of(grant(new Grantee.User(BOB)))));

    assertThat(grantees.of(stated(new Named.Id("bob-id")))).isEqualTo(spec);
    assertThat(grantees.of(stated(new Named.Email("bob@b.example")))).isEqualTo(spec);
  }

  @Test
  void groupAndCannedList_areWhatTheyAre() {
    assertThat(grantees.of(stated(new Named.Group(Grantee.Group.LOG_DELIVERY))))
        .isEqualTo(new AclSpec.Grants(new Acl(List.of(grant(Grantee.Group.LOG_DELIVERY)))));
    assertThat(grantees.of(new StatedAcl.Canned(CannedAcl.PUBLIC_READ)))
        .isEqualTo(new AclSpec.Canned(CannedAcl.PUBLIC_READ));
  }

  @Test
  void unknownId_isInvalidArgument() {
    S3Exception refusal =
        catchThrowableOfType(S3Exception.class, () -> grantees.of(stated(new Named.Id("nobody"))));

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_ARGUMENT);
    assertThat(refusal.message()).isEqualTo("Invalid id");
    assertThat(refusal.elements())
        .containsEntry("ArgumentName", "x-amz-grant-read")
        .containsEntry("ArgumentValue", "nobody");
  }

  @Test
  void unknownMailAddress_isUnresolvable() {
    assertThat(
            catchThrowableOfType(
                    S3Exception.class, () -> grantees.of(stated(new Named.Email("a@b.example"))))
                .code())
        .isEqualTo(S3ErrorCode.UNRESOLVABLE_GRANT_BY_EMAIL);
  }

  /** Ours: what Sluice itself puts into lists may be sent back. */
  @Test
  void idsThatNobodyHas_areKnownWhereSluiceShowsThem() {
    for (Principal named : List.of(Principal.ROOT, CannedAcl.EC2)) {
      assertThat(grantees.of(stated(new Named.Id(named.id()))))
          .isEqualTo(new AclSpec.Grants(new Acl(List.of(grant(new Grantee.User(named))))));
    }
  }

  /** Ours: nobody is known there, and everybody may be somebody. */
  @Test
  void anyId_isSomebodysInOpenAccess() {
    assertThat(new Grantees(IdentityDirectory.OPEN).of(stated(new Named.Id("nobody"))))
        .isEqualTo(
            new AclSpec.Grants(
                new Acl(List.of(grant(new Grantee.User(new Principal("nobody", "")))))));
  }

  private static StatedAcl stated(Named grantee) {
    return new StatedAcl.Grants(
        List.of(new StatedAcl.Grant(grantee, AclPermission.READ, "x-amz-grant-read")));
  }

  private static AclGrant grant(Grantee grantee) {
    return new AclGrant(grantee, AclPermission.READ);
  }
}

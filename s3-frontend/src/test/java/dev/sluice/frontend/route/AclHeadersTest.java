package dev.sluice.frontend.route;

import static dev.sluice.frontend.route.Heads.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.Grantee;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.StatedAcl;
import dev.sluice.frontend.s3.StatedAcl.Named;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asserts AWS's behaviour: "PutObjectAcl", AmazonS3/latest/API/API_PutObjectAcl.html, and "Access
 * control list (ACL) overview", AmazonS3/latest/userguide/acl-overview.html.
 */
class AclHeadersTest {
  private static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";

  @Test
  void noHeader_statesNothing() {
    assertThat(AclHeaders.read(head("PUT /bucket/key"))).isNull();
  }

  @ParameterizedTest
  @EnumSource(CannedAcl.class)
  void cannedList_isReadByItsName(CannedAcl acl) {
    assertThat(AclHeaders.read(head("PUT /bucket/key", "x-amz-acl: " + acl.awsName())))
        .isEqualTo(new StatedAcl.Canned(acl));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-amz-acl: PRIVATE",
        "x-amz-acl: private, public-read",
        "x-amz-grant-read: everybody",
        "x-amz-grant-read: group=1",
        "x-amz-grant-read: id=",
        "x-amz-grant-read: id=\"\"",
        "x-amz-grant-read: id=\"1",
        "x-amz-grant-read: id=\"1\" x",
        "x-amz-grant-read: id=1,",
        "x-amz-grant-read: id=1,,id=2",
        "x-amz-grant-read: ,id=1",
        "x-amz-grant-read: uri=http://acs.amazonaws.com/groups/global/Nobody",
        "x-amz-grant-full-control: 1",
        "x-amz-grant-write: 1",
        "x-amz-grant-read-acp: 1",
        "x-amz-grant-write-acp: 1",
      })
  void listThatIsNone_isInvalidArgument(String header) {
    assertThat(refusal(header).code()).isEqualTo(S3ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void grants_areReadInTheOrderOfTheirPermissions() {
    assertThat(
            AclHeaders.read(
                head(
                    "PUT /bucket/key",
                    "x-amz-grant-write-acp: id=5",
                    "x-amz-grant-read: id=\"1\", emailAddress=\"a@b.example\" ,uri=" + ALL_USERS,
                    "x-amz-grant-write: ID = 3",
                    "x-amz-grant-read-acp: uri = \"" + ALL_USERS + "\"",
                    "x-amz-grant-full-control: emailaddress=c@d.example")))
        .isEqualTo(
            new StatedAcl.Grants(
                List.of(
                    grant(
                        new Named.Email("c@d.example"),
                        AclPermission.FULL_CONTROL,
                        "x-amz-grant-full-control"),
                    grant(new Named.Id("1"), AclPermission.READ, "x-amz-grant-read"),
                    grant(new Named.Email("a@b.example"), AclPermission.READ, "x-amz-grant-read"),
                    grant(
                        new Named.Group(Grantee.Group.ALL_USERS),
                        AclPermission.READ,
                        "x-amz-grant-read"),
                    grant(new Named.Id("3"), AclPermission.WRITE, "x-amz-grant-write"),
                    grant(
                        new Named.Group(Grantee.Group.ALL_USERS),
                        AclPermission.READ_ACP,
                        "x-amz-grant-read-acp"),
                    grant(new Named.Id("5"), AclPermission.WRITE_ACP, "x-amz-grant-write-acp"))));
  }

  @Test
  void bothWays_areInvalidRequest() {
    S3Exception refusal = refusal("x-amz-acl: private", "x-amz-grant-read: id=1");

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_REQUEST);
    assertThat(refusal.message())
        .isEqualTo("Specifying both Canned ACLs and Header Grants is not allowed");
  }

  private static StatedAcl.Grant grant(Named grantee, AclPermission permission, String header) {
    return new StatedAcl.Grant(grantee, permission, header);
  }

  private static S3Exception refusal(String... headers) {
    return catchThrowableOfType(
        S3Exception.class, () -> AclHeaders.read(head("PUT /bucket/key", headers)));
  }
}

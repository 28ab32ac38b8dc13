package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.frontend.s3.AclRequest;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.s3.StatedAcl;
import dev.sluice.v1.Acl;
import dev.sluice.v1.AclGrant;
import dev.sluice.v1.AclSpec;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.GetBucketResponse;
import dev.sluice.v1.Grantee;
import dev.sluice.v1.HeadObjectResponse;
import dev.sluice.v1.ObjectOwnership;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.Principal;
import dev.sluice.v1.ReplaceBucketAclRequest;
import dev.sluice.v1.ReplaceBucketAclResponse;
import dev.sluice.v1.ReplaceObjectAclRequest;
import dev.sluice.v1.ReplaceObjectAclResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asserts AWS's behaviour: "PutBucketAcl", AmazonS3/latest/API/API_PutBucketAcl.html, and those of
 * the three others.
 */
class AclOperationsTest {
  private static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
  private static final String XSI = "xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"";
  private static final Principal OWNER =
      Principal.newBuilder().setId("owner").setDisplayName("Owner").build();
  private static final Principal WRITER = Principal.newBuilder().setId("writer").build();
  private static final Acl LIST =
      Acl.newBuilder()
          .addGrants(
              grant(Grantee.newBuilder().setUser(WRITER), dev.sluice.v1.AclPermission.WRITE_ACP))
          .addGrants(
              grant(
                  Grantee.newBuilder().setGroup(Grantee.Group.ALL_USERS),
                  dev.sluice.v1.AclPermission.READ))
          .build();
  private static final String GRANTS =
      grant("i:type=\"CanonicalUser\"", "<ID>writer</ID>", "WRITE_ACP")
          + grant("i:type=\"Group\"", "<URI>" + ALL_USERS + "</URI>", "READ");
  private static final String FULL_CONTROL =
      grant(
          "i:type=\"CanonicalUser\"",
          "<ID>owner</ID><DisplayName>Owner</DisplayName>",
          "FULL_CONTROL");
  private static final S3Request PUT_BUCKET_ACL =
      new AclRequest.PutBucketAcl(Requests.BUCKET, null, null);
  private static final S3Request GET_BUCKET_ACL =
      new AclRequest.GetBucketAcl(Requests.BUCKET, null);
  private static final S3Request GET_OBJECT_ACL =
      new AclRequest.GetObjectAcl(Requests.BUCKET, Requests.KEY, null);

  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();
  private final SettingsOfABucket settings = new SettingsOfABucket(s3.agent());

  private static AclGrant grant(Grantee.Builder grantee, dev.sluice.v1.AclPermission permission) {
    return AclGrant.newBuilder().setGrantee(grantee).setPermission(permission).build();
  }

  private static String grant(String type, String grantee, String permission) {
    return "<Grant><Grantee "
        + XSI
        + " "
        + type
        + ">"
        + grantee
        + "</Grantee><Permission>"
        + permission
        + "</Permission></Grant>";
  }

  private static String document(String owner, String grants) {
    return "<AccessControlPolicy><Owner>"
        + owner
        + "</Owner><AccessControlList>"
        + grants
        + "</AccessControlList></AccessControlPolicy>";
  }

  private void bucket(ObjectOwnership ownership) {
    s3.agent()
        .answers(
            BucketServiceGrpc.getGetBucketMethod(),
            GetBucketResponse.newBuilder()
                .setBucket(
                    Bucket.newBuilder()
                        .setName("bucket")
                        .setOwner(OWNER)
                        .setObjectOwnership(ownership))
                .build());
  }

  private void takesLists() {
    s3.agent()
        .answers(
            BucketServiceGrpc.getReplaceBucketAclMethod(),
            ReplaceBucketAclResponse.getDefaultInstance());
    s3.agent()
        .answers(
            ObjectServiceGrpc.getReplaceObjectAclMethod(),
            ReplaceObjectAclResponse.getDefaultInstance());
  }

  @Test
  void listOfABucket_isShown() throws Exception {
    bucket(ObjectOwnership.OBJECT_WRITER);
    String owner = "<ID>owner</ID><DisplayName>Owner</DisplayName>";

    s3.assertDocument(s3.answer(GET_BUCKET_ACL), document(owner, FULL_CONTROL));
    settings.are(BucketSettings.newBuilder().setAcl(LIST).build());
    s3.assertDocument(s3.answer(GET_BUCKET_ACL), document(owner, GRANTS));
    bucket(ObjectOwnership.BUCKET_OWNER_ENFORCED);
    s3.assertDocument(s3.answer(GET_BUCKET_ACL), document(owner, FULL_CONTROL));
  }

  @Test
  void listOfAnObject_isShownWithItsOwner() throws Exception {
    bucket(ObjectOwnership.BUCKET_OWNER_PREFERRED);
    s3.agent()
        .answers(
            ObjectServiceGrpc.getHeadObjectMethod(),
            HeadObjectResponse.newBuilder()
                .setInfo(
                    Stored.object()
                        .setOwner(WRITER)
                        .setMetadata(dev.sluice.v1.ObjectMetadata.newBuilder().setAcl(LIST)))
                .build());

    s3.assertDocument(s3.answer(GET_OBJECT_ACL), document("<ID>writer</ID>", GRANTS));
    bucket(ObjectOwnership.BUCKET_OWNER_ENFORCED);
    s3.assertDocument(
        s3.answer(GET_OBJECT_ACL),
        document("<ID>owner</ID><DisplayName>Owner</DisplayName>", FULL_CONTROL));
  }

  /** Ours: AWS has nothing without an owner. */
  @Test
  void thingWithoutAnOwner_isTheServersRoots() throws Exception {
    s3.agent()
        .answers(
            BucketServiceGrpc.getGetBucketMethod(),
            GetBucketResponse.newBuilder()
                .setBucket(Bucket.newBuilder().setName("bucket"))
                .build());
    String root = "<ID>" + "0".repeat(64) + "</ID>";

    s3.assertDocument(
        s3.answer(GET_BUCKET_ACL),
        document(root, grant("i:type=\"CanonicalUser\"", root, "FULL_CONTROL")));
  }

  @Test
  void listInADocument_isSentWithTheOwnerThatItNames() throws Exception {
    takesLists();

    assertThat(s3.answer(PUT_BUCKET_ACL, GivenBody.of(document("<ID>owner</ID>", GRANTS))))
        .isEqualTo(new S3Response.Empty(200, Map.of()));
    assertThat(s3.agent().received(BucketServiceGrpc.getReplaceBucketAclMethod()))
        .isEqualTo(
            ReplaceBucketAclRequest.newBuilder()
                .setBucket("bucket")
                .setAcl(AclSpec.newBuilder().setGrants(LIST))
                .setExpectedOwner("owner")
                .build());
  }

  @Test
  void emptyList_isSent() throws Exception {
    takesLists();

    var _ = s3.answer(PUT_BUCKET_ACL, GivenBody.of(document("<ID>owner</ID>", "")));

    assertThat(s3.agent().received(BucketServiceGrpc.getReplaceBucketAclMethod()).getAcl())
        .isEqualTo(AclSpec.newBuilder().setGrants(Acl.getDefaultInstance()).build());
  }

  @Test
  void listInHeaders_isSent() throws Exception {
    takesLists();

    var _ =
        s3.answer(
            new AclRequest.PutObjectAcl(
                Requests.BUCKET,
                Requests.KEY,
                null,
                new StatedAcl.Grants(
                    List.of(
                        new StatedAcl.Grant(
                            new StatedAcl.Named.Id("writer"), AclPermission.WRITE_ACP, "h"),
                        new StatedAcl.Grant(
                            new StatedAcl.Named.Group(
                                dev.sluice.common.model.Grantee.Group.ALL_USERS),
                            AclPermission.READ,
                            "h")))));

    assertThat(s3.agent().received(ObjectServiceGrpc.getReplaceObjectAclMethod()))
        .isEqualTo(
            ReplaceObjectAclRequest.newBuilder()
                .setBucket("bucket")
                .setKey(Requests.KEY.value())
                .setAcl(AclSpec.newBuilder().setGrants(LIST))
                .build());
  }

  @Test
  void bothBodyAndHeaders_areUnexpectedContent() {
    S3Exception refusal =
        s3.refusal(
            new AclRequest.PutBucketAcl(
                Requests.BUCKET, null, new StatedAcl.Canned(CannedAcl.PRIVATE)),
            GivenBody.of(document("<ID>owner</ID>", "")));

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.UNEXPECTED_CONTENT);
  }

  @Test
  void neitherBodyNorHeaders_missAHeader() {
    S3Exception refusal = s3.refusal(PUT_BUCKET_ACL);

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.MISSING_SECURITY_HEADER);
    assertThat(refusal.elements()).containsEntry("MissingHeaderName", "x-amz-acl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no xml",
        "<AccessControlPolicy/>",
        "<AccessControlPolicy><AccessControlList/></AccessControlPolicy>",
        "<AccessControlPolicy><Owner/><AccessControlList/></AccessControlPolicy>",
        "<AccessControlPolicy><Owner><ID>o</ID></Owner></AccessControlPolicy>",
        "<AccessControlPolicy><Owner><ID>o</ID></Owner><AccessControlList><Grant/>"
            + "</AccessControlList></AccessControlPolicy>",
      })
  void documentThatIsNone_isMalformedAcl(String document) {
    assertThat(s3.refusal(PUT_BUCKET_ACL, GivenBody.of(document)).code())
        .isEqualTo(S3ErrorCode.MALFORMED_ACL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | <ID>w</ID> | READ",
        "i:type=\"Robot\" | <ID>w</ID> | READ",
        "i:type=\"CanonicalUser\" | <URI>w</URI> | READ",
        "i:type=\"CanonicalUser\" | <ID></ID> | READ",
        "i:type=\"AmazonCustomerByEmail\" | <ID>w</ID> | READ",
        "i:type=\"Group\" | <ID>w</ID> | READ",
        "i:type=\"CanonicalUser\" | <ID>w</ID> | read",
        "i:type=\"CanonicalUser\" | <ID>w</ID> | ''",
      })
  void grantThatIsNone_isMalformedAcl(String type, String grantee, String permission) {
    assertThat(
            s3.refusal(
                    PUT_BUCKET_ACL,
                    GivenBody.of(document("<ID>owner</ID>", grant(type, grantee, permission))))
                .code())
        .isEqualTo(S3ErrorCode.MALFORMED_ACL);
  }

  @Test
  void tooManyGrants_areMalformedAcl() {
    assertThat(
            s3.refusal(
                    PUT_BUCKET_ACL,
                    GivenBody.of(document("<ID>owner</ID>", FULL_CONTROL.repeat(101))))
                .code())
        .isEqualTo(S3ErrorCode.MALFORMED_ACL);
  }

  @Test
  void unknownGroup_isInvalidArgument() {
    S3Exception refusal =
        s3.refusal(
            PUT_BUCKET_ACL,
            GivenBody.of(
                document(
                    "<ID>owner</ID>", grant("i:type=\"Group\"", "<URI>nobody</URI>", "READ"))));

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_ARGUMENT);
    assertThat(refusal.elements()).containsEntry("ArgumentValue", "nobody");
  }

  @Test
  void unknownMailAddress_isUnresolvable() {
    assertThat(
            s3.refusal(
                    PUT_BUCKET_ACL,
                    GivenBody.of(
                        document(
                            "<ID>owner</ID>",
                            grant(
                                "i:type=\"AmazonCustomerByEmail\"",
                                "<EmailAddress>a@b.example</EmailAddress>",
                                "READ"))))
                .code())
        .isEqualTo(S3ErrorCode.UNRESOLVABLE_GRANT_BY_EMAIL);
  }
}

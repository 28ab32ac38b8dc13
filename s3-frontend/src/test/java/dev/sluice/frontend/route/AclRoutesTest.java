package dev.sluice.frontend.route;

import static dev.sluice.frontend.route.Heads.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.frontend.s3.AclRequest;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.StatedAcl;
import dev.sluice.frontend.s3.UploadRequest;
import dev.sluice.frontend.xml.S3Xml;
import java.util.List;
import org.junit.jupiter.api.Test;

class AclRoutesTest {
  private static final BucketName BUCKET = new BucketName("bucket");
  private static final ObjectKey KEY = new ObjectKey("key");
  private static final StatedAcl PUBLIC = new StatedAcl.Canned(CannedAcl.PUBLIC_READ);
  private static final String ACL = "x-amz-acl: public-read";
  private static final String OWNER = "x-amz-expected-bucket-owner: 111111111111";
  private static final String ID = "111111111111";

  private final Router router = new Router(new Addressing("", List.of()), new S3Xml());

  @Test
  void settings_areRoutedByTheirSubResources() {
    assertThat(route("GET /bucket?acl", OWNER)).isEqualTo(new AclRequest.GetBucketAcl(BUCKET, ID));
    assertThat(route("PUT /bucket?acl", OWNER))
        .isEqualTo(new AclRequest.PutBucketAcl(BUCKET, ID, null));
    assertThat(route("GET /bucket/key?acl", OWNER))
        .isEqualTo(new AclRequest.GetObjectAcl(BUCKET, KEY, ID));
    assertThat(route("PUT /bucket/key?acl", OWNER))
        .isEqualTo(new AclRequest.PutObjectAcl(BUCKET, KEY, ID, null));
    assertThat(route("GET /bucket?ownershipControls", OWNER))
        .isEqualTo(new AclRequest.GetBucketOwnershipControls(BUCKET, ID));
    assertThat(route("PUT /bucket?ownershipControls", OWNER))
        .isEqualTo(new AclRequest.PutBucketOwnershipControls(BUCKET, ID));
    assertThat(route("DELETE /bucket?ownershipControls", OWNER))
        .isEqualTo(new AclRequest.DeleteBucketOwnershipControls(BUCKET, ID));
    assertThat(route("GET /bucket?publicAccessBlock", OWNER))
        .isEqualTo(new AclRequest.GetPublicAccessBlock(BUCKET, ID));
    assertThat(route("PUT /bucket?publicAccessBlock", OWNER))
        .isEqualTo(new AclRequest.PutPublicAccessBlock(BUCKET, ID));
    assertThat(route("DELETE /bucket?publicAccessBlock", OWNER))
        .isEqualTo(new AclRequest.DeletePublicAccessBlock(BUCKET, ID));
  }

  @Test
  void list_isReadFromTheHeadersOfWhateverStoresSomething() {
    assertThat(route("PUT /bucket", ACL, "x-amz-object-ownership: ObjectWriter"))
        .isEqualTo(
            new BucketRequest.CreateBucket(BUCKET, null, PUBLIC, ObjectOwnership.OBJECT_WRITER));
    assertThat(route("PUT /bucket?acl", ACL))
        .isEqualTo(new AclRequest.PutBucketAcl(BUCKET, null, PUBLIC));
    assertThat(route("PUT /bucket/key?acl", ACL))
        .isEqualTo(new AclRequest.PutObjectAcl(BUCKET, KEY, null, PUBLIC));
    assertThat(((ObjectRequest.PutObject) route("PUT /bucket/key", ACL)).acl()).isEqualTo(PUBLIC);
    assertThat(
            ((ObjectRequest.CopyObject) route("PUT /bucket/key", ACL, "x-amz-copy-source: b-2/k"))
                .acl())
        .isEqualTo(PUBLIC);
    assertThat(((UploadRequest.CreateMultipartUpload) route("POST /bucket/key?uploads", ACL)).acl())
        .isEqualTo(PUBLIC);
    assertThat(((ObjectRequest.PutObject) route("PUT /bucket/key", "x-amz-grant-read: id=1")).acl())
        .isEqualTo(
            new StatedAcl.Grants(
                List.of(
                    new StatedAcl.Grant(
                        new StatedAcl.Named.Id("1"), AclPermission.READ, "x-amz-grant-read"))));
  }

  /** Buckets alone have it. */
  @Test
  void logDeliveryWrite_isNoListOfAnObject() {
    String header = "x-amz-acl: log-delivery-write";

    assertThat(((BucketRequest.CreateBucket) route("PUT /bucket", header)).acl()).isNotNull();
    for (String line :
        List.of("PUT /bucket/key", "PUT /bucket/key?acl", "POST /bucket/key?uploads")) {
      S3Exception refusal = catchThrowableOfType(S3Exception.class, () -> route(line, header));
      assertThat(refusal.code()).as(line).isEqualTo(S3ErrorCode.INVALID_ARGUMENT);
    }
  }

  private S3Request route(String line, String... headers) {
    return router.route(head(line, headers));
  }
}

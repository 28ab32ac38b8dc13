package dev.sluice.frontend.route;

import dev.sluice.frontend.s3.AclRequest;
import dev.sluice.frontend.s3.S3Request;

/** Makes the requests about access control lists, ownership and blocked public access. */
final class AclRoutes {
  private AclRoutes() {}

  static S3Request getBucketAcl(Call call) {
    return new AclRequest.GetBucketAcl(call.bucket(), call.expectedOwner());
  }

  static S3Request putBucketAcl(Call call) {
    return new AclRequest.PutBucketAcl(
        call.bucket(), call.expectedOwner(), AclHeaders.read(call.head()));
  }

  static S3Request getObjectAcl(Call call) {
    return new AclRequest.GetObjectAcl(call.bucket(), call.key(), call.expectedOwner());
  }

  static S3Request putObjectAcl(Call call) {
    return new AclRequest.PutObjectAcl(
        call.bucket(), call.key(), call.expectedOwner(), AclHeaders.ofObject(call.head()));
  }

  static S3Request getBucketOwnershipControls(Call call) {
    return new AclRequest.GetBucketOwnershipControls(call.bucket(), call.expectedOwner());
  }

  static S3Request putBucketOwnershipControls(Call call) {
    return new AclRequest.PutBucketOwnershipControls(call.bucket(), call.expectedOwner());
  }

  static S3Request deleteBucketOwnershipControls(Call call) {
    return new AclRequest.DeleteBucketOwnershipControls(call.bucket(), call.expectedOwner());
  }

  static S3Request getPublicAccessBlock(Call call) {
    return new AclRequest.GetPublicAccessBlock(call.bucket(), call.expectedOwner());
  }

  static S3Request putPublicAccessBlock(Call call) {
    return new AclRequest.PutPublicAccessBlock(call.bucket(), call.expectedOwner());
  }

  static S3Request deletePublicAccessBlock(Call call) {
    return new AclRequest.DeletePublicAccessBlock(call.bucket(), call.expectedOwner());
  }
}

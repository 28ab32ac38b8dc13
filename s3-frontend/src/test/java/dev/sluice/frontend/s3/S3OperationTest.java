package dev.sluice.frontend.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class S3OperationTest {
  @ParameterizedTest
  @CsvSource({
    "HeadObject,s3:GetObject",
    "GetObjectAttributes,s3:GetObjectAttributes",
    "CompleteMultipartUpload,s3:PutObject",
    "CreateMultipartUpload,s3:PutObject",
    "UploadPart,s3:PutObject",
    "AbortMultipartUpload,s3:AbortMultipartUpload",
    "ListParts,s3:ListMultipartUploadParts",
    "ListMultipartUploads,s3:ListBucketMultipartUploads",
    "ListBuckets,s3:ListAllMyBuckets",
    "ListObjectsV2,s3:ListBucket",
    "HeadBucket,s3:ListBucket",
    "DeleteObjects,s3:DeleteObject",
    "PutObjectAnnotation,s3:PutObjectAnnotation",
    "GetObjectAnnotation,s3:GetObjectAnnotation",
    "ListObjectAnnotations,s3:ListObjectAnnotations",
    "DeleteObjectAnnotation,s3:DeleteObjectAnnotation",
  })
  void permission_isThatOfAws(String name, String permission) {
    assertThat(S3Operation.values())
        .filteredOn(operation -> operation.awsName().equals(name))
        .extracting(S3Operation::permission)
        .containsExactly(permission);
  }

  @ParameterizedTest
  @EnumSource(value = S3Operation.class, names = "OPTIONS_OBJECT", mode = EnumSource.Mode.EXCLUDE)
  void everyOperation_hasAPermission(S3Operation operation) {
    assertThat(operation.permission()).matches("s3(express|-object-lambda)?:[A-Z][A-Za-z]+");
  }

  @Test
  void awsName_isTheConstantInCamelCase() {
    assertThat(S3Operation.LIST_OBJECTS_V2.awsName()).isEqualTo("ListObjectsV2");
    assertThat(S3Operation.GET_BUCKET_ACL.awsName()).isEqualTo("GetBucketAcl");
  }
}

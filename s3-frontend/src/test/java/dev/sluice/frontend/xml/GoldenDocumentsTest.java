package dev.sluice.frontend.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.frontend.s3.S3Document;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents in the shapes of AWS's API reference, read and written by the production mapper. */
class GoldenDocumentsTest {
  private static CORSConfiguration cors() {
    return new CORSConfiguration(
        List.of(
            new CORSConfiguration.Rule(
                "uploads",
                List.of("PUT", "POST"),
                List.of("http://www.example1.com", "http://*.example2.com"),
                List.of("*"),
                3000,
                List.of("x-amz-request-id", "ETag")),
            new CORSConfiguration.Rule(
                null, List.of("GET"), List.of("*"), List.of(), null, List.of())));
  }

  private static final Owner OWNER = new Owner("75aa57f09aa0c8ca", "owner");

  private final S3Xml xml = new S3Xml();

  static Stream<Arguments> documents() {
    return Stream.of(
        arguments("ListAllMyBucketsResult", buckets()),
        arguments("ListBucketResult-v1", objectsV1()),
        arguments("ListBucketResult-v2", objectsV2()),
        arguments(
            "InitiateMultipartUploadResult",
            new InitiateMultipartUploadResult(
                "bucket",
                "example-object",
                "VXBsb2FkIElEIGZvciA2aWWpbmcncyBteS1tb3ZpZS5tMnRzIHVwbG9hZA")),
        arguments("ListPartsResult", parts()),
        arguments("ListMultipartUploadsResult", uploads()),
        arguments("CompleteMultipartUpload", completion()),
        arguments(
            "CompleteMultipartUploadResult",
            new CompleteMultipartUploadResult(
                "http://127.0.0.1:39999/bucket/example-object",
                "bucket",
                "example-object",
                "\"3858f62230ac3c915f300c664312c11f-9\"",
                Checksums.of(ChecksumAlgorithm.CRC32C, "AAAAAA==-9"),
                "COMPOSITE")),
        arguments(
            "CopyObjectResult",
            new CopyObjectResult(
                Instant.parse("2009-10-28T22:32:00Z"),
                "\"9b2cf535f27731c974343645a3985328\"",
                Checksums.of(ChecksumAlgorithm.SHA1, "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
                "FULL_OBJECT")),
        arguments(
            "CopyPartResult",
            new CopyPartResult(
                Instant.parse("2011-04-11T20:34:56Z"),
                "\"9b2cf535f27731c974343645a3985328\"",
                Checksums.of(ChecksumAlgorithm.CRC64NVME, "AAAAAAAAAAA="))),
        arguments("Delete", deletion()),
        arguments(
            "DeleteResult",
            new DeleteResult(
                List.of(new DeleteResult.Deleted("sample1.txt", null)),
                List.of(
                    new DeleteResult.Failed(
                        "sample2.txt", null, "AccessDenied", "Access Denied")))),
        arguments(
            "CreateBucketConfiguration",
            new CreateBucketConfiguration("eu-west-1", null, null, tags())),
        arguments("GetObjectAttributesResponse", attributes()),
        arguments("AccessControlPolicy", AccessControlPolicy.ofOwner(OWNER)),
        arguments("AccessControlPolicy-grants", grants()),
        arguments("OwnershipControls", OwnershipControls.of("BucketOwnerPreferred")),
        arguments(
            "PublicAccessBlockConfiguration",
            new PublicAccessBlockConfiguration(true, false, true, false)),
        arguments("CORSConfiguration", cors()),
        arguments("Tagging", new Tagging(tags())),
        arguments("LocationConstraint", new LocationConstraint("eu-west-1")),
        arguments(
            "RequestPaymentConfiguration",
            new RequestPaymentConfiguration(RequestPaymentConfiguration.Payer.REQUESTER)),
        arguments(
            "AccelerateConfiguration",
            new AccelerateConfiguration(AccelerateConfiguration.Status.SUSPENDED)));
  }

  /** All but the one that is text and nothing else, which only clients read. */
  static Stream<Arguments> readDocuments() {
    return documents().filter(document -> !document.get()[0].equals("LocationConstraint"));
  }

  @ParameterizedTest
  @MethodSource("readDocuments")
  void golden_isRead(String name, S3Document document) throws IOException {
    assertThat(xml.read(new ByteArrayInputStream(golden(name)), document.getClass()))
        .isEqualTo(document);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void golden_isWritten(String name, S3Document document) throws IOException {
    String expected = new String(golden(name), StandardCharsets.UTF_8);
    assertThat(new String(xml.document(document), StandardCharsets.UTF_8))
        .isEqualTo(expected.strip().replaceAll(">\\s+<", "><").replace("?><", "?>\n<"));
  }

  private static TagSet tags() {
    return new TagSet(List.of(new TagSet.Tag("tag1", "val1"), new TagSet.Tag("a tag", "")));
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream file = GoldenDocumentsTest.class.getResourceAsStream(name + ".xml")) {
      assertThat(file).as(name).isNotNull();
      return file.readAllBytes();
    }
  }

  private static S3Document grants() {
    return new AccessControlPolicy(
        OWNER,
        new AccessControlPolicy.AccessControlList(
            List.of(
                new AccessControlPolicy.Grant(
                    AccessControlPolicy.Grantee.user(OWNER.id(), null), "WRITE_ACP"),
                new AccessControlPolicy.Grant(
                    AccessControlPolicy.Grantee.group(
                        "http://acs.amazonaws.com/groups/global/AllUsers"),
                    "READ"))));
  }

  private static S3Document buckets() {
    return new ListAllMyBucketsResult(
        new Owner(
            "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a", "Account+Name"),
        new ListAllMyBucketsResult.Buckets(
            List.of(
                new ListAllMyBucketsResult.Bucket(
                    "amzn-bucket", Instant.parse("2019-12-11T23:32:47Z"), "us-east-1"),
                new ListAllMyBucketsResult.Bucket(
                    "other", Instant.parse("2019-11-10T23:32:13Z"), null))),
        "b3RoZXI",
        "a");
  }

  private static S3Document objectsV1() {
    return ListBucketResult.ofVersion1(
        new ListBucketResult.Page(
            "bucket",
            "photos/2006/",
            "/",
            2,
            null,
            true,
            List.of(
                new ListBucketResult.Contents(
                    "photos/2006/<a> & \"b\".jpg",
                    Instant.parse("2009-10-12T17:50:30Z"),
                    "\"fba9dede5f27731c9771645a39863328\"",
                    null,
                    null,
                    5_368_709_121L,
                    new Owner("75aa57f09aa0c8ca", "mtd"),
                    "STANDARD")),
            List.of(new CommonPrefix("photos/2006/January/"))),
        "",
        "photos/2006/January/",
        null,
        "photos/2006/February/");
  }

  private static S3Document objectsV2() {
    return ListBucketResult.ofVersion2(
        new ListBucketResult.Page(
            "bucket",
            "",
            null,
            1000,
            "url",
            false,
            List.of(
                new ListBucketResult.Contents(
                    "a%01b",
                    Instant.parse("2014-11-21T19:40:05Z"),
                    "\"70ee1738b6b21e2c8a43f3a5ab0eee71\"",
                    "CRC32C",
                    "FULL_OBJECT",
                    1111,
                    null,
                    "STANDARD")),
            List.of()),
        "a",
        "1ueGcxLPRx1Tr",
        null);
  }

  private static S3Document parts() {
    return new ListPartsResult(
        "bucket",
        "example-object",
        "XXBsb2FkIElEIGZvciBlbHZpbmcncyVcdS1tb3ZpZS5tMnRzEEEwbG9hZA",
        new Owner("11112222", "initiator"),
        OWNER,
        "STANDARD",
        1,
        3,
        2,
        true,
        "SHA256",
        "COMPOSITE",
        List.of(
            new ListPartsResult.Part(
                2,
                Instant.parse("2010-11-10T20:48:34Z"),
                "\"7778aef83f66abc1fa1e8477f296d394\"",
                10_485_760,
                Checksums.of(
                    ChecksumAlgorithm.SHA256, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")),
            new ListPartsResult.Part(
                3,
                Instant.parse("2010-11-10T20:48:33Z"),
                "\"aaaa18db4cc2f85cedef654fccc4a4x8\"",
                10_485_760,
                Checksums.NONE)));
  }

  private static S3Document uploads() {
    Owner delegate = new Owner("b1d16700c70b0b05", "delegate");
    return new ListMultipartUploadsResult(
        "bucket",
        "",
        "",
        "my-movie.m2ts",
        "YW55IGlkZWEgd2h5",
        "",
        "/",
        null,
        2,
        true,
        List.of(
            new ListMultipartUploadsResult.Upload(
                "my-movie.m2ts",
                "YW55IGlkZWEgd2h5",
                delegate,
                delegate,
                "STANDARD",
                Instant.parse("2010-11-10T20:48:33Z"),
                null,
                null)),
        List.of(new CommonPrefix("photos/")));
  }

  private static S3Document completion() {
    return new CompleteMultipartUpload(
        List.of(
            part(1, "\"a54357aff0632cce46d942af68356b38\"", "AAAAAA=="),
            part(2, "0c78aef83f66abc1fa1e8477f296d394", null)));
  }

  private static CompleteMultipartUpload.Part part(
      int number, String etag, @Nullable String crc32) {
    return new CompleteMultipartUpload.Part(
        number, etag, crc32, null, null, null, null, null, null, null, null, null);
  }

  private static S3Document deletion() {
    return new Delete(
        List.of(
            new Delete.Entry("sample1.txt", null, null, null, null),
            new Delete.Entry(
                "sample2.txt", "null", "\"e\"", Instant.parse("2011-04-11T20:34:56Z"), 5L)),
        true);
  }

  private static S3Document attributes() {
    return new GetObjectAttributesResponse(
        "3858f62230ac3c915f300c664312c11f-2",
        new GetObjectAttributesResponse.Checksum(
            Checksums.of(ChecksumAlgorithm.CRC32, "AAAAAA==-2"), "COMPOSITE"),
        new GetObjectAttributesResponse.ObjectParts(
            2,
            0,
            1,
            1,
            true,
            List.of(
                new GetObjectAttributesResponse.Part(
                    1, 5_242_880, Checksums.of(ChecksumAlgorithm.CRC32, "AAAAAA==")))),
        "STANDARD",
        5_242_881L);
  }
}

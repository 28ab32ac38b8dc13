package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.v1.ChecksumType;
import dev.sluice.v1.ListObjectsRequest;
import dev.sluice.v1.ListObjectsResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.Principal;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asserts AWS's behaviour: "ListObjectsV2", AmazonS3/latest/API/API_ListObjectsV2.html. */
class ListObjectsV2Test {
  private static final String OWNED =
      """
      <Owner><ID>id</ID></Owner>
      """;

  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void page_namesOwnersWhereTheClientAsksForThem(boolean fetchOwner) throws Exception {
    has(
        ListObjectsResponse.newBuilder()
            .addObjects(
                Stored.object()
                    .setKey("p/a")
                    .setChecksum(Stored.checksum(ChecksumType.COMPOSITE))
                    .setOwner(Principal.newBuilder().setId("id")))
            .addCommonPrefixes("p/b/")
            .setNext("p/c")
            .build());

    s3.assertDocument(
        s3.answer(Requests.listObjectsV2("p/", "/", "p/!", null, false, fetchOwner)),
        """
        <ListBucketResult>
          <Name>bucket</Name>
          <Prefix>p/</Prefix>
          <StartAfter>p/!</StartAfter>
          <NextContinuationToken>%s</NextContinuationToken>
          <KeyCount>2</KeyCount>
          <MaxKeys>2</MaxKeys>
          <Delimiter>/</Delimiter>
          <IsTruncated>true</IsTruncated>
          <Contents>
            <Key>p/a</Key>
            <LastModified>2026-01-02T03:04:05.000Z</LastModified>
            <ETag>"0123456789abcdef0123456789abcdef"</ETag>
            <ChecksumAlgorithm>CRC32</ChecksumAlgorithm>
            <ChecksumType>COMPOSITE</ChecksumType>
            <Size>10</Size>
            %s<StorageClass>STANDARD</StorageClass>
          </Contents>
          <CommonPrefixes><Prefix>p/b/</Prefix></CommonPrefixes>
        </ListBucketResult>
        """
            .formatted(Tokens.encode("p/c"), fetchOwner ? OWNED : ""));
    assertThat(asked())
        .isEqualTo(
            ListObjectsRequest.newBuilder()
                .setBucket("bucket")
                .setPrefix("p/")
                .setDelimiter("/")
                .setStart("p/!")
                .setMaxKeys(2)
                .build());
  }

  @Test
  void token_winsOverStartAfter() throws Exception {
    has(ListObjectsResponse.getDefaultInstance());
    String token = Tokens.encode("next");

    s3.assertDocument(
        s3.answer(Requests.listObjectsV2("", "", "after", token, false, false)),
        """
        <ListBucketResult>
          <Name>bucket</Name>
          <Prefix></Prefix>
          <StartAfter>after</StartAfter>
          <ContinuationToken>%s</ContinuationToken>
          <KeyCount>0</KeyCount>
          <MaxKeys>2</MaxKeys>
          <IsTruncated>false</IsTruncated>
        </ListBucketResult>
        """
            .formatted(token));
    assertThat(asked().getStart()).isEqualTo("next");
    assertThat(asked().getStartInclusive()).isTrue();
  }

  @Test
  void tokenThatNoFrontendIssued_isInvalidArgument() {
    S3Exception refusal = s3.refusal(Requests.listObjectsV2("", "", "", "mine", false, false));

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_ARGUMENT);
    assertThat(refusal.elements()).containsEntry("ArgumentName", "continuation-token");
    assertThat(s3.agent().methods()).isEmpty();
  }

  @Test
  void names_areEncodedWhereTheClientAsksForIt() throws Exception {
    has(
        ListObjectsResponse.newBuilder()
            .addObjects(Stored.object().setKey("a b/\u0001"))
            .addCommonPrefixes("a b/ü+")
            .build());

    s3.assertDocument(
        s3.answer(Requests.listObjectsV2("a b/", "+", "a b/!", null, true, false)),
        """
        <ListBucketResult>
          <Name>bucket</Name>
          <Prefix>a%20b/</Prefix>
          <StartAfter>a%20b/%21</StartAfter>
          <KeyCount>2</KeyCount>
          <MaxKeys>2</MaxKeys>
          <Delimiter>%2B</Delimiter>
          <EncodingType>url</EncodingType>
          <IsTruncated>false</IsTruncated>
          <Contents>
            <Key>a%20b/%01</Key>
            <LastModified>2026-01-02T03:04:05.000Z</LastModified>
            <ETag>"0123456789abcdef0123456789abcdef"</ETag>
            <Size>10</Size>
            <StorageClass>STANDARD</StorageClass>
          </Contents>
          <CommonPrefixes><Prefix>a%20b/%C3%BC%2B</Prefix></CommonPrefixes>
        </ListBucketResult>
        """);
  }

  private void has(ListObjectsResponse page) {
    s3.agent().answers(ObjectServiceGrpc.getListObjectsMethod(), page);
  }

  private ListObjectsRequest asked() {
    return s3.agent().received(ObjectServiceGrpc.getListObjectsMethod());
  }
}

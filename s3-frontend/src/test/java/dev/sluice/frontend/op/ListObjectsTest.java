package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.ListBucketResult;
import dev.sluice.v1.ListObjectsRequest;
import dev.sluice.v1.ListObjectsResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.Principal;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asserts AWS's behaviour: "ListObjects", AmazonS3/latest/API/API_ListObjects.html. */
class ListObjectsTest {
  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  /** KeyCount and NextContinuationToken are not AWS's: clients of Alluxio page with them. */
  @Test
  void pageWithADelimiter_namesWhereToGoOn() throws Exception {
    has(
        ListObjectsResponse.newBuilder()
            .addObjects(
                Stored.object()
                    .setKey("p/a")
                    .setOwner(Principal.newBuilder().setId("id").setDisplayName("name")))
            .addCommonPrefixes("p/b/")
            .setNext("p/c")
            .build());

    s3.assertDocument(
        s3.answer(Requests.listObjects("p/", "/", "p/", null, false)),
        """
        <ListBucketResult>
          <Name>bucket</Name>
          <Prefix>p/</Prefix>
          <Marker>p/</Marker>
          <NextMarker>p/b/</NextMarker>
          <ContinuationToken></ContinuationToken>
          <NextContinuationToken>p/c</NextContinuationToken>
          <KeyCount>2</KeyCount>
          <MaxKeys>2</MaxKeys>
          <Delimiter>/</Delimiter>
          <IsTruncated>true</IsTruncated>
          <Contents>
            <Key>p/a</Key>
            <LastModified>2026-01-02T03:04:05.000Z</LastModified>
            <ETag>"0123456789abcdef0123456789abcdef"</ETag>
            <Size>10</Size>
            <Owner><ID>id</ID><DisplayName>name</DisplayName></Owner>
            <StorageClass>STANDARD</StorageClass>
          </Contents>
          <CommonPrefixes><Prefix>p/b/</Prefix></CommonPrefixes>
        </ListBucketResult>
        """);
    assertThat(asked())
        .isEqualTo(
            ListObjectsRequest.newBuilder()
                .setBucket("bucket")
                .setPrefix("p/")
                .setDelimiter("/")
                .setStart("p/")
                .setMaxKeys(2)
                .build());
  }

  /** The last key says it. */
  @Test
  void pageWithoutADelimiter_hasNoNextMarker() throws Exception {
    has(
        ListObjectsResponse.newBuilder()
            .addObjects(Stored.object().setKey("a"))
            .setNext("b")
            .build());

    ListBucketResult page =
        (ListBucketResult)
            ((S3Response.Document) s3.answer(Requests.listObjects("", "", "", null, false)))
                .document();
    assertThat(page.isTruncated()).isTrue();
    assertThat(page.nextMarker()).isNull();
  }

  /** A marker below a common prefix stands behind all that this prefix rolls up. */
  @ParameterizedTest
  @CsvSource({
    "'', /, a/b/c, a/",
    "a/, /, a/b/c, a/b/",
    "a/, /, b/c/d, b/c/d",
    "'', '', a/b/c, a/b/c",
    "'', --, a--b, a--"
  })
  void markerBelowACommonPrefix_isItsEnd(
      String prefix, String delimiter, String marker, String start) throws Exception {
    has(ListObjectsResponse.getDefaultInstance());

    var _ = s3.answer(Requests.listObjects(prefix, delimiter, marker, null, false));

    assertThat(asked().getStart()).isEqualTo(start);
    assertThat(asked().getStartInclusive()).isFalse();
  }

  /** Not AWS's: clients of Alluxio page with the next key. */
  @Test
  void token_isTheKeyToBeginWith() throws Exception {
    has(ListObjectsResponse.getDefaultInstance());

    var _ = s3.answer(Requests.listObjects("", "/", "marker", "token/key", false));

    assertThat(asked().getStart()).isEqualTo("token/key");
    assertThat(asked().getStartInclusive()).isTrue();
  }

  @Test
  void names_areEncodedWhereTheClientAsksForIt() throws Exception {
    has(
        ListObjectsResponse.newBuilder()
            .addObjects(Stored.object().setKey("a b/\u0001"))
            .addCommonPrefixes("a b/ü+")
            .setNext("a b/ü,")
            .build());

    s3.assertDocument(
        s3.answer(Requests.listObjects("a b/", "+", "a b/!", "", true)),
        """
        <ListBucketResult>
          <Name>bucket</Name>
          <Prefix>a%20b/</Prefix>
          <Marker>a%20b/%21</Marker>
          <NextMarker>a%20b/%C3%BC%2B</NextMarker>
          <ContinuationToken></ContinuationToken>
          <NextContinuationToken>a%20b/%C3%BC%2C</NextContinuationToken>
          <KeyCount>2</KeyCount>
          <MaxKeys>2</MaxKeys>
          <Delimiter>%2B</Delimiter>
          <EncodingType>url</EncodingType>
          <IsTruncated>true</IsTruncated>
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

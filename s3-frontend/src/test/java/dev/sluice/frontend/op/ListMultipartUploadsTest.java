package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.v1.ChecksumAlgorithm;
import dev.sluice.v1.ChecksumType;
import dev.sluice.v1.ListUploadsRequest;
import dev.sluice.v1.ListUploadsResponse;
import dev.sluice.v1.Principal;
import dev.sluice.v1.Upload;
import dev.sluice.v1.UploadServiceGrpc;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Asserts AWS's behaviour: "ListMultipartUploads",
 * AmazonS3/latest/API/API_ListMultipartUploads.html.
 */
class ListMultipartUploadsTest {
  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @Test
  void page_namesWhereToGoOn() throws Exception {
    has(
        ListUploadsResponse.newBuilder()
            .addUploads(
                upload("a")
                    .setChecksumAlgorithm(ChecksumAlgorithm.SHA256)
                    .setChecksumType(ChecksumType.COMPOSITE))
            .addCommonPrefixes("b/")
            .setTruncated(true)
            .setNextKeyMarker("b/")
            .setNextUploadIdMarker("id-b")
            .build());

    s3.assertDocument(
        s3.answer(Requests.listMultipartUploads("", "/", "", "", false)),
        """
        <ListMultipartUploadsResult>
          <Bucket>bucket</Bucket>
          <KeyMarker></KeyMarker>
          <UploadIdMarker></UploadIdMarker>
          <NextKeyMarker>b/</NextKeyMarker>
          <NextUploadIdMarker>id-b</NextUploadIdMarker>
          <Prefix></Prefix>
          <Delimiter>/</Delimiter>
          <MaxUploads>2</MaxUploads>
          <IsTruncated>true</IsTruncated>
          <Upload>
            <Key>a</Key>
            <UploadId>id-a</UploadId>
            <Initiator><ID>id</ID><DisplayName>name</DisplayName></Initiator>
            <Owner><ID>id</ID><DisplayName>name</DisplayName></Owner>
            <StorageClass>STANDARD</StorageClass>
            <Initiated>2026-01-02T03:04:05.000Z</Initiated>
            <ChecksumAlgorithm>SHA256</ChecksumAlgorithm>
            <ChecksumType>COMPOSITE</ChecksumType>
          </Upload>
          <CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>
        </ListMultipartUploadsResult>
        """);
  }

  @Test
  void markersAndPrefix_areAskedOfTheAgent() throws Exception {
    has(ListUploadsResponse.getDefaultInstance());

    var _ = s3.answer(Requests.listMultipartUploads("p", "/", "key", "id", true));

    assertThat(s3.agent().received(UploadServiceGrpc.getListUploadsMethod()))
        .isEqualTo(
            ListUploadsRequest.newBuilder()
                .setBucket("bucket")
                .setPrefix("p")
                .setDelimiter("/")
                .setKeyMarker("key")
                .setUploadIdMarker("id")
                .setMaxUploads(2)
                .build());
  }

  @Test
  void names_areEncodedWhereTheClientAsksForIt() throws Exception {
    has(
        ListUploadsResponse.newBuilder()
            .addUploads(upload("a b"))
            .addCommonPrefixes("a c+")
            .setTruncated(true)
            .setNextKeyMarker("a c+")
            .build());

    s3.assertDocument(
        s3.answer(Requests.listMultipartUploads("a ", "+", "a !", "id", true)),
        """
        <ListMultipartUploadsResult>
          <Bucket>bucket</Bucket>
          <KeyMarker>a%20%21</KeyMarker>
          <UploadIdMarker>id</UploadIdMarker>
          <NextKeyMarker>a%20c%2B</NextKeyMarker>
          <NextUploadIdMarker></NextUploadIdMarker>
          <Prefix>a%20</Prefix>
          <Delimiter>%2B</Delimiter>
          <EncodingType>url</EncodingType>
          <MaxUploads>2</MaxUploads>
          <IsTruncated>true</IsTruncated>
          <Upload>
            <Key>a%20b</Key>
            <UploadId>id-a b</UploadId>
            <Initiator><ID>id</ID><DisplayName>name</DisplayName></Initiator>
            <Owner><ID>id</ID><DisplayName>name</DisplayName></Owner>
            <StorageClass>STANDARD</StorageClass>
            <Initiated>2026-01-02T03:04:05.000Z</Initiated>
          </Upload>
          <CommonPrefixes><Prefix>a%20c%2B</Prefix></CommonPrefixes>
        </ListMultipartUploadsResult>
        """);
  }

  private void has(ListUploadsResponse page) {
    s3.agent().answers(UploadServiceGrpc.getListUploadsMethod(), page);
  }

  private static Upload.Builder upload(String key) {
    return Upload.newBuilder()
        .setKey(key)
        .setUploadId("id-" + key)
        .setInitiator(Principal.newBuilder().setId("id").setDisplayName("name"))
        .setInitiated(Stored.TIME);
  }
}

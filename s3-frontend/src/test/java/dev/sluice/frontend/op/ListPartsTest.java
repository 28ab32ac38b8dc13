package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.v1.ChecksumAlgorithm;
import dev.sluice.v1.ChecksumType;
import dev.sluice.v1.ListPartsRequest;
import dev.sluice.v1.ListPartsResponse;
import dev.sluice.v1.Principal;
import dev.sluice.v1.Upload;
import dev.sluice.v1.UploadServiceGrpc;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Asserts AWS's behaviour: "ListParts", AmazonS3/latest/API/API_ListParts.html. */
class ListPartsTest {
  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @Test
  void page_endsWithTheNumberToGoOnFrom() throws Exception {
    s3.agent()
        .answers(
            UploadServiceGrpc.getListPartsMethod(),
            ListPartsResponse.newBuilder()
                .addParts(Stored.part(4).setChecksum(Stored.checksum(ChecksumType.FULL_OBJECT)))
                .addParts(Stored.part(6))
                .setTruncated(true)
                .setUpload(
                    upload()
                        .setChecksumAlgorithm(ChecksumAlgorithm.CRC32)
                        .setChecksumType(ChecksumType.FULL_OBJECT))
                .build());

    s3.assertDocument(
        s3.answer(Requests.listParts(3)),
        """
        <ListPartsResult>
          <Bucket>bucket</Bucket>
          <Key>a key/ü</Key>
          <UploadId>upload</UploadId>
          <Initiator><ID>id</ID><DisplayName>name</DisplayName></Initiator>
          <Owner><ID>id</ID><DisplayName>name</DisplayName></Owner>
          <StorageClass>STANDARD</StorageClass>
          <PartNumberMarker>3</PartNumberMarker>
          <NextPartNumberMarker>6</NextPartNumberMarker>
          <MaxParts>2</MaxParts>
          <IsTruncated>true</IsTruncated>
          <ChecksumAlgorithm>CRC32</ChecksumAlgorithm>
          <ChecksumType>FULL_OBJECT</ChecksumType>
          <Part>
            <PartNumber>4</PartNumber>
            <LastModified>2026-01-02T03:04:05.000Z</LastModified>
            <ETag>"0123456789abcdef0123456789abcdef"</ETag>
            <Size>10</Size>
            <ChecksumCRC32>c3VtMQ==</ChecksumCRC32>
          </Part>
          <Part>
            <PartNumber>6</PartNumber>
            <LastModified>2026-01-02T03:04:05.000Z</LastModified>
            <ETag>"0123456789abcdef0123456789abcdef"</ETag>
            <Size>10</Size>
          </Part>
        </ListPartsResult>
        """);
    assertThat(s3.agent().received(UploadServiceGrpc.getListPartsMethod()))
        .isEqualTo(
            ListPartsRequest.newBuilder()
                .setUpload(Stored.upload())
                .setPartNumberMarker(3)
                .setMaxParts(2)
                .build());
  }

  @Test
  void emptyPage_goesOnFromItsMarker() throws Exception {
    s3.agent()
        .answers(
            UploadServiceGrpc.getListPartsMethod(),
            ListPartsResponse.newBuilder().setUpload(upload()).build());

    s3.assertDocument(
        s3.answer(Requests.listParts(3)),
        """
        <ListPartsResult>
          <Bucket>bucket</Bucket>
          <Key>a key/ü</Key>
          <UploadId>upload</UploadId>
          <Initiator><ID>id</ID><DisplayName>name</DisplayName></Initiator>
          <Owner><ID>id</ID><DisplayName>name</DisplayName></Owner>
          <StorageClass>STANDARD</StorageClass>
          <PartNumberMarker>3</PartNumberMarker>
          <NextPartNumberMarker>3</NextPartNumberMarker>
          <MaxParts>2</MaxParts>
          <IsTruncated>false</IsTruncated>
        </ListPartsResult>
        """);
  }

  private static Upload.Builder upload() {
    return Upload.newBuilder()
        .setKey(Requests.KEY.value())
        .setUploadId("upload")
        .setInitiator(Principal.newBuilder().setId("id").setDisplayName("name"));
  }
}

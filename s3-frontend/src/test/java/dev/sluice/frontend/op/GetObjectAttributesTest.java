package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sluice.frontend.s3.ObjectAttribute;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.ChecksumType;
import dev.sluice.v1.HeadObjectRequest;
import dev.sluice.v1.HeadObjectResponse;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectServiceGrpc;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asserts AWS's behaviour: "GetObjectAttributes", AmazonS3/latest/API/API_GetObjectAttributes.html.
 */
class GetObjectAttributesTest {
  private static final Set<ObjectAttribute> ALL = EnumSet.allOf(ObjectAttribute.class);

  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @ParameterizedTest
  @CsvSource({
    "ETAG, <ETag>0123456789abcdef0123456789abcdef</ETag>",
    "STORAGE_CLASS, <StorageClass>STANDARD</StorageClass>",
    "OBJECT_SIZE, <ObjectSize>10</ObjectSize>",
    "CHECKSUM, ''",
    "OBJECT_PARTS, ''"
  })
  void answer_holdsOnlyWhatWasAskedFor(ObjectAttribute attribute, String element) throws Exception {
    has(Stored.object());

    S3Response answer = s3.answer(Requests.getObjectAttributes(Set.of(attribute), 0, 1000));

    s3.assertDocument(
        answer, "<GetObjectAttributesResponse>" + element + "</GetObjectAttributesResponse>");
    assertThat(answer.headers()).isEqualTo(Map.of("Last-Modified", Stored.HTTP_TIME));
    assertThat(s3.agent().received(ObjectServiceGrpc.getHeadObjectMethod()))
        .isEqualTo(
            HeadObjectRequest.newBuilder()
                .setBucket("bucket")
                .setKey(Requests.KEY.value())
                .build());
  }

  /** Unlike the header, the element does not name the number of parts. */
  @Test
  void objectOfParts_isShownWithThem() throws Exception {
    has(ofParts());

    s3.assertDocument(
        s3.answer(Requests.getObjectAttributes(ALL, 0, 1000)),
        """
        <GetObjectAttributesResponse>
          <ETag>0123456789abcdef0123456789abcdef</ETag>
          <Checksum>
            <ChecksumCRC32>c3VtMQ==</ChecksumCRC32>
            <ChecksumType>COMPOSITE</ChecksumType>
          </Checksum>
          <ObjectParts>
            <PartsCount>3</PartsCount>
            <PartNumberMarker>0</PartNumberMarker>
            <NextPartNumberMarker>9</NextPartNumberMarker>
            <MaxParts>1000</MaxParts>
            <IsTruncated>false</IsTruncated>
            <Part>
              <PartNumber>3</PartNumber><Size>5</Size><ChecksumCRC32>c3VtMQ==</ChecksumCRC32>
            </Part>
            <Part>
              <PartNumber>5</PartNumber><Size>4</Size><ChecksumCRC32>c3VtMg==</ChecksumCRC32>
            </Part>
            <Part>
              <PartNumber>9</PartNumber><Size>1</Size><ChecksumCRC32>c3VtMw==</ChecksumCRC32>
            </Part>
          </ObjectParts>
          <StorageClass>STANDARD</StorageClass>
          <ObjectSize>10</ObjectSize>
        </GetObjectAttributesResponse>
        """);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 3, true, '<Part><PartNumber>3</PartNumber><Size>5</Size></Part>'",
    "3, 1, 5, true, '<Part><PartNumber>5</PartNumber><Size>4</Size></Part>'",
    "5, 1, 9, false, '<Part><PartNumber>9</PartNumber><Size>1</Size></Part>'",
    "9, 1, 9, false, ''",
    "0, 0, 0, true, ''"
  })
  void page_namesThePartToGoOnFrom(int marker, int max, int next, boolean truncated, String parts)
      throws Exception {
    has(ofParts().clearPartChecksums());

    s3.assertDocument(
        s3.answer(Requests.getObjectAttributes(Set.of(ObjectAttribute.OBJECT_PARTS), marker, max)),
        """
        <GetObjectAttributesResponse>
          <ObjectParts>
            <PartsCount>3</PartsCount>
            <PartNumberMarker>%d</PartNumberMarker>
            <NextPartNumberMarker>%d</NextPartNumberMarker>
            <MaxParts>%d</MaxParts>
            <IsTruncated>%s</IsTruncated>
            %s
          </ObjectParts>
        </GetObjectAttributesResponse>
        """
            .formatted(marker, next, max, truncated, parts));
  }

  /** Without numbers of their own parts are counted. */
  @Test
  void partsWithoutNumbers_areCounted() throws Exception {
    has(Stored.object().addPartSizes(6).addPartSizes(4));

    s3.assertDocument(
        s3.answer(Requests.getObjectAttributes(Set.of(ObjectAttribute.OBJECT_PARTS), 1, 1000)),
        """
        <GetObjectAttributesResponse>
          <ObjectParts>
            <PartsCount>2</PartsCount>
            <PartNumberMarker>1</PartNumberMarker>
            <NextPartNumberMarker>2</NextPartNumberMarker>
            <MaxParts>1000</MaxParts>
            <IsTruncated>false</IsTruncated>
            <Part><PartNumber>2</PartNumber><Size>4</Size></Part>
          </ObjectParts>
        </GetObjectAttributesResponse>
        """);
  }

  private void has(ObjectInfo.Builder object) {
    s3.agent()
        .answers(
            ObjectServiceGrpc.getHeadObjectMethod(),
            HeadObjectResponse.newBuilder().setInfo(object).build());
  }

  private static ObjectInfo.Builder ofParts() {
    return Stored.object()
        .setChecksum(Stored.checksum(ChecksumType.COMPOSITE))
        .addPartNumbers(3)
        .addPartNumbers(5)
        .addPartNumbers(9)
        .addPartSizes(5)
        .addPartSizes(4)
        .addPartSizes(1)
        .addPartChecksums(ByteString.copyFromUtf8("sum1"))
        .addPartChecksums(ByteString.copyFromUtf8("sum2"))
        .addPartChecksums(ByteString.copyFromUtf8("sum3"));
  }
}

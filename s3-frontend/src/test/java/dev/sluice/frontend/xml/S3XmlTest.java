package dev.sluice.frontend.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.Principal;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3XmlTest {
  private static final String PART = "<Part><PartNumber>1</PartNumber><ETag>e</ETag></Part>";

  private final S3Xml xml = new S3Xml();

  private static InputStream body(String text, Charset charset) {
    return new ByteArrayInputStream(text.getBytes(charset));
  }

  private CompleteMultipartUpload completion(String text) throws IOException {
    return xml.read(body(text, StandardCharsets.UTF_8), CompleteMultipartUpload.class);
  }

  private Delete deletion(String text) throws IOException {
    return xml.read(body(text, StandardCharsets.UTF_8), Delete.class);
  }

  private String refusedAs(String text) {
    S3Exception refusal =
        catchThrowableOfType(
            S3Exception.class,
            () -> {
              if (text.contains("<Delete")) {
                deletion(text);
              } else {
                completion(text);
              }
            });
    assertThat(refusal).as(text.substring(0, Math.min(200, text.length()))).isNotNull();
    return refusal.code().code();
  }

  /** The seed page's body, which curl sends with a line feed in front. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<CompleteMultipartUpload>" + PART + "</CompleteMultipartUpload>",
        "\n<CompleteMultipartUpload>\n  " + PART + "\n</CompleteMultipartUpload>\n",
        "<CompleteMultipartUpload xmlns=\""
            + S3Xml.NAMESPACE
            + "\">"
            + PART
            + "</CompleteMultipartUpload>",
        "<a:CompleteMultipartUpload xmlns:a=\""
            + S3Xml.NAMESPACE
            + "\">"
            + PART
            + "</a:CompleteMultipartUpload>",
        "<?xml version=\"1.0\"?><!-- c --><CompleteMultipartUpload><!-- c -->"
            + PART
            + "</CompleteMultipartUpload>",
        "<CompleteMultipartUpload><Part><ETag> e </ETag><PartNumber> 1 </PartNumber></Part>"
            + "</CompleteMultipartUpload>",
      })
  void completion_isReadInEveryDress(String text) throws IOException {
    assertThat(completion(text).part()).hasSize(1);
    assertThat(completion(text).part().getFirst().partNumber()).isEqualTo(1);
  }

  @Test
  void completion_isReadInOtherCharsets() throws IOException {
    String text = "<CompleteMultipartUpload>" + PART + "</CompleteMultipartUpload>";
    assertThat(
            xml.read(
                    body(
                        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + text,
                        StandardCharsets.UTF_16),
                    CompleteMultipartUpload.class)
                .part())
        .hasSize(1);
    assertThat(completion("\uFEFF" + text).part()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "no xml",
        "<CompleteMultipartUpload>",
        "<CompleteMultipartUploads>" + PART + "</CompleteMultipartUploads>",
        "<CompleteMultipartUpload xmlns=\"urn:other\">" + PART + "</CompleteMultipartUpload>",
        "<CompleteMultipartUpload>" + PART + "</CompleteMultipartUpload>x",
        "<CompleteMultipartUpload>" + PART + "</CompleteMultipartUpload><a/>",
        "<CompleteMultipartUpload>x" + PART + "</CompleteMultipartUpload>",
        "<CompleteMultipartUpload>" + PART + "<Other/></CompleteMultipartUpload>",
        "<CompleteMultipartUpload a=\"b\">" + PART + "</CompleteMultipartUpload>",
        "<CompleteMultipartUpload><Part>1</Part></CompleteMultipartUpload>",
        "<CompleteMultipartUpload><Part><ETag>e</ETag></Part></CompleteMultipartUpload>",
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>",
        "<CompleteMultipartUpload><Part><PartNumber/><ETag>e</ETag></Part></CompleteMultipartUpload>",
        "<CompleteMultipartUpload><Part><PartNumber>one</PartNumber><ETag>e</ETag></Part></CompleteMultipartUpload>",
        "<CompleteMultipartUpload><Part><PartNumber>1.5</PartNumber><ETag>e</ETag></Part></CompleteMultipartUpload>",
        "<CompleteMultipartUpload><Part><PartNumber>99999999999</PartNumber><ETag>e</ETag></Part></CompleteMultipartUpload>",
        "<Delete/>",
        "<Delete><Quiet>true</Quiet></Delete>",
        "<Delete><Object/></Delete>",
        "<Delete><Object><Key>a<b/></Key></Object></Delete>",
        "<Delete><Object><Key><b/>a</Key></Object></Delete>",
        "<Delete><Object><Key>a</Key><Size>many</Size></Object></Delete>",
        "<Delete><Object><Key>a</Key><LastModifiedTime>soon</LastModifiedTime></Object></Delete>",
        "<Delete><Object><Key>&unknown;</Key></Object></Delete>",
      })
  void otherText_isMalformed(String text) {
    assertThat(refusedAs(text)).isEqualTo("MalformedXML");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE Delete><Delete><Object><Key>a</Key></Object></Delete>",
        "<!DOCTYPE Delete [<!ENTITY e \"x\">]><Delete><Object><Key>&e;</Key></Object></Delete>",
        "<!DOCTYPE Delete [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
            + "<Delete><Object><Key>&e;</Key></Object></Delete>",
        "<!DOCTYPE Delete SYSTEM \"http://127.0.0.1:1/x.dtd\"><Delete/>",
        "<!DOCTYPE d [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\"><!ENTITY c \"&b;&b;\">]>"
            + "<Delete><Object><Key>&c;</Key></Object></Delete>",
      })
  void documentTypeAndEntities_areMalformed(String text) {
    assertThat(refusedAs(text)).isEqualTo("MalformedXML");
  }

  @Test
  void depth_isLimited() {
    assertThat(refusedAs("<Delete><Object>" + "<a>".repeat(100_000))).isEqualTo("MalformedXML");
  }

  @Test
  void elements_areLimited() {
    assertThat(refusedAs("<Delete>" + "<Object><Key>a</Key></Object>".repeat(1001) + "</Delete>"))
        .isEqualTo("MalformedXML");
    assertThat(refusedAs("<CompleteMultipartUpload/>")).isEqualTo("MalformedXML");
    assertThat(
            refusedAs(
                "<CompleteMultipartUpload>" + PART.repeat(10_001) + "</CompleteMultipartUpload>"))
        .isEqualTo("MalformedXML");
    assertThat(refusedAs("<Delete>" + "<Object/>".repeat(200_000) + "</Delete>"))
        .isEqualTo("MalformedXML");
  }

  @Test
  void largestDocuments_areRead() throws IOException {
    String part =
        "<Part><PartNumber>1</PartNumber><ETag>&quot;0123456789abcdef0123456789abcdef&quot;</ETag>"
            + "<ChecksumCRC32>AAAAAA==</ChecksumCRC32><ChecksumCRC32C>AAAAAA==</ChecksumCRC32C>"
            + "<ChecksumCRC64NVME>AAAAAAAAAAA=</ChecksumCRC64NVME><ChecksumSHA1>"
            + "2jmj7l5rSw0yVb/vlWAYkK/YBwk=</ChecksumSHA1><ChecksumSHA256>"
            + "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=</ChecksumSHA256></Part>\n";
    assertThat(
            completion(
                    "<CompleteMultipartUpload>"
                        + part.repeat(10_000)
                        + "</CompleteMultipartUpload>")
                .part())
        .hasSize(10_000);
    String key = "<Object><Key>" + "&#x1F600;".repeat(256) + "</Key></Object>";
    assertThat(deletion("<Delete>" + key.repeat(1000) + "</Delete>").object()).hasSize(1000);
  }

  @Test
  void size_isLimited() {
    String text =
        "<Delete>"
            + ("<Object><Key>" + "a".repeat(9000) + "</Key></Object>").repeat(1000)
            + "</Delete>";
    assertThat(refusedAs(text)).isEqualTo("MaxMessageLengthExceeded");
  }

  @Test
  void bodyThatBreaks_isNoMalformedDocument() throws IOException {
    InputStream broken = InputStream.nullInputStream();
    broken.close();
    assertThatIOException()
        .isThrownBy(() -> xml.read(broken, Delete.class))
        .withMessage("Stream closed");
  }

  @Test
  void key_keepsItsWhiteSpace() throws IOException {
    String text =
        "<Delete><Object><Key> </Key></Object><Object><Key> a \n</Key></Object>"
            + "<Object><Key></Key></Object><Object><Key/></Object>"
            + "<Object><Key><![CDATA[<a>]]>&amp;</Key></Object></Delete>";
    assertThat(deletion(text).object())
        .extracting(Delete.Entry::key)
        .containsExactly(" ", " a \n", "", "", "<a>&");
  }

  @Test
  void checksumOfAPart_isReadOrInvalid() throws IOException {
    String text =
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>e</ETag>"
            + "<ChecksumCRC32>%s</ChecksumCRC32></Part></CompleteMultipartUpload>";
    assertThat(completion(text.formatted("AAAAAA==")).part().getFirst().checksums())
        .extracting(Object::toString)
        .containsExactly("CRC32:FULL_OBJECT:AAAAAA==");
    CompleteMultipartUpload.Part wrong = completion(text.formatted("AAAA")).part().getFirst();
    assertThat(catchThrowableOfType(S3Exception.class, wrong::checksums).code())
        .isEqualTo(S3ErrorCode.INVALID_REQUEST);
  }

  @Test
  void bucketConfiguration_ofADirectoryBucket_saysSo() throws IOException {
    String text =
        "<CreateBucketConfiguration><Bucket><Type>Directory</Type></Bucket>"
            + "</CreateBucketConfiguration>";
    CreateBucketConfiguration configuration =
        xml.read(body(text, StandardCharsets.UTF_8), CreateBucketConfiguration.class);
    assertThat(configuration.asksForDirectoryBucket()).isTrue();
  }

  @Test
  void error_hasItsElementsInOrderAndNoNamespace() {
    S3Exception failure =
        new S3Exception(S3ErrorCode.NO_SUCH_BUCKET).with("BucketName", "bucket<1>");
    assertThat(
            new String(
                xml.document(ErrorDocument.of(failure, "/bucket", "R1", "H1")),
                StandardCharsets.UTF_8))
        .isEqualTo(
            S3Xml.DECLARATION
                + "<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist"
                + "</Message><BucketName>bucket&lt;1&gt;</BucketName><Resource>/bucket</Resource>"
                + "<RequestId>R1</RequestId><HostId>H1</HostId></Error>");
  }

  @Test
  void emptyConfigurations_areEmptyElements() {
    for (var document :
        List.of(
            new VersioningConfiguration(null),
            new AccelerateConfiguration(null),
            new BucketLoggingStatus(),
            new NotificationConfiguration(),
            new LocationConstraint(null))) {
      assertThat(new String(xml.element(document), StandardCharsets.UTF_8))
          .isEqualTo(
              "<" + document.getClass().getSimpleName() + " xmlns=\"" + S3Xml.NAMESPACE + "\"/>");
    }
  }

  private String keyWritten(String key) {
    return new String(
            xml.element(new InitiateMultipartUploadResult("b", key, "u")), StandardCharsets.UTF_8)
        .replaceAll("(?s).*<Key>(.*)</Key>.*", "$1");
  }

  @Test
  void characters_thatXmlCannotHold_areReferences() {
    assertThat(keyWritten("a\u0001\u0000\r\uFFFE\t\n😀é"))
        .isEqualTo("a&#x1;&#x0;&#xD;&#xFFFE;\t\n😀é");
  }

  @Property(tries = 300)
  void everyKey_isReadBack(@ForAll String any) throws IOException {
    String key =
        new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
            .replaceAll("[\u0000\uFFFE\uFFFF]", "?");
    Delete delete = new Delete(List.of(new Delete.Entry(key, null, null, null, null)), false);
    assertThat(xml.read(new ByteArrayInputStream(xml.document(delete)), Delete.class))
        .isEqualTo(delete);
  }

  @Property(tries = 300)
  void anyText_isADocumentOrRefused(@ForAll String text) throws IOException {
    try {
      assertThat(deletion("<Delete>" + text).object()).isNotEmpty();
    } catch (S3Exception e) {
      assertThat(e.code()).isEqualTo(S3ErrorCode.MALFORMED_XML);
    }
  }

  /** Ours: whoever has no display name shows none, and never an access key. */
  @Test
  void owner_withoutDisplayName_showsNone() {
    assertThat(Owner.of(new Principal("id", "Alice")).displayName()).isEqualTo("Alice");
    assertThat(Owner.of(new Principal("id", "")).displayName()).isNull();
  }

  @Test
  void timestamp_isInWholeSecondsRoundedDown() {
    assertThat(TimestampSerializer.format(Instant.parse("2006-02-03T16:45:09.999999Z")))
        .isEqualTo("2006-02-03T16:45:09.000Z");
    assertThat(TimestampSerializer.format(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
  }

  @Test
  void urlEncoding_keepsSlashesAndNothingElse() {
    assertThat(UrlEncoding.encode("a/b c+d%é\u0001&~")).isEqualTo("a/b%20c%2Bd%25%C3%A9%01%26~");
    assertThat(UrlEncoding.encode("plain/key-1_2.txt")).isEqualTo("plain/key-1_2.txt");
    assertThat(UrlEncoding.encode("test_file(3).png")).isEqualTo("test_file%283%29.png");
  }

  /** Whatever is missing is for the operation to refuse, as AWS refuses it by another code. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<Owner/>",
        "<AccessControlList/>",
        "<AccessControlList></AccessControlList>",
        "<AccessControlList>\n</AccessControlList>",
        "<AccessControlList><Grant/></AccessControlList>",
        "<AccessControlList><Grant><Grantee/></Grant></AccessControlList>",
        "<Owner><ID>1</ID></Owner><AccessControlList><Grant><Grantee"
            + " xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\""
            + " i:type=\"AmazonCustomerByEmail\"><EmailAddress>a</EmailAddress></Grantee>"
            + "<Permission>READ</Permission></Grant></AccessControlList>"
      })
  void incompleteList_isRead(String content) throws IOException {
    String text = "<AccessControlPolicy>" + content + "</AccessControlPolicy>";

    assertThat(xml.read(body(text, StandardCharsets.UTF_8), AccessControlPolicy.class)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<OwnershipControls/>",
        "<OwnershipControls><Rule/></OwnershipControls>",
        "<OwnershipControls><Rule><ObjectOwnership>a</ObjectOwnership></Rule><Rule>"
            + "<ObjectOwnership>a</ObjectOwnership></Rule></OwnershipControls>",
      })
  void ownershipControlsWithoutOneRule_areMalformed(String text) {
    S3Exception refusal =
        catchThrowableOfType(
            S3Exception.class,
            () -> xml.read(body(text, StandardCharsets.UTF_8), OwnershipControls.class));

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.MALFORMED_XML);
  }
}

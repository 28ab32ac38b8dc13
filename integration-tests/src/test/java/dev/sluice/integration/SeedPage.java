package dev.sluice.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every call of the page "S3 Client" of the gateway that Sluice's users come from, as the page
 * shows it, against an open server on some storage. Asserts the page's behaviour: statuses,
 * headers, elements. The page's upload id is the server's here, and its typing error in Location is
 * not repeated.
 */
@Timeout(300)
public abstract class SeedPage {

  private static final byte[] LICENSE = "The licence of something.\n".repeat(1033).getBytes(UTF_8);

  @TempDir private Path folder;

  private String url = "";
  private Path license = Path.of("");

  /** Where an open server serves S3, without a slash at its end. */
  protected abstract URI server();

  /** Paths of all files of a bucket in order, as a tool of the storage lists them. */
  protected abstract List<String> files(String bucket) throws IOException;

  /** The bytes of a file of a bucket, as a tool of the storage reads them. */
  protected abstract byte[] bytes(String bucket, String file) throws IOException;

  /** Whether the bucket's folder is there, as a tool of the storage sees it. */
  protected abstract boolean isThere(String bucket) throws IOException;

  @BeforeEach
  void prepare() throws IOException {
    url = server() + "/api/v1/s3/";
    license = Files.write(folder.resolve("LICENSE"), LICENSE);
  }

  @Test
  void page_worksAsShown() throws IOException {
    String bucket = url + "testbucket";
    CurlAnswer created = CurlAnswer.of("-X", "PUT", bucket);
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.headers())
        .containsKeys("date", "server")
        .containsEntry("content-length", "0");

    CurlAnswer empty = CurlAnswer.of("-X", "GET", bucket);
    assertListed(
        empty,
        List.of(),
        """
        <ListBucketResult xmlns=""><Name>/testbucket</Name><Prefix/><ContinuationToken/><NextContinuationToken/><KeyCount>0</KeyCount>\
        <MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated></ListBucketResult>\
        """);

    objectsAreStoredAndListed(bucket);
    objectsAreFiles();
    objectsAreDeleted(bucket);
    uploadIsCompleted(bucket);
    uploadIsAborted(bucket);

    assertThat(CurlAnswer.of("-X", "DELETE", bucket + "/testobject").status()).isEqualTo(204);
    CurlAnswer deleted = CurlAnswer.of("-X", "DELETE", bucket);
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.headers()).containsKey("date");
    assertThat(isThere("testbucket")).isFalse();
  }

  @Test
  void client_isToldToGoOnBeforeItSendsItsBody() {
    assertThat(CurlAnswer.of("-X", "PUT", url + "expectations").status()).isEqualTo(200);

    CurlAnswer put =
        CurlAnswer.of(
            "-H", "Expect: 100-continue", "-X", "PUT", "-T", license, url + "expectations/key");

    assertThat(put.interim()).containsExactly(100);
    assertThat(put.status()).isEqualTo(200);
  }

  @Test
  void pythonSection_worksWithBoto2() throws IOException {
    Path python = OutsideClients.python();
    Path script = Resources.copy("clients/seed_page.py", folder);

    OutsideCommand.of(python, script, server().getPort()).in(folder).run().good();
  }

  private void objectsAreStoredAndListed(String bucket) {
    CurlAnswer put = CurlAnswer.of("-X", "PUT", "-T", license, bucket + "/testobject");
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.headers()).containsKeys("date", "server").containsEntry("content-length", "0");
    assertThat(put.headers().get("etag")).matches("\"[0-9a-f]{32}\"");

    CurlAnswer got = CurlAnswer.of("-X", "GET", bucket + "/testobject");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.headers())
        .containsKeys("date", "last-modified", "content-type", "server")
        .containsEntry("content-length", "26858");
    assertThat(got.body().getBytes(UTF_8)).isEqualTo(LICENSE);

    String entry =
        "<Contents><Key/><LastModified/><ETag/><Size>26858</Size><StorageClass/></Contents>";
    assertListed(
        CurlAnswer.of("-X", "GET", bucket),
        List.of("testobject"),
        """
        <ListBucketResult xmlns=""><Name>/testbucket</Name><Prefix/><ContinuationToken/><NextContinuationToken/><KeyCount>1</KeyCount>\
        <MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>\
        """
            + entry
            + "</ListBucketResult>");

    for (String key : List.of("key1", "key2", "key3")) {
      assertThat(CurlAnswer.of("-X", "PUT", "-T", license, bucket + "/" + key).status())
          .isEqualTo(200);
    }
    CurlAnswer first = CurlAnswer.of("-X", "GET", bucket + "?max-keys=2");
    assertListed(
        first,
        List.of("key1", "key2"),
        """
        <ListBucketResult xmlns=""><Name>/testbucket</Name><Prefix/><ContinuationToken/><NextContinuationToken>key3</NextContinuationToken>\
        <KeyCount>2</KeyCount><MaxKeys>2</MaxKeys><IsTruncated>true</IsTruncated>\
        """
            + entry
            + "</ListBucketResult>");
    assertThat(first.text("NextContinuationToken")).isEqualTo("key3");
    assertThat(first.text("IsTruncated")).isEqualTo("true");

    CurlAnswer second = CurlAnswer.of("-X", "GET", bucket + "?max-keys=2&continuation-token=key3");
    assertListed(
        second,
        List.of("key3", "testobject"),
        """
        <ListBucketResult xmlns=""><Name>/testbucket</Name><Prefix/><ContinuationToken>key3</ContinuationToken>\
        <NextContinuationToken/>\
        <KeyCount>2</KeyCount><MaxKeys>2</MaxKeys><IsTruncated>false</IsTruncated>\
        """
            + entry
            + "</ListBucketResult>");
    assertThat(second.text("IsTruncated")).isEqualTo("false");
  }

  private void objectsAreFiles() throws IOException {
    assertThat(files("testbucket")).containsExactly("key1", "key2", "key3", "testobject");
    assertThat(bytes("testbucket", "key2")).isEqualTo(LICENSE);
  }

  private static void objectsAreDeleted(String bucket) {
    for (String key : List.of("key1", "key2", "key3", "testobject")) {
      CurlAnswer deleted = CurlAnswer.of("-X", "DELETE", bucket + "/" + key);
      assertThat(deleted.status()).isEqualTo(204);
      assertThat(deleted.headers()).containsKeys("date", "server");
    }
  }

  private void uploadIsCompleted(String bucket) throws IOException {
    String object = bucket + "/testobject";
    String id = begin(object);
    CurlAnswer part =
        CurlAnswer.of("-X", "PUT", "-T", license, object + "?partNumber=1&uploadId=" + id);
    assertThat(part.status()).isEqualTo(200);
    String etag = part.headers().get("etag");
    assertThat(etag).matches("\"[0-9a-f]{32}\"");

    CurlAnswer parts = CurlAnswer.of("-X", "GET", object + "?uploadId=" + id);
    assertThat(parts.status()).isEqualTo(200);
    assertHasElementsOf(
        parts,
        """
        <ListPartsResult xmlns=""><Bucket/><Key/><UploadId/><StorageClass/><IsTruncated/>
        <Part><PartNumber/><LastModified/><ETag/><Size/></Part></ListPartsResult>\
        """);
    assertThat(parts.text("UploadId")).isEqualTo(id);
    assertThat(parts.text("Size")).isEqualTo("26858");

    CurlAnswer completed =
        CurlAnswer.of(
            "-X",
            "POST",
            object + "?uploadId=" + id,
            "-d",
            """

            <CompleteMultipartUpload>
              <Part>
                <PartNumber>1</PartNumber>
                <ETag>%s</ETag>
              </Part>
            </CompleteMultipartUpload>\
            """
                .formatted(etag));
    assertThat(completed.status()).as(completed.body()).isEqualTo(200);
    assertHasElementsOf(
        completed,
        """
        <CompleteMultipartUploadResult xmlns=""><Location/><Bucket/><Key/><ETag/>\
        </CompleteMultipartUploadResult>\
        """);
    assertThat(completed.text("Location")).endsWith("/testbucket/testobject");
    assertThat(completed.text("Bucket")).isEqualTo("testbucket");
    assertThat(completed.text("Key")).isEqualTo("testobject");
    assertThat(bytes("testbucket", "testobject")).isEqualTo(LICENSE);
  }

  private static void uploadIsAborted(String bucket) {
    String object = bucket + "/testobject";
    String id = begin(object);

    CurlAnswer aborted = CurlAnswer.of("-X", "DELETE", object + "?uploadId=" + id);

    assertThat(aborted.status()).isEqualTo(204);
    assertThat(aborted.headers()).containsKey("date");
    assertThat(CurlAnswer.of("-X", "GET", object + "?uploadId=" + id).status()).isEqualTo(404);
  }

  private static String begin(String object) {
    CurlAnswer begun = CurlAnswer.of("-X", "POST", object + "?uploads");
    assertThat(begun.status()).isEqualTo(200);
    assertHasElementsOf(
        begun,
        """
        <InitiateMultipartUploadResult xmlns=""><Bucket/><Key/><UploadId/>\
        </InitiateMultipartUploadResult>\
        """);
    assertThat(begun.text("Bucket")).isEqualTo("testbucket");
    assertThat(begun.text("Key")).isEqualTo("testobject");
    return begun.text("UploadId");
  }

  private static void assertListed(CurlAnswer listed, List<String> keys, String shown) {
    assertThat(listed.status()).isEqualTo(200);
    assertThat(listed.headers()).containsKeys("date", "content-length", "server");
    assertThat(listed.headers().get("content-type")).startsWith("application/xml");
    assertHasElementsOf(listed, shown);
    assertThat(listed.text("KeyCount")).isEqualTo(Integer.toString(keys.size()));
    for (String key : keys) {
      assertThat(listed.body()).contains("<Key>" + key + "</Key>");
    }
  }

  /** The page's elements are all there; AWS has since added some. */
  private static void assertHasElementsOf(CurlAnswer answer, String shown) {
    Set<String> names = new LinkedHashSet<>(CurlAnswer.elements(shown));
    assertThat(answer.elements()).as(answer.body()).containsAll(names);
    assertThat(answer.elements().getFirst()).isEqualTo(names.iterator().next());
  }
}

package dev.sluice.frontend.route;

import static dev.sluice.frontend.route.Heads.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.RangeCondition;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.UploadId;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.CorsRequest;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.ObjectAttribute;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.StatedAcl;
import dev.sluice.frontend.s3.UploadRequest;
import dev.sluice.frontend.xml.S3Xml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asserts AWS's behaviour, except where a test says otherwise: "Amazon S3 operations",
 * AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html, with a page of each.
 */
class RouterTest {
  private static final BucketName BUCKET = new BucketName("bucket");
  private static final ObjectKey KEY = new ObjectKey("a/key");
  private static final UploadId UPLOAD = new UploadId("u-1");

  private static final TagSet TAGS = new TagSet(List.of(new Tag("b", "1 2"), new Tag("a", "")));

  private final Router router = new Router(new Addressing("/api/v1/s3", List.of()), new S3Xml());

  /** Every operation by the request that asks for it, as the API reference writes it. */
  static Stream<S3Operation> operations() {
    return Arrays.stream(S3Operation.values());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyOperation_isRecognised(S3Operation operation) {
    assertThat(route(operation).operation()).isEqualTo(operation);
  }

  /** The request of an operation; of the one whose request is a form, the form's. */
  private S3Request route(S3Operation operation) {
    RequestHead head = head(line(operation), headers(operation));
    BucketName bucket = operation == S3Operation.POST_OBJECT ? router.formBucket(head) : null;
    if (bucket == null) {
      return router.route(head);
    }
    FormFields form = new FormFields(Map.of("key", "k"));
    return router.route(bucket, FormHead.of(head, form), form);
  }

  @Test
  void postToABucketThatIsNoForm_isRefused() {
    S3Exception refusal =
        catchThrowableOfType(S3Exception.class, () -> router.route(head("POST /bucket")));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.PRECONDITION_FAILED);
    assertThat(refusal.elements())
        .containsEntry(
            "Condition", "Bucket POST must be of the enclosure-type multipart/form-data");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyOperation_hasTheFormOfItsSupport(S3Operation operation) {
    S3Request request = route(operation);
    switch (operation.support()) {
      case IMPLEMENTED ->
          assertThat(request)
              .isNotInstanceOf(S3Request.NotImplemented.class)
              .isNotInstanceOf(S3Request.UnsetConfiguration.class);
      case ANSWERED_AS_UNSET ->
          assertThat(request).isInstanceOf(S3Request.UnsetConfiguration.class);
      case NOT_IMPLEMENTED -> assertThat(request).isInstanceOf(S3Request.NotImplemented.class);
    }
  }

  @Test
  void routes_areThoseOfImplementedOperations() {
    Set<S3Operation> implemented =
        operations()
            .filter(operation -> operation.support() == S3Operation.Support.IMPLEMENTED)
            .collect(Collectors.toSet());
    assertThat(Router.ROUTES.keySet()).isEqualTo(implemented);
  }

  private static String line(S3Operation operation) {
    String path =
        switch (operation.scope()) {
          case SERVICE -> "/";
          case BUCKET -> "/bucket";
          case OBJECT -> "/bucket/a/key";
        };
    String query =
        operation.query().stream()
            .map(
                name ->
                    switch (name) {
                      case "uploadId" -> "uploadId=u-1";
                      case "partNumber" -> "partNumber=1";
                      case "list-type", "select-type" -> name + "=2";
                      default -> name;
                    })
            .collect(Collectors.joining("&"));
    String line = operation.method() + " " + path + "?" + query;
    return switch (operation) {
      case LIST_DIRECTORY_BUCKETS -> "GET /?x-id=ListDirectoryBuckets";
      case WRITE_GET_OBJECT_RESPONSE -> "POST /WriteGetObjectResponse";
      default -> line;
    };
  }

  private static String[] headers(S3Operation operation) {
    return switch (operation) {
      case COPY_OBJECT, UPLOAD_PART_COPY -> new String[] {"x-amz-copy-source: /bucket/source"};
      case GET_OBJECT_ATTRIBUTES -> new String[] {"x-amz-object-attributes: ETag"};
      case OPTIONS_OBJECT ->
          new String[] {"origin: http://page.example", "access-control-request-method: GET"};
      default -> new String[0];
    };
  }

  @Test
  void preflight_isAboutTheRequestThatItAsksFor() {
    CorsRequest meant =
        new CorsRequest("http://page.example", "PUT", List.of("x-amz-acl", "content-type"));
    String[] headers = {
      "origin: http://page.example",
      "access-control-request-method: PUT",
      "access-control-request-headers: X-Amz-Acl , content-type,",
      "x-amz-acl: none",
      "content-type: multipart/form-data; boundary=b"
    };

    assertThat(router.route(head("OPTIONS /bucket/a/key?versionId=", headers)))
        .isEqualTo(new S3Request.Preflight(BUCKET, new ObjectKey("a/key"), meant));
    assertThat(router.route(head("OPTIONS /bucket?cors&policy", headers)))
        .isEqualTo(new S3Request.Preflight(BUCKET, null, meant));
    assertThat(router.route(head("OPTIONS /", headers)))
        .isEqualTo(new S3Request.Preflight(null, null, meant));
  }

  @Test
  void listBuckets_readsEveryParameter() {
    assertThat(router.route(head("GET /")))
        .isEqualTo(new S3Request.ListBuckets("", null, 10_000, false, null));
    assertThat(
            router.route(
                head(
                    "GET /?x-id=ListBuckets&prefix=a&continuation-token=t&max-buckets=7&bucket-region=eu")))
        .isEqualTo(new S3Request.ListBuckets("a", "t", 7, true, "eu"));
  }

  @Test
  void listObjects_readsEveryParameter() {
    assertThat(router.route(head("GET /bucket/")))
        .isEqualTo(new BucketRequest.ListObjects(BUCKET, null, "", "", "", null, 1000, false));
    assertThat(
            router.route(
                head(
                    "GET /bucket?prefix=a%2Fb&delimiter=%2F%2F&marker=m+1&max-keys=0&encoding-type=url",
                    "x-amz-expected-bucket-owner: 111")))
        .isEqualTo(new BucketRequest.ListObjects(BUCKET, "111", "a/b", "//", "m 1", null, 0, true));
  }

  /** The seed page's form, not AWS's: a token without list-type. */
  @Test
  void listObjects_withContinuationToken_staysVersionOne() {
    assertThat(router.route(head("GET /api/v1/s3/bucket?max-keys=2&continuation-token=key3")))
        .isEqualTo(new BucketRequest.ListObjects(BUCKET, null, "", "", "", "key3", 2, false));
  }

  @Test
  void listObjectsV2_readsEveryParameter() {
    assertThat(
            router.route(
                head(
                    "GET /bucket?list-type=2&prefix=p&delimiter=/&start-after=s&continuation-token=t"
                        + "&max-keys=5000&encoding-type=url&fetch-owner=true")))
        .isEqualTo(
            new BucketRequest.ListObjectsV2(BUCKET, null, "p", "/", "s", "t", 1000, true, true));
  }

  @Test
  void listMultipartUploads_readsEveryParameter() {
    assertThat(
            router.route(
                head(
                    "GET /bucket?uploads&prefix=p&delimiter=/&key-marker=k&upload-id-marker=u"
                        + "&max-uploads=3&encoding-type=url")))
        .isEqualTo(
            new BucketRequest.ListMultipartUploads(BUCKET, null, "p", "/", "k", "u", 3, true));
  }

  /** As AWS: only the word that tells how the body came is dropped. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, br | gzip, br",
        "gzip ,br | gzip ,br",
        "aws-chunked | ''",
        "aws-chunked, gzip | gzip",
        "aws-chunked,gzip,  br | gzip,  br",
        "gzip, aws-chunked | gzip",
        "gzip, AWS-Chunked , br | gzip, br",
        "aws-chunked-not | aws-chunked-not",
      })
  void contentEncoding_keepsItsSpacing(String sent, String kept) {
    ObjectRequest.PutObject request =
        (ObjectRequest.PutObject)
            router.route(head("PUT /bucket/key", "Content-Encoding: " + sent));
    assertThat(request.metadata().headers().contentEncoding()).isEqualTo(kept);
  }

  @Test
  void putObject_readsEveryHeader() {
    assertThat(
            router.route(
                head(
                    "PUT /bucket/a/key",
                    "Content-Type: text/plain",
                    "Cache-Control: no-store",
                    "Content-Disposition: attachment",
                    "Content-Encoding: aws-chunked, gzip",
                    "Content-Language: de",
                    "Expires: Thu, 01 Dec 1994 16:00:00 GMT",
                    "x-amz-meta-One: 1",
                    "x-amz-meta-two: 2",
                    "x-amz-tagging: b=1+2&a",
                    "x-amz-acl: private",
                    "x-amz-storage-class: STANDARD",
                    "If-Match: \"e\"",
                    "If-None-Match: *")))
        .isEqualTo(
            new ObjectRequest.PutObject(
                BUCKET,
                KEY,
                null,
                ObjectMetadata.of(
                        new ContentHeaders(
                            "text/plain",
                            "no-store",
                            "attachment",
                            "gzip",
                            "de",
                            "Thu, 01 Dec 1994 16:00:00 GMT"),
                        Map.of("one", "1", "two", "2"))
                    .withTags(TAGS),
                new StatedAcl.Canned(CannedAcl.PRIVATE),
                new WriteConditions(
                    new EtagCondition(false, List.of(new ETag("e"))),
                    EtagCondition.ANY,
                    null,
                    null)));
  }

  @Test
  void getObject_readsEveryHeaderAndParameter() {
    assertThat(
            router.route(
                head(
                    "GET /bucket/a/key?response-content-type=text/html&response-expires=never&versionId=null",
                    "Authorization: AWS4-HMAC-SHA256 …",
                    "Range: bytes=1-2",
                    "If-Match: \"a\", \"b\"",
                    "If-None-Match: c",
                    "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
                    "If-Unmodified-Since: Sunday, 06-Nov-94 08:49:38 GMT",
                    "x-amz-checksum-mode: ENABLED")))
        .isEqualTo(
            new ObjectRequest.GetObject(
                BUCKET,
                KEY,
                null,
                new Selection.Range(new ByteRange.FromTo(1, 2)),
                new ReadConditions(
                    new EtagCondition(false, List.of(new ETag("a"), new ETag("b"))),
                    new EtagCondition(false, List.of(new ETag("c"))),
                    Instant.parse("1994-11-06T08:49:37Z"),
                    Instant.parse("1994-11-06T08:49:38Z")),
                new ContentHeaders("text/html", "", "", "", "", "never"),
                true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"tag\"|tag",
        "tag|tag",
        "Sun, 06 Nov 1994 08:49:37 GMT|1994-11-06T08:49:37Z",
      })
  void ifRange_isTheConditionOfARange(String sent, String meant) {
    RangeCondition condition =
        meant.equals("tag")
            ? new RangeCondition.Tag(new ETag(meant))
            : new RangeCondition.Time(Instant.parse(meant));

    assertThat(selection("Range: bytes=1-2", "If-Range: " + sent))
        .isEqualTo(new Selection.Range(new ByteRange.FromTo(1, 2), condition));
    assertThat(selection("If-Range: " + sent)).as("without a range").isEqualTo(Selection.ALL);
  }

  /** RFC 9110 section 13.1.5: only a strong validator says that a part fits to what one has. */
  @ParameterizedTest
  @ValueSource(strings = {"W/\"tag\"", "yesterday at noon", "\"a\", \"b\"", "\"open"})
  void ifRange_thatIsNoStrongValidator_meansTheWholeObject(String sent) {
    assertThat(selection("Range: bytes=1-2", "If-Range: " + sent)).isEqualTo(Selection.ALL);
  }

  private Selection selection(String... headers) {
    return ((ObjectRequest.GetObject) router.route(head("GET /bucket/a/key", headers))).selection();
  }

  @Test
  void headObject_readsPartNumber() {
    assertThat(router.route(head("HEAD /bucket/a/key?partNumber=3")))
        .isEqualTo(
            new ObjectRequest.HeadObject(
                BUCKET,
                KEY,
                null,
                new Selection.Part(3),
                ReadConditions.NONE,
                ContentHeaders.NONE,
                false));
  }

  @Test
  void deleteObject_readsItsConditions() {
    assertThat(
            router.route(
                head(
                    "DELETE /bucket/a/key",
                    "If-Match: *",
                    "x-amz-if-match-size: 5",
                    "x-amz-if-match-last-modified-time: Sun, 06 Nov 1994 08:49:37 GMT")))
        .isEqualTo(
            new ObjectRequest.DeleteObject(
                BUCKET,
                KEY,
                null,
                new WriteConditions(
                    EtagCondition.ANY, null, Instant.parse("1994-11-06T08:49:37Z"), 5L)));
  }

  @Test
  void copyObject_readsSourceAndDirective() {
    assertThat(
            router.route(
                head(
                    "PUT /bucket/a/key",
                    "x-amz-copy-source: /source/k%20e%2By?versionId=null",
                    "x-amz-copy-source-if-match: \"e\"",
                    "x-amz-source-expected-bucket-owner: 222",
                    "x-amz-metadata-directive: REPLACE",
                    "x-amz-meta-a: b",
                    "x-amz-tagging: ignored=1",
                    "x-amz-checksum-algorithm: SHA256",
                    "If-None-Match: *")))
        .isEqualTo(
            new ObjectRequest.CopyObject(
                BUCKET,
                KEY,
                null,
                new CopySource(
                    new BucketName("source"),
                    new ObjectKey("k e+y"),
                    "222",
                    new ReadConditions(
                        new EtagCondition(false, List.of(new ETag("e"))), null, null, null)),
                ObjectMetadata.of(ContentHeaders.NONE, Map.of("a", "b")),
                null,
                null,
                ChecksumAlgorithm.SHA256,
                WriteConditions.ABSENT));
  }

  /** Metadata and tags have a directive each. */
  @Test
  void copyObject_readsTagsWhereTheyAreReplaced() {
    assertThat(copiedTags("x-amz-tagging-directive: REPLACE", "x-amz-tagging: b=1+2&a"))
        .isEqualTo(TAGS);
    assertThat(copiedTags("x-amz-tagging-directive: REPLACE")).isEqualTo(TagSet.NONE);
    assertThat(copiedTags("x-amz-tagging-directive: COPY", "x-amz-tagging: b=1")).isNull();
    assertThat(copiedTags("x-amz-tagging: b=1")).isNull();
  }

  private @Nullable TagSet copiedTags(String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("x-amz-copy-source: source/k");
    ObjectRequest.CopyObject copy =
        (ObjectRequest.CopyObject)
            router.route(head("PUT /bucket/a/key", all.toArray(String[]::new)));
    assertThat(copy.replacement()).isNull();
    return copy.tags();
  }

  @Test
  void copyObject_withoutReplace_keepsTheSourcesHeaders() {
    assertThat(
            router.route(
                head("PUT /bucket/a/key", "x-amz-copy-source: source/k", "x-amz-meta-a: ignored")))
        .isInstanceOfSatisfying(
            ObjectRequest.CopyObject.class, copy -> assertThat(copy.replacement()).isNull());
  }

  @Test
  void getObjectAttributes_readsNamesAndPage() {
    assertThat(
            router.route(
                head(
                    "GET /bucket/a/key?attributes",
                    "x-amz-object-attributes: ETag,ObjectParts",
                    "x-amz-object-attributes: Checksum",
                    "x-amz-max-parts: 2",
                    "x-amz-part-number-marker: 4")))
        .isEqualTo(
            new ObjectRequest.GetObjectAttributes(
                BUCKET,
                KEY,
                null,
                Set.of(
                    ObjectAttribute.ETAG, ObjectAttribute.OBJECT_PARTS, ObjectAttribute.CHECKSUM),
                4,
                2));
  }

  @Test
  void createMultipartUpload_readsChecksumChoice() {
    assertThat(
            router.route(
                head(
                    "POST /bucket/a/key?uploads",
                    "x-amz-tagging: b=1+2&a",
                    "x-amz-checksum-algorithm: CRC32C",
                    "x-amz-checksum-type: FULL_OBJECT")))
        .isEqualTo(
            new UploadRequest.CreateMultipartUpload(
                BUCKET,
                KEY,
                null,
                ObjectMetadata.NONE.withTags(TAGS),
                null,
                ChecksumAlgorithm.CRC32C,
                ChecksumType.FULL_OBJECT));
  }

  @Test
  void uploadPartCopy_readsRange() {
    assertThat(
            router.route(
                head(
                    "PUT /bucket/a/key?partNumber=10000&uploadId=u-1",
                    "x-amz-copy-source: source/k",
                    "x-amz-copy-source-range: bytes=0-9")))
        .isEqualTo(
            new UploadRequest.UploadPartCopy(
                BUCKET,
                KEY,
                null,
                UPLOAD,
                10_000,
                new CopySource(
                    new BucketName("source"), new ObjectKey("k"), null, ReadConditions.NONE),
                new ByteRange.FromTo(0, 9)));
  }

  @Test
  void listParts_readsPage() {
    assertThat(
            router.route(head("GET /bucket/a/key?uploadId=u-1&part-number-marker=3&max-parts=2")))
        .isEqualTo(new UploadRequest.ListParts(BUCKET, KEY, null, UPLOAD, 3, 2));
  }

  @Test
  void completeMultipartUpload_readsStatedChecksumAndSize() {
    S3Request request =
        router.route(
            head(
                "POST /bucket/a/key?uploadId=u-1",
                "Content-Type: application/x-www-form-urlencoded",
                "x-amz-checksum-crc32: AAAAAA==-2",
                "x-amz-checksum-type: COMPOSITE",
                "x-amz-mp-object-size: 5000000000",
                "If-Match: \"e\""));
    assertThat(request)
        .isInstanceOfSatisfying(
            UploadRequest.CompleteMultipartUpload.class,
            complete -> {
              assertThat(complete.uploadId()).isEqualTo(UPLOAD);
              assertThat(complete.objectSize()).isEqualTo(5_000_000_000L);
              assertThat(complete.checksumType()).isEqualTo(ChecksumType.COMPOSITE);
              assertThat(String.valueOf(complete.checksum())).isEqualTo("CRC32:COMPOSITE:AAAAAA==");
              assertThat(complete.conditions().ifMatch()).isNotNull();
            });
  }
}

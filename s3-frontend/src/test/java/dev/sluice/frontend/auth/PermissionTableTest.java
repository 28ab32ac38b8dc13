package dev.sluice.frontend.auth;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.permission.RequestPermissions;
import dev.sluice.frontend.auth.signature.Requests;
import dev.sluice.frontend.route.Addressing;
import dev.sluice.frontend.route.Router;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Operation.Scope;
import dev.sluice.frontend.s3.S3Operation.Support;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.xml.S3Xml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every operation as every kind of identity, through the router. Actions are AWS's: "Actions
 * defined by Amazon S3", Service Authorization Reference.
 */
class PermissionTableTest {
  private static final Router ROUTER = new Router(new Addressing("", List.of()), new S3Xml());

  /** Grants of each kind of identity: actions on resources; two grants are separated by a plus. */
  private static final Map<String, String> KINDS =
      Map.of(
          "admin", "* on *",
          "bucket", "s3:* on photos",
          "prefix", "s3:* on photos/2026/*",
          "reader", "s3:Get*,s3:List* on photos",
          "writer", "s3:PutObject,s3:AbortMultipartUpload on photos",
          "deleter", "s3:DeleteObject on photos",
          "lister", "s3:ListBucket on photos",
          "nobody", "s3:GetObject on elsewhere",
          "anonymous", "s3:GetObject on photos");

  /**
   * Implemented operations: the action, a request, and who may send it. B is the bucket, K the key.
   */
  private static final String TABLE =
      """
      ABORT_MULTIPART_UPLOAD    | s3:AbortMultipartUpload       | DELETE /B/K?uploadId=u       | admin bucket prefix writer
      COMPLETE_MULTIPART_UPLOAD | s3:PutObject                  | POST /B/K?uploadId=u         | admin bucket prefix writer
      COPY_OBJECT               | s3:PutObject                  | PUT /B/K copy                | admin bucket prefix
      CREATE_BUCKET             | s3:CreateBucket               | PUT /B                       | admin bucket
      CREATE_MULTIPART_UPLOAD   | s3:PutObject                  | POST /B/K?uploads            | admin bucket prefix writer
      DELETE_BUCKET             | s3:DeleteBucket               | DELETE /B                    | admin bucket
      DELETE_BUCKET_CORS        | s3:PutBucketCORS             | DELETE /B?cors               | admin bucket
      DELETE_BUCKET_TAGGING     | s3:PutBucketTagging           | DELETE /B?tagging            | admin bucket
      DELETE_OBJECT_TAGGING     | s3:DeleteObjectTagging        | DELETE /B/K?tagging          | admin bucket prefix
      GET_BUCKET_ACCELERATE_CONFIGURATION | s3:GetAccelerateConfiguration | GET /B?accelerate  | admin bucket reader
      GET_BUCKET_REQUEST_PAYMENT | s3:GetBucketRequestPayment   | GET /B?requestPayment        | admin bucket reader
      GET_BUCKET_TAGGING        | s3:GetBucketTagging           | GET /B?tagging               | admin bucket reader
      GET_OBJECT_TAGGING        | s3:GetObjectTagging           | GET /B/K?tagging             | admin bucket prefix reader
      PUT_BUCKET_ACCELERATE_CONFIGURATION | s3:PutAccelerateConfiguration | PUT /B?accelerate  | admin bucket
      PUT_BUCKET_REQUEST_PAYMENT | s3:PutBucketRequestPayment   | PUT /B?requestPayment        | admin bucket
      PUT_BUCKET_TAGGING        | s3:PutBucketTagging           | PUT /B?tagging               | admin bucket
      PUT_OBJECT_TAGGING        | s3:PutObjectTagging           | PUT /B/K?tagging             | admin bucket prefix
      DELETE_BUCKET_OWNERSHIP_CONTROLS | s3:PutBucketOwnershipControls | DELETE /B?ownershipControls | admin bucket
      DELETE_PUBLIC_ACCESS_BLOCK | s3:PutBucketPublicAccessBlock | DELETE /B?publicAccessBlock | admin bucket
      GET_BUCKET_ACL            | s3:GetBucketAcl               | GET /B?acl                   | admin bucket reader
      GET_BUCKET_OWNERSHIP_CONTROLS | s3:GetBucketOwnershipControls | GET /B?ownershipControls | admin bucket reader
      GET_OBJECT_ACL            | s3:GetObjectAcl               | GET /B/K?acl                 | admin bucket prefix reader
      GET_PUBLIC_ACCESS_BLOCK   | s3:GetBucketPublicAccessBlock | GET /B?publicAccessBlock     | admin bucket reader
      PUT_BUCKET_ACL            | s3:PutBucketAcl               | PUT /B?acl                   | admin bucket
      PUT_BUCKET_OWNERSHIP_CONTROLS | s3:PutBucketOwnershipControls | PUT /B?ownershipControls | admin bucket
      PUT_OBJECT_ACL            | s3:PutObjectAcl               | PUT /B/K?acl                 | admin bucket prefix
      PUT_PUBLIC_ACCESS_BLOCK   | s3:PutBucketPublicAccessBlock | PUT /B?publicAccessBlock     | admin bucket
      DELETE_BUCKET_POLICY      | s3:DeleteBucketPolicy         | DELETE /B?policy             | admin bucket
      DELETE_OBJECT             | s3:DeleteObject               | DELETE /B/K                  | admin bucket prefix deleter
      GET_BUCKET_CORS           | s3:GetBucketCORS             | GET /B?cors                  | admin bucket reader
      GET_BUCKET_LOCATION       | s3:GetBucketLocation          | GET /B?location              | admin bucket reader
      GET_BUCKET_POLICY         | s3:GetBucketPolicy            | GET /B?policy                | admin bucket reader
      GET_BUCKET_POLICY_STATUS  | s3:GetBucketPolicyStatus      | GET /B?policyStatus          | admin bucket reader
      GET_OBJECT                | s3:GetObject                  | GET /B/K                     | admin bucket prefix reader anonymous
      GET_OBJECT_ATTRIBUTES     | s3:GetObjectAttributes        | GET /B/K?attributes          | admin bucket prefix reader
      HEAD_BUCKET               | s3:ListBucket                 | HEAD /B                      | admin bucket reader lister
      HEAD_OBJECT               | s3:GetObject                  | HEAD /B/K                    | admin bucket prefix reader anonymous
      LIST_MULTIPART_UPLOADS    | s3:ListBucketMultipartUploads | GET /B?uploads&prefix=K      | admin bucket prefix reader
      LIST_OBJECTS              | s3:ListBucket                 | GET /B?prefix=K              | admin bucket prefix reader lister
      LIST_OBJECTS_V2           | s3:ListBucket                 | GET /B?list-type=2&prefix=K  | admin bucket prefix reader lister
      LIST_PARTS                | s3:ListMultipartUploadParts   | GET /B/K?uploadId=u          | admin bucket prefix reader
      PUT_BUCKET_CORS           | s3:PutBucketCORS             | PUT /B?cors                  | admin bucket
      PUT_BUCKET_POLICY         | s3:PutBucketPolicy            | PUT /B?policy                | admin bucket
      PUT_OBJECT                | s3:PutObject                  | PUT /B/K                     | admin bucket prefix writer
      UPLOAD_PART               | s3:PutObject                  | PUT /B/K?uploadId=u&partNumber=1      | admin bucket prefix writer
      UPLOAD_PART_COPY          | s3:PutObject                  | PUT /B/K?uploadId=u&partNumber=1 copy | admin bucket prefix
      """;

  /**
   * Those that touch no one bucket or key that their head names, which have tests of their own, and
   * the preflight, which everybody may send.
   */
  private static final List<S3Operation> OTHERWISE =
      List.of(
          S3Operation.LIST_BUCKETS,
          S3Operation.DELETE_OBJECTS,
          S3Operation.POST_OBJECT,
          S3Operation.OPTIONS_OBJECT);

  private record Row(String action, String request, List<String> allowed) {}

  private static final Map<S3Operation, Row> ROWS =
      TABLE
          .lines()
          .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
          .collect(
              toMap(
                  cells -> S3Operation.valueOf(cells.get(0)),
                  cells ->
                      new Row(cells.get(1), cells.get(2), List.of(cells.get(3).split(" ", -1))),
                  (one, other) -> one,
                  () -> new EnumMap<>(S3Operation.class)));

  private static final Map<String, Identity> IDENTITIES = new LinkedHashMap<>();

  @BeforeAll
  static void readCredentials() throws CredentialsException {
    for (Map.Entry<String, String> kind : KINDS.entrySet()) {
      List<Map<String, List<String>>> grants = new ArrayList<>();
      for (String grant : kind.getValue().split("\\+", -1)) {
        String[] sides = grant.strip().split(" on ", -1);
        grants.add(
            Map.of(
                "actions", List.of(sides[0].split(",", -1)),
                "resources", List.of(sides[1].split(",", -1))));
      }
      Map<String, Object> entry = Map.of("grants", grants);
      Map<String, Object> file =
          kind.getKey().equals("anonymous")
              ? Map.of("anonymous", entry)
              : Map.of(
                  "identities",
                  List.of(
                      Map.of("access-key", "AK", "secret-key", "secret-key", "grants", grants)));
      Credentials credentials = Credentials.read(file);
      Credentials.Entry known = credentials.find("AK");
      IDENTITIES.put(kind.getKey(), known == null ? credentials.anonymous() : known.identity());
    }
  }

  private static S3Request request(String row, String bucket, String key) {
    boolean copy = row.endsWith(" copy");
    String[] parts = row.replace(" copy", "").replace("/B", "/" + bucket).split(" ", -1);
    String target = parts[1].replace("/K", "/" + key).replace("=K", "=" + key);
    List<String> headers =
        new ArrayList<>(List.of("host", "localhost", "x-amz-object-attributes", "ETag"));
    if (copy) {
      headers.addAll(List.of("x-amz-copy-source", "/" + bucket + "/" + key));
      headers.addAll(List.of("x-amz-storage-class", "STANDARD")); // else it may not be its own
    }
    RequestHead head = Requests.head(parts[0], target, headers.toArray(String[]::new));
    return ROUTER.route(head);
  }

  private static Caller caller(Identity identity, S3Request request) {
    return new RequestPermissions(identity, "", false, Map.of(), Instant.EPOCH).caller(request);
  }

  private static boolean allows(Identity identity, S3Request request) {
    List<Evaluation> evaluations = caller(identity, request).evaluations();
    assertThat(evaluations.isEmpty()).isEqualTo(request.operation().permission().isEmpty());
    return evaluations.stream().allMatch(Evaluation::allows);
  }

  private static Set<String> whoMay(S3Request request) {
    return IDENTITIES.entrySet().stream()
        .filter(kind -> allows(kind.getValue(), request))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @EnumSource
  void operation_isAllowedToThoseWhoseEntrySaysSo(S3Operation operation) {
    Row row = ROWS.get(operation);
    if (row == null) {
      assertThat(operation.support() != Support.IMPLEMENTED || OTHERWISE.contains(operation))
          .as("%s is implemented and has no line in the table", operation)
          .isTrue();
      return;
    }
    S3Request inside = request(row.request(), "photos", "2026/a");
    assertThat(inside.operation()).isEqualTo(operation);
    assertThat(operation.permission()).isEqualTo(row.action());
    assertThat(whoMay(inside)).isEqualTo(new TreeSet<>(row.allowed()));

    Set<String> beside = new TreeSet<>(row.allowed());
    beside.remove("prefix");
    assertThat(whoMay(request(row.request(), "photos", "2025/a"))).isEqualTo(beside);

    S3Request elsewhere = request(row.request(), "elsewhere", "2026/a");
    Set<String> there = whoMay(elsewhere);
    there.remove("nobody"); // who may read there, and nothing else
    assertThat(there).containsExactly("admin");
  }

  @ParameterizedTest
  @EnumSource
  void configuration_isToldToWhoMayGetIt(S3Operation operation) {
    if (operation.support() != Support.ANSWERED_AS_UNSET) {
      return;
    }
    String path = operation.scope() == Scope.BUCKET ? "/B?" : "/B/K?";
    String row = operation.method() + " " + path + String.join("&", operation.query());
    Set<String> expected = new TreeSet<>(List.of("admin", "bucket", "reader"));
    if (operation.scope() == Scope.OBJECT) {
      expected.add("prefix");
    }
    assertThat(whoMay(request(row, "photos", "2026/a"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void operationWithoutPermission_isNone(S3Operation operation) {
    assertThat(operation.permission().isEmpty()).isEqualTo(operation == S3Operation.OPTIONS_OBJECT);
  }

  @Test
  void listOfBuckets_needsItsAction() {
    S3Request list = request("GET /", "", "");
    assertThat(whoMay(list)).containsExactly("admin", "bucket", "prefix", "reader");
  }

  @ParameterizedTest
  @CsvSource({
    "if-match, '\"d41d8cd98f00b204e9800998ecf8427e\"', false",
    "if-match, *, true",
    "if-none-match, *, true",
  })
  void writeThatAsksForATag_needsToReadIt(String header, String value, boolean writerMay) {
    RequestHead put = Requests.head("PUT", "/photos/2026/a", "host", "h", header, value);
    assertThat(whoMay(ROUTER.route(put)).contains("writer")).isEqualTo(writerMay);
    assertThat(whoMay(ROUTER.route(put))).contains("bucket", "prefix", "admin");
  }

  @ParameterizedTest
  @CsvSource({
    "/photos/2026/a, /photos/2025/a, false",
    "/photos/2026/a, /elsewhere/2026/a, false",
    "/photos/2026/a, /photos/2026/b, true",
  })
  void copy_needsItsSource(String destination, String source, boolean prefixMay) {
    RequestHead copy = Requests.head("PUT", destination, "host", "h", "x-amz-copy-source", source);
    assertThat(whoMay(ROUTER.route(copy)).contains("prefix")).isEqualTo(prefixMay);
  }

  @ParameterizedTest
  @CsvSource({
    "anonymous, false",
    "reader, true",
    "prefix, true",
    "admin, true",
  })
  void missingKey_isToldToWhoMayListIt(String kind, boolean told) {
    Identity identity = Objects.requireNonNull(IDENTITIES.get(kind));
    List<Evaluation> disclosures =
        caller(identity, request("GET /B/K", "photos", "2026/a")).disclosures();
    assertThat(disclosures)
        .filteredOn(it -> !it.action().equals("s3:GetObjectTagging"))
        .singleElement()
        .extracting(Evaluation::action, Evaluation::allows)
        .containsExactly("s3:ListBucket", told);
  }
}

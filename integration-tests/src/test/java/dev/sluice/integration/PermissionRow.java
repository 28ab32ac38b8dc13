package dev.sluice.integration;

import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Operation.Scope;
import dev.sluice.frontend.s3.S3Operation.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An operation, a request for it, and exactly what its caller must be allowed to do.
 *
 * @param needs all of these; none where AWS asks for nothing
 * @param request method, target, and words for what a head or a body adds
 */
record PermissionRow(S3Operation operation, List<Need> needs, String request) {
  /**
   * An action on a resource, as a grant says it.
   *
   * @param resource with B for the bucket of the row
   */
  record Need(String action, String resource) {
    Need on(String bucket) {
      return new Need(action, resource.replaceFirst("^B", bucket));
    }
  }

  /**
   * B is a bucket that holds in/there, from/source and an upload U of in/upload with one part, and
   * has a CORS rule and a policy; B-empty is empty, and B-new not there. Words: copy (from/source),
   * match (the tag of in/there), page (the headers of a preflight), and the names of bodies.
   */
  private static final String TABLE =
      """
      ABORT_MULTIPART_UPLOAD    | s3:AbortMultipartUpload on B/in/*                    | DELETE /B/in/upload?uploadId=U
      COMPLETE_MULTIPART_UPLOAD | s3:PutObject on B/in/*                               | POST /B/in/upload?uploadId=U complete
      COPY_OBJECT               | s3:PutObject on B/in/* + s3:GetObject on B/from/*    | PUT /B/in/copy copy
      CREATE_BUCKET             | s3:CreateBucket on B-new                             | PUT /B-new
      CREATE_MULTIPART_UPLOAD   | s3:PutObject on B/in/*                               | POST /B/in/other?uploads
      DELETE_BUCKET             | s3:DeleteBucket on B-empty                           | DELETE /B-empty
      DELETE_BUCKET_CORS        | s3:PutBucketCORS on B                                | DELETE /B?cors
      DELETE_BUCKET_OWNERSHIP_CONTROLS | s3:PutBucketOwnershipControls on B            | DELETE /B?ownershipControls
      DELETE_BUCKET_POLICY      | s3:DeleteBucketPolicy on B                           | DELETE /B?policy
      DELETE_BUCKET_TAGGING     | s3:PutBucketTagging on B                             | DELETE /B?tagging
      DELETE_OBJECT             | s3:DeleteObject on B/in/*                            | DELETE /B/in/there
      DELETE_OBJECT             | s3:DeleteObject on B/in/* + s3:GetObject on B/in/*   | DELETE /B/in/there match
      DELETE_OBJECTS            | s3:DeleteObject on B/in/*                            | POST /B?delete delete
      DELETE_OBJECT_TAGGING     | s3:DeleteObjectTagging on B/in/*                     | DELETE /B/in/there?tagging
      DELETE_PUBLIC_ACCESS_BLOCK | s3:PutBucketPublicAccessBlock on B                  | DELETE /B?publicAccessBlock
      GET_BUCKET_ACCELERATE_CONFIGURATION | s3:GetAccelerateConfiguration on B         | GET /B?accelerate
      GET_BUCKET_ACL            | s3:GetBucketAcl on B                                 | GET /B?acl
      GET_BUCKET_CORS           | s3:GetBucketCORS on B                                | GET /B?cors
      GET_BUCKET_LOCATION       | s3:GetBucketLocation on B                            | GET /B?location
      GET_BUCKET_OWNERSHIP_CONTROLS | s3:GetBucketOwnershipControls on B               | GET /B?ownershipControls
      GET_BUCKET_POLICY         | s3:GetBucketPolicy on B                              | GET /B?policy
      GET_BUCKET_POLICY_STATUS  | s3:GetBucketPolicyStatus on B                        | GET /B?policyStatus
      GET_BUCKET_REQUEST_PAYMENT | s3:GetBucketRequestPayment on B                     | GET /B?requestPayment
      GET_BUCKET_TAGGING        | s3:GetBucketTagging on B                             | GET /B?tagging
      GET_OBJECT                | s3:GetObject on B/in/*                               | GET /B/in/there
      GET_OBJECT_ACL            | s3:GetObjectAcl on B/in/*                            | GET /B/in/there?acl
      GET_OBJECT_ATTRIBUTES     | s3:GetObjectAttributes on B/in/* + s3:GetObject on B/in/* | GET /B/in/there?attributes attributes
      GET_OBJECT_TAGGING        | s3:GetObjectTagging on B/in/*                        | GET /B/in/there?tagging
      GET_PUBLIC_ACCESS_BLOCK   | s3:GetBucketPublicAccessBlock on B                   | GET /B?publicAccessBlock
      HEAD_BUCKET               | s3:ListBucket on B                                   | HEAD /B
      HEAD_OBJECT               | s3:GetObject on B/in/*                               | HEAD /B/in/there
      LIST_BUCKETS              | s3:ListAllMyBuckets on B                             | GET /
      LIST_MULTIPART_UPLOADS    | s3:ListBucketMultipartUploads on B/in/*              | GET /B?uploads&prefix=in/
      LIST_OBJECTS              | s3:ListBucket on B/in/*                              | GET /B?prefix=in/
      LIST_OBJECTS_V2           | s3:ListBucket on B/in/*                              | GET /B?list-type=2&prefix=in/
      LIST_PARTS                | s3:ListMultipartUploadParts on B/in/*                | GET /B/in/upload?uploadId=U
      OPTIONS_OBJECT            |                                                      | OPTIONS /B/in/there page
      POST_OBJECT               | s3:PutObject on B/in/*                               | POST /B form
      PUT_BUCKET_ACCELERATE_CONFIGURATION | s3:PutAccelerateConfiguration on B         | PUT /B?accelerate accelerate
      PUT_BUCKET_ACL            | s3:PutBucketAcl on B                                 | PUT /B?acl acl
      PUT_BUCKET_CORS           | s3:PutBucketCORS on B                                | PUT /B?cors cors
      PUT_BUCKET_OWNERSHIP_CONTROLS | s3:PutBucketOwnershipControls on B               | PUT /B?ownershipControls ownership
      PUT_BUCKET_POLICY         | s3:PutBucketPolicy on B                              | PUT /B?policy policy
      PUT_BUCKET_REQUEST_PAYMENT | s3:PutBucketRequestPayment on B                     | PUT /B?requestPayment payment
      PUT_BUCKET_TAGGING        | s3:PutBucketTagging on B                             | PUT /B?tagging tagging
      PUT_OBJECT                | s3:PutObject on B/in/*                               | PUT /B/in/there text
      PUT_OBJECT                | s3:PutObject on B/in/* + s3:GetObject on B/in/*      | PUT /B/in/there text match
      PUT_OBJECT                | s3:PutObject on B/in/* + s3:PutObjectTagging on B/in/* | PUT /B/in/there text tags
      PUT_OBJECT                | s3:PutObject on B/in/* + s3:PutObjectAcl on B/in/*   | PUT /B/in/there text acl
      PUT_OBJECT_ACL            | s3:PutObjectAcl on B/in/*                            | PUT /B/in/there?acl acl
      PUT_OBJECT_TAGGING        | s3:PutObjectTagging on B/in/*                        | PUT /B/in/there?tagging tagging
      PUT_PUBLIC_ACCESS_BLOCK   | s3:PutBucketPublicAccessBlock on B                   | PUT /B?publicAccessBlock block
      UPLOAD_PART               | s3:PutObject on B/in/*                               | PUT /B/in/upload?uploadId=U&partNumber=2 text
      UPLOAD_PART_COPY          | s3:PutObject on B/in/* + s3:GetObject on B/from/*    | PUT /B/in/upload?uploadId=U&partNumber=2 copy
      """;

  private static final List<PermissionRow> IMPLEMENTED =
      TABLE.lines().map(PermissionRow::parse).toList();

  private static PermissionRow parse(String line) {
    List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    List<Need> needs =
        Arrays.stream(cells.get(1).split(" \\+ ", -1))
            .filter(need -> !need.isEmpty())
            .map(need -> need.split(" on ", -1))
            .map(sides -> new Need(sides[0], sides[1].strip()))
            .toList();
    return new PermissionRow(S3Operation.valueOf(cells.get(0)), needs, cells.get(2));
  }

  /** All there are; fails where an implemented operation is not in the table. */
  static List<PermissionRow> all() {
    List<PermissionRow> rows = new ArrayList<>(IMPLEMENTED);
    for (S3Operation operation : S3Operation.values()) {
      if (operation.support() != Support.IMPLEMENTED) {
        rows.add(unset(operation));
      } else if (IMPLEMENTED.stream().noneMatch(row -> row.operation() == operation)) {
        throw new AssertionError(operation + " is implemented and has no line in the table");
      }
    }
    return rows;
  }

  /** What is about a setting that nobody can make needs its permission all the same. */
  private static PermissionRow unset(S3Operation operation) {
    String path =
        switch (operation) {
          case WRITE_GET_OBJECT_RESPONSE -> "/WriteGetObjectResponse";
          case LIST_DIRECTORY_BUCKETS -> "/?x-id=ListDirectoryBuckets";
          default ->
              switch (operation.scope()) {
                    case SERVICE -> "/";
                    case BUCKET -> "/B";
                    case OBJECT -> "/B/in/there";
                  }
                  + (operation.query().isEmpty() ? "" : "?" + String.join("&", operation.query()));
        };
    String resource = operation.scope() == Scope.OBJECT ? "B/in/*" : "B";
    return new PermissionRow(
        operation,
        operation.permission().isEmpty()
            ? List.of()
            : List.of(new Need(operation.permission(), resource)),
        operation.method() + " " + path);
  }

  /** Whether it is answered by doing something. */
  boolean isImplemented() {
    return operation.support() == Support.IMPLEMENTED;
  }

  /** Grants that do not suffice, by what they lack. */
  Map<String, List<Need>> tooLittle() {
    Map<String, List<Need>> kinds = new LinkedHashMap<>();
    if (needs.isEmpty()) {
      return kinds;
    }
    kinds.put("nothing", List.of());
    for (Need lacking : needs) {
      kinds.put(
          "all-but-" + lacking.action().substring(lacking.action().indexOf(':') + 1),
          everyAction()
              .filter(it -> !it.equals(lacking.action()))
              .map(it -> new Need(it, "*"))
              .toList());
    }
    if (operation.scope() == Scope.SERVICE) {
      return kinds; // is about no bucket
    }
    kinds.put("elsewhere", List.of(new Need("*", "elsewhere")));
    kinds.put("beside", List.of(new Need("*", "B/beside/*")));
    for (Need lacking : needs) {
      List<Need> others =
          needs.stream().filter(need -> !need.resource().equals(lacking.resource())).toList();
      if (!others.isEmpty()) {
        kinds.put("not-on" + lacking.resource().replaceAll("[^a-z]", "-"), onAll(others));
      }
    }
    return kinds;
  }

  private static List<Need> onAll(List<Need> needs) {
    return needs.stream().map(need -> new Need("*", need.resource())).toList();
  }

  private static Stream<String> everyAction() {
    return Arrays.stream(S3Operation.values())
        .map(S3Operation::permission)
        .filter(action -> !action.isEmpty())
        .distinct();
  }

  @Override
  public String toString() {
    return operation.awsName() + " " + request;
  }
}

package dev.sluice.integration.conformance;

import static java.util.Map.entry;

import dev.sluice.integration.conformance.Shape.Document;
import dev.sluice.integration.conformance.Shape.Kind;
import dev.sluice.integration.conformance.Shape.Member;
import dev.sluice.integration.conformance.Shape.Structure;
import dev.sluice.integration.conformance.Shape.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The documents that operations answer. SDKs ignore the name of the root, so the service model does
 * not have it; it is that of the Response Syntax on the operation's page of the API reference
 * (docs.aws.amazon.com/AmazonS3/latest/API).
 */
final class AnswerDocuments {
  private static final Map<String, String> ROOTS =
      Map.ofEntries(
          entry("CompleteMultipartUpload", "CompleteMultipartUploadResult"),
          entry("CopyObject", "CopyObjectResult"),
          entry("CreateMultipartUpload", "InitiateMultipartUploadResult"),
          entry("DeleteObjects", "DeleteResult"),
          entry("GetBucketAccelerateConfiguration", "AccelerateConfiguration"),
          entry("GetBucketAcl", "AccessControlPolicy"),
          entry("GetBucketCors", "CORSConfiguration"),
          entry("GetBucketLocation", "LocationConstraint"),
          entry("GetBucketLogging", "BucketLoggingStatus"),
          entry("GetBucketNotificationConfiguration", "NotificationConfiguration"),
          entry("GetBucketOwnershipControls", "OwnershipControls"),
          entry("GetBucketPolicyStatus", "PolicyStatus"),
          entry("GetBucketRequestPayment", "RequestPaymentConfiguration"),
          entry("GetBucketTagging", "Tagging"),
          entry("GetBucketVersioning", "VersioningConfiguration"),
          entry("GetObjectAcl", "AccessControlPolicy"),
          entry("GetObjectAttributes", "GetObjectAttributesResponse"),
          entry("GetObjectTagging", "Tagging"),
          entry("GetPublicAccessBlock", "PublicAccessBlockConfiguration"),
          entry("ListBuckets", "ListAllMyBucketsResult"),
          entry("ListMultipartUploads", "ListMultipartUploadsResult"),
          entry("ListObjects", "ListBucketResult"),
          entry("ListObjectsV2", "ListBucketResult"),
          entry("ListParts", "ListPartsResult"),
          entry("UploadPartCopy", "CopyPartResult"));

  /**
   * Elements beyond the model, of clients of Alluxio's S3 API page: they page through ListObjects
   * as through ListObjectsV2, and count its keys. SDKs skip what they do not know.
   */
  private static final Map<String, Set<String>> BEYOND =
      Map.of("ListObjects", Set.of("ContinuationToken", "NextContinuationToken", "KeyCount"));

  /** Of POST Object, which no SDK has: "Browser-Based Uploads Using POST", Response Elements. */
  static final Document POST_RESPONSE = texts("PostResponse", "Location Bucket Key ETag", "");

  /** Elements that AWS's errors have besides those of every error, each according to its code. */
  static final Set<String> ELEMENTS_OF_ERRORS =
      Set.of(
          """
          AWSAccessKeyId ActualObjectSize ActualPartCount ArgumentName ArgumentValue
          BadChunkSize BucketName CalculatedDigest CanonicalRequest CanonicalRequestBytes Chunk
          ClientComputedContentSHA256 Condition ETag EmailAddress ExpectedDigest Expires Header
          HeaderValue HeadersNotSigned Key LocationConstraint MaxAllowedSkewMilliseconds
          MaxMessageLengthBytes MaxSizeAllowed Method MinSizeAllowed MissingHeaderName
          NumberBytesExpected NumberBytesProvided PartNumber PartNumberRequested ProposedSize
          RangeRequested Region RequestTime ResourceType S3ComputedContentSHA256 ServerTime
          SignatureProvided Size StorageClassRequested StringToSign StringToSignBytes UploadId
          """
              .strip()
              .split("\\s++", -1));

  /** Of a failure: the page "Error responses". */
  static final Document ERROR =
      texts(
          "Error",
          "Code Message RequestId",
          "Resource HostId " + String.join(" ", ELEMENTS_OF_ERRORS));

  private AnswerDocuments() {}

  /** The document of an operation's answer; empty: it has none. */
  static Optional<Document> of(ServiceModel model, String operation) {
    return model.answer(operation).map(shape -> new Document(root(operation), shape));
  }

  /** The root of an operation's answer; empty: it has none that Sluice writes. */
  static Optional<String> knownRoot(String operation) {
    return Optional.ofNullable(ROOTS.get(operation));
  }

  private static String root(String operation) {
    return knownRoot(operation)
        .orElseThrow(
            () -> new AssertionError(operation + " has no root in the table of documents"));
  }

  /** Paths of elements beyond the model that an operation's answer may have. */
  static Set<String> beyond(String operation) {
    return BEYOND.getOrDefault(operation, Set.of()).stream()
        .map(name -> "/" + root(operation) + "/" + name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Document texts(String root, String required, String optional) {
    Text text = new Text(Kind.STRING, Set.of());
    List<String> must = List.of(required.split(" ", -1));
    List<Member> members =
        List.of((required + " " + optional).strip().split(" ", -1)).stream()
            .map(name -> new Member(name, false, must.contains(name), false, text))
            .toList();
    return new Document(root, new Structure(members));
  }
}

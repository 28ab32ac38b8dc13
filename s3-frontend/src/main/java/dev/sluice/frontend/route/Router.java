package dev.sluice.frontend.route;

import static java.util.Map.entry;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.TagSet;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.RequestSubject;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Operation.Scope;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.SubResources;
import dev.sluice.frontend.xml.S3Xml;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a checked request of a request's head. The only reader of addresses, of query parameters
 * and of headers, save those of signatures and of the body's digests.
 *
 * <p>Pure: it calls nothing and knows nothing of the caller. What it refuses is refused for every
 * caller.
 */
public final class Router {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS");

  /** Every implemented operation; a test holds it against {@link S3Operation}. */
  static final Map<S3Operation, Function<Call, S3Request>> ROUTES =
      Map.ofEntries(
          entry(S3Operation.LIST_BUCKETS, BucketRoutes::listBuckets),
          entry(S3Operation.CREATE_BUCKET, BucketRoutes::createBucket),
          entry(S3Operation.HEAD_BUCKET, BucketRoutes::headBucket),
          entry(S3Operation.DELETE_BUCKET, BucketRoutes::deleteBucket),
          entry(S3Operation.GET_BUCKET_LOCATION, BucketRoutes::getBucketLocation),
          entry(S3Operation.PUT_BUCKET_CORS, CorsRoutes::putBucketCors),
          entry(S3Operation.GET_BUCKET_CORS, CorsRoutes::getBucketCors),
          entry(S3Operation.DELETE_BUCKET_CORS, CorsRoutes::deleteBucketCors),
          entry(S3Operation.OPTIONS_OBJECT, CorsRoutes::preflight),
          entry(S3Operation.DELETE_OBJECTS, BucketRoutes::deleteObjects),
          entry(S3Operation.PUT_BUCKET_POLICY, BucketRoutes::putBucketPolicy),
          entry(S3Operation.GET_BUCKET_POLICY, BucketRoutes::getBucketPolicy),
          entry(S3Operation.GET_BUCKET_POLICY_STATUS, BucketRoutes::getBucketPolicyStatus),
          entry(S3Operation.DELETE_BUCKET_POLICY, BucketRoutes::deleteBucketPolicy),
          entry(
              S3Operation.POST_OBJECT,
              call -> {
                throw FormRoutes.noForm();
              }),
          entry(S3Operation.LIST_OBJECTS, BucketRoutes::listObjects),
          entry(S3Operation.LIST_OBJECTS_V2, BucketRoutes::listObjectsV2),
          entry(S3Operation.LIST_MULTIPART_UPLOADS, BucketRoutes::listMultipartUploads),
          entry(S3Operation.PUT_OBJECT, ObjectRoutes::putObject),
          entry(S3Operation.GET_OBJECT, ObjectRoutes::getObject),
          entry(S3Operation.HEAD_OBJECT, ObjectRoutes::headObject),
          entry(S3Operation.DELETE_OBJECT, ObjectRoutes::deleteObject),
          entry(S3Operation.COPY_OBJECT, ObjectRoutes::copyObject),
          entry(S3Operation.GET_OBJECT_ATTRIBUTES, ObjectRoutes::getObjectAttributes),
          entry(S3Operation.GET_BUCKET_TAGGING, BucketRoutes::getBucketTagging),
          entry(S3Operation.PUT_BUCKET_TAGGING, BucketRoutes::putBucketTagging),
          entry(S3Operation.DELETE_BUCKET_TAGGING, BucketRoutes::deleteBucketTagging),
          entry(S3Operation.GET_BUCKET_REQUEST_PAYMENT, BucketRoutes::getBucketRequestPayment),
          entry(S3Operation.PUT_BUCKET_REQUEST_PAYMENT, BucketRoutes::putBucketRequestPayment),
          entry(
              S3Operation.GET_BUCKET_ACCELERATE_CONFIGURATION,
              BucketRoutes::getBucketAccelerateConfiguration),
          entry(
              S3Operation.PUT_BUCKET_ACCELERATE_CONFIGURATION,
              BucketRoutes::putBucketAccelerateConfiguration),
          entry(S3Operation.GET_OBJECT_TAGGING, ObjectRoutes::getObjectTagging),
          entry(S3Operation.PUT_OBJECT_TAGGING, ObjectRoutes::putObjectTagging),
          entry(S3Operation.DELETE_OBJECT_TAGGING, ObjectRoutes::deleteObjectTagging),
          entry(S3Operation.GET_BUCKET_ACL, AclRoutes::getBucketAcl),
          entry(S3Operation.PUT_BUCKET_ACL, AclRoutes::putBucketAcl),
          entry(S3Operation.GET_OBJECT_ACL, AclRoutes::getObjectAcl),
          entry(S3Operation.PUT_OBJECT_ACL, AclRoutes::putObjectAcl),
          entry(S3Operation.GET_BUCKET_OWNERSHIP_CONTROLS, AclRoutes::getBucketOwnershipControls),
          entry(S3Operation.PUT_BUCKET_OWNERSHIP_CONTROLS, AclRoutes::putBucketOwnershipControls),
          entry(
              S3Operation.DELETE_BUCKET_OWNERSHIP_CONTROLS,
              AclRoutes::deleteBucketOwnershipControls),
          entry(S3Operation.GET_PUBLIC_ACCESS_BLOCK, AclRoutes::getPublicAccessBlock),
          entry(S3Operation.PUT_PUBLIC_ACCESS_BLOCK, AclRoutes::putPublicAccessBlock),
          entry(S3Operation.DELETE_PUBLIC_ACCESS_BLOCK, AclRoutes::deletePublicAccessBlock),
          entry(S3Operation.CREATE_MULTIPART_UPLOAD, UploadRoutes::createMultipartUpload),
          entry(S3Operation.UPLOAD_PART, UploadRoutes::uploadPart),
          entry(S3Operation.UPLOAD_PART_COPY, UploadRoutes::uploadPartCopy),
          entry(S3Operation.LIST_PARTS, UploadRoutes::listParts),
          entry(S3Operation.COMPLETE_MULTIPART_UPLOAD, UploadRoutes::completeMultipartUpload),
          entry(S3Operation.ABORT_MULTIPART_UPLOAD, UploadRoutes::abortMultipartUpload));

  private final Addressing addressing;
  private final ConditionKeyReader conditionKeys;
  private final S3Xml xml;

  /**
   * A router of requests that are addressed so.
   *
   * @param xml reads documents in the fields of forms
   */
  public Router(Addressing addressing, S3Xml xml) {
    this.addressing = addressing;
    this.conditionKeys = new ConditionKeyReader(addressing);
    this.xml = xml;
  }

  /** The request that a head makes; fails with the answer to one that makes none. */
  public S3Request route(RequestHead head) {
    if (!METHODS.contains(head.method())) {
      Scope scope = addressing.target(head.host(), head.rawPath()).scope();
      throw OperationTable.of(scope).methodNotAllowed(head.method(), "");
    }
    if (head.method().equals("POST") && head.rawPath().equals("/WriteGetObjectResponse")) {
      return new S3Request.NotImplemented(S3Operation.WRITE_GET_OBJECT_RESPONSE, null, null);
    }
    if (head.method().equals("OPTIONS")) {
      return preflight(head);
    }
    Target target = addressing.target(head.host(), head.rawPath());
    S3Operation operation = operation(target, head);
    BucketName bucket = bucket(target);
    ObjectKey key = target instanceof Target.Keyed keyed ? keyed.key() : null;
    Function<Call, S3Request> route = ROUTES.get(operation);
    if (operation.support() == S3Operation.Support.ANSWERED_AS_UNSET && bucket != null) {
      refuseVersion(head.query());
      return new S3Request.UnsetConfiguration(
          operation, bucket, key, head.header("x-amz-expected-bucket-owner"));
    }
    SettingHeaders.check(head);
    if (route == null) {
      return new S3Request.NotImplemented(operation, bucket, key);
    }
    RefusedHeaders.check(head);
    refuseVersion(head.query());
    return route.apply(new Call(head, target, addressing));
  }

  /** The preflight that a head makes, which is about another request; fails where it makes none. */
  public S3Request.Preflight preflight(RequestHead head) {
    Target target = addressing.target(head.host(), head.rawPath());
    return CorsRoutes.preflight(new Call(head, target, addressing));
  }

  /** The subject of a head by its address alone; null where that has none. */
  public @Nullable RequestSubject subject(RequestHead head) {
    try {
      Target target = addressing.target(head.host(), head.rawPath());
      return new RequestSubject(
          operation(target, head),
          bucket(target),
          target instanceof Target.Keyed keyed ? keyed.key() : null,
          head.query().valueOrEmpty("prefix"));
    } catch (S3Exception | StorageException e) {
      return null;
    }
  }

  /**
   * Condition keys of a head, whether the rest of it can be understood or not. Fails with
   * RequestHeaderSectionTooLarge where they are more than a policy is asked with.
   *
   * @param operation that it asks for
   */
  public Map<String, List<String>> conditionKeys(RequestHead head, S3Operation operation) {
    return conditionKeys.read(head, operation);
  }

  /**
   * Condition keys of a form: of its fields as headers, and of the head that it came with.
   *
   * @param tags that the form states, as far as they are known
   */
  public Map<String, List<String>> conditionKeys(
      RequestHead sent, RequestHead fields, TagSet tags) {
    return conditionKeys.ofForm(sent, fields, tags);
  }

  /** The bucket that a head is about by its address, whatever else it says; null: none. */
  public @Nullable BucketName bucket(RequestHead head) {
    try {
      return addressing.bucketOf(head.host(), head.rawPath());
    } catch (S3Exception e) {
      return null;
    }
  }

  /** Whether a head asks for a change of a bucket itself: of its settings, or its deletion. */
  public boolean changesBucket(RequestHead head) {
    boolean changes = head.method().equals("PUT") || head.method().equals("DELETE");
    return changes && addressing.target(head.host(), head.rawPath()) instanceof Target.Bucket;
  }

  /** Whether a head asks for a bucket's existence, by its method and address. */
  public boolean headsBucket(RequestHead head) {
    try {
      return head.method().equals("HEAD")
          && addressing.target(head.host(), head.rawPath()) instanceof Target.Bucket;
    } catch (S3Exception e) {
      return false;
    }
  }

  /**
   * The bucket that a form may be sent to by this head; null where it asks for something else than
   * PostObject.
   */
  public @Nullable BucketName formBucket(RequestHead head) {
    if (!head.method().equals("POST")) {
      return null;
    }
    Target target = addressing.target(head.host(), head.rawPath());
    boolean posts =
        target instanceof Target.Bucket && operation(target, head) == S3Operation.POST_OBJECT;
    return posts ? bucket(target) : null;
  }

  /**
   * The request that a form makes.
   *
   * @param head the form's fields as headers: {@link FormHead}
   */
  public ObjectRequest.PostObject route(BucketName bucket, RequestHead head, FormFields form) {
    return FormRoutes.postObject(xml, bucket, head, form);
  }

  private static S3Operation operation(Target target, RequestHead head) {
    Query query = head.query();
    String repeated = query.repeated(SubResources.NAMES);
    if (repeated != null) {
      throw S3Exception.invalidArgument(
          "The parameter " + repeated + " is given more than once (expected: once)",
          repeated,
          null);
    }
    Scope scope = target.scope();
    if (head.method().equals("OPTIONS")) {
      return S3Operation.OPTIONS_OBJECT;
    }
    boolean directoryBuckets = query.valueOrEmpty("x-id").equals("ListDirectoryBuckets");
    if (scope == Scope.SERVICE && head.method().equals("GET") && directoryBuckets) {
      return S3Operation.LIST_DIRECTORY_BUCKETS;
    }
    boolean objectPut = scope == Scope.OBJECT && head.method().equals("PUT");
    if (objectPut && query.has("partNumber") != query.has("uploadId")) {
      String missing = query.has("uploadId") ? "partNumber" : "uploadId";
      throw S3Exception.invalidArgument(
          "This operation needs both partNumber and uploadId", missing, null);
    }
    S3Operation found = OperationTable.of(scope).find(head.method(), query);
    boolean copy = head.header(CopySourceReader.HEADER) != null;
    if (copy && found == S3Operation.PUT_OBJECT) {
      return S3Operation.COPY_OBJECT;
    }
    return copy && found == S3Operation.UPLOAD_PART ? S3Operation.UPLOAD_PART_COPY : found;
  }

  /** Without versions every object is the version {@code null}, and no other id was ever given. */
  private static void refuseVersion(Query query) {
    String version = query.value("versionId");
    if (version == null || version.equals("null")) {
      return;
    }
    if (version.isEmpty()) {
      throw S3Exception.invalidArgument(
          "Version id cannot be the empty string", "versionId", version);
    }
    throw S3Exception.invalidArgument("Invalid version id specified", "versionId", version);
  }

  private static @Nullable BucketName bucket(Target target) {
    return switch (target) {
      case Target.Service() -> null;
      case Target.Bucket(BucketName bucket) -> bucket;
      case Target.Keyed(BucketName bucket, ObjectKey key) -> bucket;
    };
  }
}

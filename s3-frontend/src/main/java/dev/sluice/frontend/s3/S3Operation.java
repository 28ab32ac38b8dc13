package dev.sluice.frontend.s3;

import static dev.sluice.frontend.s3.S3Operation.Scope.BUCKET;
import static dev.sluice.frontend.s3.S3Operation.Scope.OBJECT;
import static dev.sluice.frontend.s3.S3Operation.Scope.SERVICE;
import static dev.sluice.frontend.s3.S3Operation.Support.ANSWERED_AS_UNSET;
import static dev.sluice.frontend.s3.S3Operation.Support.IMPLEMENTED;
import static dev.sluice.frontend.s3.S3Operation.Support.NOT_IMPLEMENTED;

import java.util.List;
import java.util.Locale;

/**
 * Every operation of the Amazon S3 API reference, and what Sluice answers to it. A constant is
 * named as the operation is, in upper case.
 *
 * <p>One table for four readers: the router finds an operation by scope, method and query; the
 * policy by its permission; the metrics by its name; and the generated reference shows all of it.
 */
public enum S3Operation {
  ABORT_MULTIPART_UPLOAD(
      OBJECT, "DELETE ?uploadId", "s3:AbortMultipartUpload", IMPLEMENTED, "Frees the parts."),
  COMPLETE_MULTIPART_UPLOAD(
      OBJECT, "POST ?uploadId", "s3:PutObject", IMPLEMENTED, "Assembles the parts."),
  COPY_OBJECT(OBJECT, "PUT", "s3:PutObject", IMPLEMENTED, "From a stored object."),
  CREATE_BUCKET(BUCKET, "PUT", "s3:CreateBucket", IMPLEMENTED, "Creates a bucket."),
  CREATE_BUCKET_METADATA_CONFIGURATION(
      BUCKET, "POST ?metadataConfiguration", "s3:CreateBucketMetadataTableConfiguration"),
  CREATE_BUCKET_METADATA_TABLE_CONFIGURATION(
      BUCKET, "POST ?metadataTable", "s3:CreateBucketMetadataTableConfiguration"),
  CREATE_MULTIPART_UPLOAD(
      OBJECT, "POST ?uploads", "s3:PutObject", IMPLEMENTED, "Begins a multipart upload."),
  CREATE_SESSION(BUCKET, "GET ?session", "s3express:CreateSession"),
  DELETE_BUCKET(BUCKET, "DELETE", "s3:DeleteBucket", IMPLEMENTED, "Removes an empty bucket."),
  DELETE_BUCKET_ANALYTICS_CONFIGURATION(
      BUCKET, "DELETE ?analytics", "s3:PutAnalyticsConfiguration"),
  DELETE_BUCKET_CORS(BUCKET, "DELETE ?cors", "s3:PutBucketCORS", IMPLEMENTED, "Removes all rules."),
  DELETE_BUCKET_ENCRYPTION(BUCKET, "DELETE ?encryption", "s3:PutEncryptionConfiguration"),
  DELETE_BUCKET_INTELLIGENT_TIERING_CONFIGURATION(
      BUCKET, "DELETE ?intelligent-tiering", "s3:PutIntelligentTieringConfiguration"),
  DELETE_BUCKET_INVENTORY_CONFIGURATION(
      BUCKET, "DELETE ?inventory", "s3:PutInventoryConfiguration"),
  DELETE_BUCKET_LIFECYCLE(BUCKET, "DELETE ?lifecycle", "s3:PutLifecycleConfiguration"),
  DELETE_BUCKET_METADATA_CONFIGURATION(
      BUCKET, "DELETE ?metadataConfiguration", "s3:DeleteBucketMetadataTableConfiguration"),
  DELETE_BUCKET_METADATA_TABLE_CONFIGURATION(
      BUCKET, "DELETE ?metadataTable", "s3:DeleteBucketMetadataTableConfiguration"),
  DELETE_BUCKET_METRICS_CONFIGURATION(BUCKET, "DELETE ?metrics", "s3:PutMetricsConfiguration"),
  DELETE_BUCKET_OWNERSHIP_CONTROLS(
      BUCKET,
      "DELETE ?ownershipControls",
      "s3:PutBucketOwnershipControls",
      IMPLEMENTED,
      "Back to the default."),
  DELETE_BUCKET_POLICY(
      BUCKET, "DELETE ?policy", "s3:DeleteBucketPolicy", IMPLEMENTED, "Removes the policy."),
  DELETE_BUCKET_REPLICATION(BUCKET, "DELETE ?replication", "s3:PutReplicationConfiguration"),
  DELETE_BUCKET_TAGGING(
      BUCKET, "DELETE ?tagging", "s3:PutBucketTagging", IMPLEMENTED, "Removes all tags."),
  DELETE_BUCKET_WEBSITE(BUCKET, "DELETE ?website", "s3:DeleteBucketWebsite"),
  DELETE_OBJECT(OBJECT, "DELETE", "s3:DeleteObject", IMPLEMENTED, "Removes an object."),
  DELETE_OBJECT_ANNOTATION(OBJECT, "DELETE ?annotation", "s3:DeleteObjectAnnotation"),
  DELETE_OBJECT_TAGGING(
      OBJECT, "DELETE ?tagging", "s3:DeleteObjectTagging", IMPLEMENTED, "Removes all tags."),
  DELETE_OBJECTS(
      BUCKET, "POST ?delete", "s3:DeleteObject", IMPLEMENTED, "Removes up to 1,000 objects."),
  DELETE_PUBLIC_ACCESS_BLOCK(
      BUCKET,
      "DELETE ?publicAccessBlock",
      "s3:PutBucketPublicAccessBlock",
      IMPLEMENTED,
      "Blocks nothing."),
  GET_BUCKET_ABAC(BUCKET, "GET ?abac", "s3:GetBucketAbac"),
  GET_BUCKET_ACCELERATE_CONFIGURATION(
      BUCKET,
      "GET ?accelerate",
      "s3:GetAccelerateConfiguration",
      IMPLEMENTED,
      "What was set; nothing is accelerated."),
  GET_BUCKET_ACL(BUCKET, "GET ?acl", "s3:GetBucketAcl", IMPLEMENTED, "The bucket's list."),
  GET_BUCKET_ANALYTICS_CONFIGURATION(BUCKET, "GET ?analytics&id", "s3:GetAnalyticsConfiguration"),
  GET_BUCKET_CORS(
      BUCKET, "GET ?cors", "s3:GetBucketCORS", IMPLEMENTED, "Rules for pages of other origins."),
  GET_BUCKET_ENCRYPTION(
      BUCKET, "GET ?encryption", "s3:GetEncryptionConfiguration", ANSWERED_AS_UNSET, "Not found."),
  GET_BUCKET_INTELLIGENT_TIERING_CONFIGURATION(
      BUCKET, "GET ?intelligent-tiering&id", "s3:GetIntelligentTieringConfiguration"),
  GET_BUCKET_INVENTORY_CONFIGURATION(BUCKET, "GET ?inventory&id", "s3:GetInventoryConfiguration"),
  GET_BUCKET_LIFECYCLE_CONFIGURATION(
      BUCKET, "GET ?lifecycle", "s3:GetLifecycleConfiguration", ANSWERED_AS_UNSET, "Not found."),
  GET_BUCKET_LOCATION(BUCKET, "GET ?location", "s3:GetBucketLocation", IMPLEMENTED, "The region."),
  GET_BUCKET_LOGGING(BUCKET, "GET ?logging", "s3:GetBucketLogging", ANSWERED_AS_UNSET, "Off."),
  GET_BUCKET_METADATA_CONFIGURATION(
      BUCKET, "GET ?metadataConfiguration", "s3:GetBucketMetadataTableConfiguration"),
  GET_BUCKET_METADATA_TABLE_CONFIGURATION(
      BUCKET, "GET ?metadataTable", "s3:GetBucketMetadataTableConfiguration"),
  GET_BUCKET_METRICS_CONFIGURATION(BUCKET, "GET ?metrics&id", "s3:GetMetricsConfiguration"),
  GET_BUCKET_NOTIFICATION_CONFIGURATION(
      BUCKET, "GET ?notification", "s3:GetBucketNotification", ANSWERED_AS_UNSET, "None."),
  GET_BUCKET_OWNERSHIP_CONTROLS(
      BUCKET,
      "GET ?ownershipControls",
      "s3:GetBucketOwnershipControls",
      IMPLEMENTED,
      "Who owns objects."),
  GET_BUCKET_POLICY(
      BUCKET, "GET ?policy", "s3:GetBucketPolicy", IMPLEMENTED, "The policy as it was sent."),
  GET_BUCKET_POLICY_STATUS(
      BUCKET,
      "GET ?policyStatus",
      "s3:GetBucketPolicyStatus",
      IMPLEMENTED,
      "Whether it is public."),
  GET_BUCKET_REPLICATION(
      BUCKET,
      "GET ?replication",
      "s3:GetReplicationConfiguration",
      ANSWERED_AS_UNSET,
      "Not found."),
  GET_BUCKET_REQUEST_PAYMENT(
      BUCKET,
      "GET ?requestPayment",
      "s3:GetBucketRequestPayment",
      IMPLEMENTED,
      "Who pays; nothing is charged."),
  GET_BUCKET_TAGGING(BUCKET, "GET ?tagging", "s3:GetBucketTagging", IMPLEMENTED, "The tags."),
  GET_BUCKET_VERSIONING(
      BUCKET, "GET ?versioning", "s3:GetBucketVersioning", ANSWERED_AS_UNSET, "Never enabled."),
  GET_BUCKET_WEBSITE(
      BUCKET, "GET ?website", "s3:GetBucketWebsite", ANSWERED_AS_UNSET, "Not found."),
  GET_OBJECT(OBJECT, "GET", "s3:GetObject", IMPLEMENTED, "Reads an object or a part of it."),
  GET_OBJECT_ACL(OBJECT, "GET ?acl", "s3:GetObjectAcl", IMPLEMENTED, "The object's list."),
  GET_OBJECT_ANNOTATION(OBJECT, "GET ?annotation&annotationName", "s3:GetObjectAnnotation"),
  GET_OBJECT_ATTRIBUTES(
      OBJECT, "GET ?attributes", "s3:GetObjectAttributes", IMPLEMENTED, "Attributes and parts."),
  GET_OBJECT_LEGAL_HOLD(
      OBJECT, "GET ?legal-hold", "s3:GetObjectLegalHold", ANSWERED_AS_UNSET, "No lock."),
  GET_OBJECT_LOCK_CONFIGURATION(
      BUCKET,
      "GET ?object-lock",
      "s3:GetBucketObjectLockConfiguration",
      ANSWERED_AS_UNSET,
      "Not found."),
  GET_OBJECT_RETENTION(
      OBJECT, "GET ?retention", "s3:GetObjectRetention", ANSWERED_AS_UNSET, "No lock."),
  GET_OBJECT_TAGGING(OBJECT, "GET ?tagging", "s3:GetObjectTagging", IMPLEMENTED, "The tags."),
  GET_OBJECT_TORRENT(OBJECT, "GET ?torrent", "s3:GetObjectTorrent"),
  GET_PUBLIC_ACCESS_BLOCK(
      BUCKET,
      "GET ?publicAccessBlock",
      "s3:GetBucketPublicAccessBlock",
      IMPLEMENTED,
      "What is blocked."),
  HEAD_BUCKET(BUCKET, "HEAD", "s3:ListBucket", IMPLEMENTED, "Existence, access."),
  HEAD_OBJECT(OBJECT, "HEAD", "s3:GetObject", IMPLEMENTED, "GetObject without bytes."),
  LIST_BUCKET_ANALYTICS_CONFIGURATIONS(BUCKET, "GET ?analytics", "s3:GetAnalyticsConfiguration"),
  LIST_BUCKET_INTELLIGENT_TIERING_CONFIGURATIONS(
      BUCKET, "GET ?intelligent-tiering", "s3:GetIntelligentTieringConfiguration"),
  LIST_BUCKET_INVENTORY_CONFIGURATIONS(BUCKET, "GET ?inventory", "s3:GetInventoryConfiguration"),
  LIST_BUCKET_METRICS_CONFIGURATIONS(BUCKET, "GET ?metrics", "s3:GetMetricsConfiguration"),
  LIST_BUCKETS(SERVICE, "GET", "s3:ListAllMyBuckets", IMPLEMENTED, "Lists the caller's buckets."),
  LIST_DIRECTORY_BUCKETS(SERVICE, "GET ?x-id", "s3express:ListAllMyDirectoryBuckets"),
  LIST_MULTIPART_UPLOADS(
      BUCKET, "GET ?uploads", "s3:ListBucketMultipartUploads", IMPLEMENTED, "Uploads under way."),
  LIST_OBJECT_ANNOTATIONS(OBJECT, "GET ?annotation", "s3:ListObjectAnnotations"),
  LIST_OBJECT_VERSIONS(BUCKET, "GET ?versions", "s3:ListBucketVersions"),
  LIST_OBJECTS(BUCKET, "GET", "s3:ListBucket", IMPLEMENTED, "Keys by marker."),
  LIST_OBJECTS_V2(BUCKET, "GET ?list-type", "s3:ListBucket", IMPLEMENTED, "Keys by token."),
  LIST_PARTS(
      OBJECT, "GET ?uploadId", "s3:ListMultipartUploadParts", IMPLEMENTED, "Parts of an upload."),
  OPTIONS_OBJECT(OBJECT, "OPTIONS", "", IMPLEMENTED, "Preflight, on the address of a bucket too."),
  POST_OBJECT(BUCKET, "POST", "s3:PutObject", IMPLEMENTED, "Stores the file of a form."),
  PUT_BUCKET_ABAC(BUCKET, "PUT ?abac", "s3:PutBucketAbac"),
  PUT_BUCKET_ACCELERATE_CONFIGURATION(
      BUCKET,
      "PUT ?accelerate",
      "s3:PutAccelerateConfiguration",
      IMPLEMENTED,
      "Kept and answered; nothing is accelerated."),
  PUT_BUCKET_ACL(BUCKET, "PUT ?acl", "s3:PutBucketAcl", IMPLEMENTED, "Replaces the list."),
  PUT_BUCKET_ANALYTICS_CONFIGURATION(BUCKET, "PUT ?analytics", "s3:PutAnalyticsConfiguration"),
  PUT_BUCKET_CORS(
      BUCKET, "PUT ?cors", "s3:PutBucketCORS", IMPLEMENTED, "Rules for pages of other origins."),
  PUT_BUCKET_ENCRYPTION(BUCKET, "PUT ?encryption", "s3:PutEncryptionConfiguration"),
  PUT_BUCKET_INTELLIGENT_TIERING_CONFIGURATION(
      BUCKET, "PUT ?intelligent-tiering", "s3:PutIntelligentTieringConfiguration"),
  PUT_BUCKET_INVENTORY_CONFIGURATION(BUCKET, "PUT ?inventory", "s3:PutInventoryConfiguration"),
  PUT_BUCKET_LIFECYCLE_CONFIGURATION(BUCKET, "PUT ?lifecycle", "s3:PutLifecycleConfiguration"),
  PUT_BUCKET_LOGGING(BUCKET, "PUT ?logging", "s3:PutBucketLogging"),
  PUT_BUCKET_METRICS_CONFIGURATION(BUCKET, "PUT ?metrics", "s3:PutMetricsConfiguration"),
  PUT_BUCKET_NOTIFICATION_CONFIGURATION(BUCKET, "PUT ?notification", "s3:PutBucketNotification"),
  PUT_BUCKET_OWNERSHIP_CONTROLS(
      BUCKET,
      "PUT ?ownershipControls",
      "s3:PutBucketOwnershipControls",
      IMPLEMENTED,
      "Sets who owns objects."),
  PUT_BUCKET_POLICY(
      BUCKET, "PUT ?policy", "s3:PutBucketPolicy", IMPLEMENTED, "Who may do what in it."),
  PUT_BUCKET_REPLICATION(BUCKET, "PUT ?replication", "s3:PutReplicationConfiguration"),
  PUT_BUCKET_REQUEST_PAYMENT(
      BUCKET,
      "PUT ?requestPayment",
      "s3:PutBucketRequestPayment",
      IMPLEMENTED,
      "Other accounts then have to agree to pay; nothing is charged."),
  PUT_BUCKET_TAGGING(
      BUCKET, "PUT ?tagging", "s3:PutBucketTagging", IMPLEMENTED, "Replaces all tags, up to 50."),
  PUT_BUCKET_VERSIONING(BUCKET, "PUT ?versioning", "s3:PutBucketVersioning"),
  PUT_BUCKET_WEBSITE(BUCKET, "PUT ?website", "s3:PutBucketWebsite"),
  PUT_OBJECT(OBJECT, "PUT", "s3:PutObject", IMPLEMENTED, "Stores an object."),
  PUT_OBJECT_ACL(OBJECT, "PUT ?acl", "s3:PutObjectAcl", IMPLEMENTED, "Replaces the list."),
  PUT_OBJECT_ANNOTATION(OBJECT, "PUT ?annotation", "s3:PutObjectAnnotation"),
  PUT_OBJECT_LEGAL_HOLD(OBJECT, "PUT ?legal-hold", "s3:PutObjectLegalHold"),
  PUT_OBJECT_LOCK_CONFIGURATION(BUCKET, "PUT ?object-lock", "s3:PutBucketObjectLockConfiguration"),
  PUT_OBJECT_RETENTION(OBJECT, "PUT ?retention", "s3:PutObjectRetention"),
  PUT_OBJECT_TAGGING(
      OBJECT, "PUT ?tagging", "s3:PutObjectTagging", IMPLEMENTED, "Replaces all tags, up to 10."),
  PUT_PUBLIC_ACCESS_BLOCK(
      BUCKET,
      "PUT ?publicAccessBlock",
      "s3:PutBucketPublicAccessBlock",
      IMPLEMENTED,
      "Blocks public access."),
  RENAME_OBJECT(OBJECT, "PUT ?renameObject", "s3:PutObject"),
  RESTORE_OBJECT(OBJECT, "POST ?restore", "s3:RestoreObject"),
  SELECT_OBJECT_CONTENT(OBJECT, "POST ?select&select-type", "s3:GetObject"),
  UPDATE_BUCKET_METADATA_ANNOTATION_TABLE_CONFIGURATION(
      BUCKET,
      "PUT ?metadataAnnotationTable",
      "s3:UpdateBucketMetadataAnnotationTableConfiguration"),
  UPDATE_BUCKET_METADATA_INVENTORY_TABLE_CONFIGURATION(
      BUCKET, "PUT ?metadataInventoryTable", "s3:UpdateBucketMetadataInventoryTableConfiguration"),
  UPDATE_BUCKET_METADATA_JOURNAL_TABLE_CONFIGURATION(
      BUCKET, "PUT ?metadataJournalTable", "s3:UpdateBucketMetadataJournalTableConfiguration"),
  UPDATE_OBJECT_ENCRYPTION(OBJECT, "PUT ?encryption", "s3:UpdateObjectEncryption"),
  UPLOAD_PART(OBJECT, "PUT ?partNumber&uploadId", "s3:PutObject", IMPLEMENTED, "Stores one part."),
  UPLOAD_PART_COPY(
      OBJECT, "PUT ?partNumber&uploadId", "s3:PutObject", IMPLEMENTED, "A part from an object."),
  WRITE_GET_OBJECT_RESPONSE(SERVICE, "POST", "s3-object-lambda:WriteGetObjectResponse");

  /** The scope of an operation. */
  public enum Scope {
    SERVICE,
    BUCKET,
    OBJECT
  }

  /** The support of an operation by Sluice. */
  public enum Support {
    /** Does what AWS does. */
    IMPLEMENTED,
    /** Answers as AWS does where nothing of the kind was ever configured. */
    ANSWERED_AS_UNSET,
    /** Answers NotImplemented by the operation's own name. */
    NOT_IMPLEMENTED
  }

  private final String awsName;
  private final Scope scope;
  private final String method;
  private final String query;
  private final String permission;
  private final Support support;
  private final String description;

  S3Operation(Scope scope, String request, String permission) {
    this(scope, request, permission, NOT_IMPLEMENTED, "");
  }

  S3Operation(Scope scope, String request, String permission, Support support, String description) {
    this.awsName = camelCase(name());
    this.scope = scope;
    int query = request.indexOf(" ?");
    this.method = query < 0 ? request : request.substring(0, query);
    this.query = query < 0 ? "" : request.substring(query + 2);
    this.permission = permission;
    this.support = support;
    this.description = description;
  }

  /** The name in AWS's reference, for example {@code ListObjectsV2}. */
  public String awsName() {
    return awsName;
  }

  /** Whether it is about the service, a bucket or an object. */
  public Scope scope() {
    return scope;
  }

  /** The HTTP method. */
  public String method() {
    return method;
  }

  /** The query parameters whose presence distinguishes this operation from others; often one. */
  public List<String> query() {
    return query.isEmpty() ? List.of() : List.of(query.split("&", -1));
  }

  /**
   * The permission that the caller needs, for example {@code s3:GetObject}; empty where AWS
   * requires none.
   */
  public String permission() {
    return permission;
  }

  /** The support by Sluice. */
  public Support support() {
    return support;
  }

  /**
   * A few words for the generated reference: what it does, or of an unset configuration what the
   * answer is; empty where the name says all.
   */
  public String description() {
    return description;
  }

  private static String camelCase(String constant) {
    StringBuilder name = new StringBuilder(constant.length());
    for (String word : constant.split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }
}

package dev.sluice.frontend.s3;

import static dev.sluice.frontend.s3.S3Operation.Scope.BUCKET;
import static dev.sluice.frontend.s3.S3Operation.Scope.OBJECT;
import static dev.sluice.frontend.s3.S3Operation.Scope.SERVICE;
import static dev.sluice.frontend.s3.S3Operation.Support.ANSWERED_AS_UNSET;
import static dev.sluice.frontend.s3.S3Operation.Support.IMPLEMENTED;
import static dev.sluice.frontend.s3.S3Operation.Support.NOT_IMPLEMENTED;

import java.util.List;

/**
 * Every operation of the Amazon S3 API reference, and what Sluice answers to it.
 *
 * <p>One table for four readers: the router finds an operation by scope, method and query; the
 * policy by its permission; the metrics by its name; and the generated reference shows all of it.
 */
public enum S3Operation {
  ABORT_MULTIPART_UPLOAD(
      "AbortMultipartUpload",
      OBJECT,
      "DELETE",
      "uploadId",
      "s3:AbortMultipartUpload",
      IMPLEMENTED,
      "Gives up an upload and frees its parts."),
  COMPLETE_MULTIPART_UPLOAD(
      "CompleteMultipartUpload",
      OBJECT,
      "POST",
      "uploadId",
      "s3:PutObject",
      IMPLEMENTED,
      "Makes the listed parts of an upload one object."),
  COPY_OBJECT(
      "CopyObject",
      OBJECT,
      "PUT",
      "",
      "s3:PutObject",
      IMPLEMENTED,
      "Copies an object that is already stored; reading the source needs s3:GetObject too."),
  CREATE_BUCKET(
      "CreateBucket", BUCKET, "PUT", "", "s3:CreateBucket", IMPLEMENTED, "Makes a bucket."),
  CREATE_BUCKET_METADATA_CONFIGURATION(
      "CreateBucketMetadataConfiguration",
      BUCKET,
      "POST",
      "metadataConfiguration",
      "s3:CreateBucketMetadataTableConfiguration",
      NOT_IMPLEMENTED,
      "Starts metadata tables for a bucket."),
  CREATE_BUCKET_METADATA_TABLE_CONFIGURATION(
      "CreateBucketMetadataTableConfiguration",
      BUCKET,
      "POST",
      "metadataTable",
      "s3:CreateBucketMetadataTableConfiguration",
      NOT_IMPLEMENTED,
      "Starts a metadata table for a bucket (first version)."),
  CREATE_MULTIPART_UPLOAD(
      "CreateMultipartUpload",
      OBJECT,
      "POST",
      "uploads",
      "s3:PutObject",
      IMPLEMENTED,
      "Begins an upload in parts."),
  CREATE_SESSION(
      "CreateSession",
      BUCKET,
      "GET",
      "session",
      "s3express:CreateSession",
      NOT_IMPLEMENTED,
      "Begins a session with a directory bucket."),
  DELETE_BUCKET(
      "DeleteBucket",
      BUCKET,
      "DELETE",
      "",
      "s3:DeleteBucket",
      IMPLEMENTED,
      "Removes an empty bucket."),
  DELETE_BUCKET_ANALYTICS_CONFIGURATION(
      "DeleteBucketAnalyticsConfiguration",
      BUCKET,
      "DELETE",
      "analytics",
      "s3:PutAnalyticsConfiguration",
      NOT_IMPLEMENTED,
      "Removes an analytics configuration."),
  DELETE_BUCKET_CORS(
      "DeleteBucketCors",
      BUCKET,
      "DELETE",
      "cors",
      "s3:PutBucketCORS",
      NOT_IMPLEMENTED,
      "Removes a bucket's CORS rules."),
  DELETE_BUCKET_ENCRYPTION(
      "DeleteBucketEncryption",
      BUCKET,
      "DELETE",
      "encryption",
      "s3:PutEncryptionConfiguration",
      NOT_IMPLEMENTED,
      "Resets a bucket's default encryption."),
  DELETE_BUCKET_INTELLIGENT_TIERING_CONFIGURATION(
      "DeleteBucketIntelligentTieringConfiguration",
      BUCKET,
      "DELETE",
      "intelligent-tiering",
      "s3:PutIntelligentTieringConfiguration",
      NOT_IMPLEMENTED,
      "Removes an Intelligent-Tiering configuration."),
  DELETE_BUCKET_INVENTORY_CONFIGURATION(
      "DeleteBucketInventoryConfiguration",
      BUCKET,
      "DELETE",
      "inventory",
      "s3:PutInventoryConfiguration",
      NOT_IMPLEMENTED,
      "Removes an inventory configuration."),
  DELETE_BUCKET_LIFECYCLE(
      "DeleteBucketLifecycle",
      BUCKET,
      "DELETE",
      "lifecycle",
      "s3:PutLifecycleConfiguration",
      NOT_IMPLEMENTED,
      "Removes a bucket's lifecycle rules."),
  DELETE_BUCKET_METADATA_CONFIGURATION(
      "DeleteBucketMetadataConfiguration",
      BUCKET,
      "DELETE",
      "metadataConfiguration",
      "s3:DeleteBucketMetadataTableConfiguration",
      NOT_IMPLEMENTED,
      "Ends the metadata tables of a bucket."),
  DELETE_BUCKET_METADATA_TABLE_CONFIGURATION(
      "DeleteBucketMetadataTableConfiguration",
      BUCKET,
      "DELETE",
      "metadataTable",
      "s3:DeleteBucketMetadataTableConfiguration",
      NOT_IMPLEMENTED,
      "Ends the metadata table of a bucket (first version)."),
  DELETE_BUCKET_METRICS_CONFIGURATION(
      "DeleteBucketMetricsConfiguration",
      BUCKET,
      "DELETE",
      "metrics",
      "s3:PutMetricsConfiguration",
      NOT_IMPLEMENTED,
      "Removes a metrics configuration."),
  DELETE_BUCKET_OWNERSHIP_CONTROLS(
      "DeleteBucketOwnershipControls",
      BUCKET,
      "DELETE",
      "ownershipControls",
      "s3:PutBucketOwnershipControls",
      NOT_IMPLEMENTED,
      "Removes a bucket's ownership controls."),
  DELETE_BUCKET_POLICY(
      "DeleteBucketPolicy",
      BUCKET,
      "DELETE",
      "policy",
      "s3:DeleteBucketPolicy",
      NOT_IMPLEMENTED,
      "Removes a bucket's policy."),
  DELETE_BUCKET_REPLICATION(
      "DeleteBucketReplication",
      BUCKET,
      "DELETE",
      "replication",
      "s3:PutReplicationConfiguration",
      NOT_IMPLEMENTED,
      "Removes a bucket's replication rules."),
  DELETE_BUCKET_TAGGING(
      "DeleteBucketTagging",
      BUCKET,
      "DELETE",
      "tagging",
      "s3:PutBucketTagging",
      NOT_IMPLEMENTED,
      "Removes a bucket's tags."),
  DELETE_BUCKET_WEBSITE(
      "DeleteBucketWebsite",
      BUCKET,
      "DELETE",
      "website",
      "s3:DeleteBucketWebsite",
      NOT_IMPLEMENTED,
      "Removes a bucket's website configuration."),
  DELETE_OBJECT(
      "DeleteObject", OBJECT, "DELETE", "", "s3:DeleteObject", IMPLEMENTED, "Removes an object."),
  DELETE_OBJECT_TAGGING(
      "DeleteObjectTagging",
      OBJECT,
      "DELETE",
      "tagging",
      "s3:DeleteObjectTagging",
      NOT_IMPLEMENTED,
      "Removes an object's tags."),
  DELETE_OBJECTS(
      "DeleteObjects",
      BUCKET,
      "POST",
      "delete",
      "s3:DeleteObject",
      IMPLEMENTED,
      "Removes up to 1,000 objects."),
  DELETE_PUBLIC_ACCESS_BLOCK(
      "DeletePublicAccessBlock",
      BUCKET,
      "DELETE",
      "publicAccessBlock",
      "s3:PutBucketPublicAccessBlock",
      NOT_IMPLEMENTED,
      "Removes a bucket's public access block."),
  GET_BUCKET_ABAC(
      "GetBucketAbac",
      BUCKET,
      "GET",
      "abac",
      "s3:GetBucketAbac",
      NOT_IMPLEMENTED,
      "Shows whether a bucket's tags decide access."),
  GET_BUCKET_ACCELERATE_CONFIGURATION(
      "GetBucketAccelerateConfiguration",
      BUCKET,
      "GET",
      "accelerate",
      "s3:GetAccelerateConfiguration",
      ANSWERED_AS_UNSET,
      "Shows the transfer acceleration of a bucket."),
  GET_BUCKET_ACL(
      "GetBucketAcl",
      BUCKET,
      "GET",
      "acl",
      "s3:GetBucketAcl",
      ANSWERED_AS_UNSET,
      "Shows a bucket's access control list."),
  GET_BUCKET_ANALYTICS_CONFIGURATION(
      "GetBucketAnalyticsConfiguration",
      BUCKET,
      "GET",
      "analytics&id",
      "s3:GetAnalyticsConfiguration",
      NOT_IMPLEMENTED,
      "Shows an analytics configuration."),
  GET_BUCKET_CORS(
      "GetBucketCors",
      BUCKET,
      "GET",
      "cors",
      "s3:GetBucketCORS",
      ANSWERED_AS_UNSET,
      "Shows a bucket's CORS rules."),
  GET_BUCKET_ENCRYPTION(
      "GetBucketEncryption",
      BUCKET,
      "GET",
      "encryption",
      "s3:GetEncryptionConfiguration",
      ANSWERED_AS_UNSET,
      "Shows a bucket's default encryption."),
  GET_BUCKET_INTELLIGENT_TIERING_CONFIGURATION(
      "GetBucketIntelligentTieringConfiguration",
      BUCKET,
      "GET",
      "intelligent-tiering&id",
      "s3:GetIntelligentTieringConfiguration",
      NOT_IMPLEMENTED,
      "Shows an Intelligent-Tiering configuration."),
  GET_BUCKET_INVENTORY_CONFIGURATION(
      "GetBucketInventoryConfiguration",
      BUCKET,
      "GET",
      "inventory&id",
      "s3:GetInventoryConfiguration",
      NOT_IMPLEMENTED,
      "Shows an inventory configuration."),
  GET_BUCKET_LIFECYCLE_CONFIGURATION(
      "GetBucketLifecycleConfiguration",
      BUCKET,
      "GET",
      "lifecycle",
      "s3:GetLifecycleConfiguration",
      ANSWERED_AS_UNSET,
      "Shows a bucket's lifecycle rules."),
  GET_BUCKET_LOCATION(
      "GetBucketLocation",
      BUCKET,
      "GET",
      "location",
      "s3:GetBucketLocation",
      IMPLEMENTED,
      "Names the region of a bucket."),
  GET_BUCKET_LOGGING(
      "GetBucketLogging",
      BUCKET,
      "GET",
      "logging",
      "s3:GetBucketLogging",
      ANSWERED_AS_UNSET,
      "Shows where a bucket's access log goes."),
  GET_BUCKET_METADATA_CONFIGURATION(
      "GetBucketMetadataConfiguration",
      BUCKET,
      "GET",
      "metadataConfiguration",
      "s3:GetBucketMetadataTableConfiguration",
      NOT_IMPLEMENTED,
      "Shows the metadata tables of a bucket."),
  GET_BUCKET_METADATA_TABLE_CONFIGURATION(
      "GetBucketMetadataTableConfiguration",
      BUCKET,
      "GET",
      "metadataTable",
      "s3:GetBucketMetadataTableConfiguration",
      NOT_IMPLEMENTED,
      "Shows the metadata table of a bucket (first version)."),
  GET_BUCKET_METRICS_CONFIGURATION(
      "GetBucketMetricsConfiguration",
      BUCKET,
      "GET",
      "metrics&id",
      "s3:GetMetricsConfiguration",
      NOT_IMPLEMENTED,
      "Shows a metrics configuration."),
  GET_BUCKET_NOTIFICATION_CONFIGURATION(
      "GetBucketNotificationConfiguration",
      BUCKET,
      "GET",
      "notification",
      "s3:GetBucketNotification",
      ANSWERED_AS_UNSET,
      "Shows who is told of a bucket's events."),
  GET_BUCKET_OWNERSHIP_CONTROLS(
      "GetBucketOwnershipControls",
      BUCKET,
      "GET",
      "ownershipControls",
      "s3:GetBucketOwnershipControls",
      ANSWERED_AS_UNSET,
      "Shows a bucket's ownership controls."),
  GET_BUCKET_POLICY(
      "GetBucketPolicy",
      BUCKET,
      "GET",
      "policy",
      "s3:GetBucketPolicy",
      ANSWERED_AS_UNSET,
      "Shows a bucket's policy."),
  GET_BUCKET_POLICY_STATUS(
      "GetBucketPolicyStatus",
      BUCKET,
      "GET",
      "policyStatus",
      "s3:GetBucketPolicyStatus",
      ANSWERED_AS_UNSET,
      "Tells whether a bucket's policy makes it public."),
  GET_BUCKET_REPLICATION(
      "GetBucketReplication",
      BUCKET,
      "GET",
      "replication",
      "s3:GetReplicationConfiguration",
      ANSWERED_AS_UNSET,
      "Shows a bucket's replication rules."),
  GET_BUCKET_REQUEST_PAYMENT(
      "GetBucketRequestPayment",
      BUCKET,
      "GET",
      "requestPayment",
      "s3:GetBucketRequestPayment",
      ANSWERED_AS_UNSET,
      "Tells who pays for requests."),
  GET_BUCKET_TAGGING(
      "GetBucketTagging",
      BUCKET,
      "GET",
      "tagging",
      "s3:GetBucketTagging",
      ANSWERED_AS_UNSET,
      "Shows a bucket's tags."),
  GET_BUCKET_VERSIONING(
      "GetBucketVersioning",
      BUCKET,
      "GET",
      "versioning",
      "s3:GetBucketVersioning",
      ANSWERED_AS_UNSET,
      "Tells whether a bucket keeps versions."),
  GET_BUCKET_WEBSITE(
      "GetBucketWebsite",
      BUCKET,
      "GET",
      "website",
      "s3:GetBucketWebsite",
      ANSWERED_AS_UNSET,
      "Shows a bucket's website configuration."),
  GET_OBJECT(
      "GetObject",
      OBJECT,
      "GET",
      "",
      "s3:GetObject",
      IMPLEMENTED,
      "Reads an object or a part of it."),
  GET_OBJECT_ACL(
      "GetObjectAcl",
      OBJECT,
      "GET",
      "acl",
      "s3:GetObjectAcl",
      ANSWERED_AS_UNSET,
      "Shows an object's access control list."),
  GET_OBJECT_ATTRIBUTES(
      "GetObjectAttributes",
      OBJECT,
      "GET",
      "attributes",
      "s3:GetObject",
      IMPLEMENTED,
      "Shows chosen attributes of an object and its parts."),
  GET_OBJECT_LEGAL_HOLD(
      "GetObjectLegalHold",
      OBJECT,
      "GET",
      "legal-hold",
      "s3:GetObjectLegalHold",
      ANSWERED_AS_UNSET,
      "Shows an object's legal hold."),
  GET_OBJECT_LOCK_CONFIGURATION(
      "GetObjectLockConfiguration",
      BUCKET,
      "GET",
      "object-lock",
      "s3:GetBucketObjectLockConfiguration",
      ANSWERED_AS_UNSET,
      "Shows a bucket's object lock."),
  GET_OBJECT_RETENTION(
      "GetObjectRetention",
      OBJECT,
      "GET",
      "retention",
      "s3:GetObjectRetention",
      ANSWERED_AS_UNSET,
      "Shows until when an object is kept."),
  GET_OBJECT_TAGGING(
      "GetObjectTagging",
      OBJECT,
      "GET",
      "tagging",
      "s3:GetObjectTagging",
      ANSWERED_AS_UNSET,
      "Shows an object's tags."),
  GET_OBJECT_TORRENT(
      "GetObjectTorrent",
      OBJECT,
      "GET",
      "torrent",
      "s3:GetObject",
      NOT_IMPLEMENTED,
      "Makes a torrent file of an object."),
  GET_PUBLIC_ACCESS_BLOCK(
      "GetPublicAccessBlock",
      BUCKET,
      "GET",
      "publicAccessBlock",
      "s3:GetBucketPublicAccessBlock",
      ANSWERED_AS_UNSET,
      "Shows a bucket's public access block."),
  HEAD_BUCKET(
      "HeadBucket",
      BUCKET,
      "HEAD",
      "",
      "s3:ListBucket",
      IMPLEMENTED,
      "Tells whether a bucket is there and may be used."),
  HEAD_OBJECT(
      "HeadObject",
      OBJECT,
      "HEAD",
      "",
      "s3:GetObject",
      IMPLEMENTED,
      "Reads what GetObject answers, without the bytes."),
  LIST_BUCKET_ANALYTICS_CONFIGURATIONS(
      "ListBucketAnalyticsConfigurations",
      BUCKET,
      "GET",
      "analytics",
      "s3:GetAnalyticsConfiguration",
      NOT_IMPLEMENTED,
      "Lists analytics configurations."),
  LIST_BUCKET_INTELLIGENT_TIERING_CONFIGURATIONS(
      "ListBucketIntelligentTieringConfigurations",
      BUCKET,
      "GET",
      "intelligent-tiering",
      "s3:GetIntelligentTieringConfiguration",
      NOT_IMPLEMENTED,
      "Lists Intelligent-Tiering configurations."),
  LIST_BUCKET_INVENTORY_CONFIGURATIONS(
      "ListBucketInventoryConfigurations",
      BUCKET,
      "GET",
      "inventory",
      "s3:GetInventoryConfiguration",
      NOT_IMPLEMENTED,
      "Lists inventory configurations."),
  LIST_BUCKET_METRICS_CONFIGURATIONS(
      "ListBucketMetricsConfigurations",
      BUCKET,
      "GET",
      "metrics",
      "s3:GetMetricsConfiguration",
      NOT_IMPLEMENTED,
      "Lists metrics configurations."),
  LIST_BUCKETS(
      "ListBuckets",
      SERVICE,
      "GET",
      "",
      "s3:ListAllMyBuckets",
      IMPLEMENTED,
      "Lists the caller's buckets."),
  LIST_DIRECTORY_BUCKETS(
      "ListDirectoryBuckets",
      SERVICE,
      "GET",
      "directory-buckets",
      "s3express:ListAllMyDirectoryBuckets",
      NOT_IMPLEMENTED,
      "Lists directory buckets; AWS serves it on an endpoint of its own."),
  LIST_MULTIPART_UPLOADS(
      "ListMultipartUploads",
      BUCKET,
      "GET",
      "uploads",
      "s3:ListBucketMultipartUploads",
      IMPLEMENTED,
      "Lists the uploads that are under way."),
  LIST_OBJECT_VERSIONS(
      "ListObjectVersions",
      BUCKET,
      "GET",
      "versions",
      "s3:ListBucketVersions",
      NOT_IMPLEMENTED,
      "Lists versions of objects."),
  LIST_OBJECTS(
      "ListObjects", BUCKET, "GET", "", "s3:ListBucket", IMPLEMENTED, "Lists objects by marker."),
  LIST_OBJECTS_V2(
      "ListObjectsV2",
      BUCKET,
      "GET",
      "list-type",
      "s3:ListBucket",
      IMPLEMENTED,
      "Lists objects by continuation token."),
  LIST_PARTS(
      "ListParts",
      OBJECT,
      "GET",
      "uploadId",
      "s3:ListMultipartUploadParts",
      IMPLEMENTED,
      "Lists the parts of an upload."),
  OPTIONS_OBJECT(
      "OptionsObject",
      OBJECT,
      "OPTIONS",
      "",
      "",
      NOT_IMPLEMENTED,
      "Answers a browser's CORS preflight."),
  POST_OBJECT(
      "PostObject",
      BUCKET,
      "POST",
      "",
      "s3:PutObject",
      NOT_IMPLEMENTED,
      "Stores an object from an HTML form."),
  PUT_BUCKET_ABAC(
      "PutBucketAbac",
      BUCKET,
      "PUT",
      "abac",
      "s3:PutBucketAbac",
      NOT_IMPLEMENTED,
      "Lets a bucket's tags decide access."),
  PUT_BUCKET_ACCELERATE_CONFIGURATION(
      "PutBucketAccelerateConfiguration",
      BUCKET,
      "PUT",
      "accelerate",
      "s3:PutAccelerateConfiguration",
      NOT_IMPLEMENTED,
      "Sets the transfer acceleration of a bucket."),
  PUT_BUCKET_ACL(
      "PutBucketAcl",
      BUCKET,
      "PUT",
      "acl",
      "s3:PutBucketAcl",
      NOT_IMPLEMENTED,
      "Sets a bucket's access control list."),
  PUT_BUCKET_ANALYTICS_CONFIGURATION(
      "PutBucketAnalyticsConfiguration",
      BUCKET,
      "PUT",
      "analytics",
      "s3:PutAnalyticsConfiguration",
      NOT_IMPLEMENTED,
      "Sets an analytics configuration."),
  PUT_BUCKET_CORS(
      "PutBucketCors",
      BUCKET,
      "PUT",
      "cors",
      "s3:PutBucketCORS",
      NOT_IMPLEMENTED,
      "Sets a bucket's CORS rules."),
  PUT_BUCKET_ENCRYPTION(
      "PutBucketEncryption",
      BUCKET,
      "PUT",
      "encryption",
      "s3:PutEncryptionConfiguration",
      NOT_IMPLEMENTED,
      "Sets a bucket's default encryption."),
  PUT_BUCKET_INTELLIGENT_TIERING_CONFIGURATION(
      "PutBucketIntelligentTieringConfiguration",
      BUCKET,
      "PUT",
      "intelligent-tiering",
      "s3:PutIntelligentTieringConfiguration",
      NOT_IMPLEMENTED,
      "Sets an Intelligent-Tiering configuration."),
  PUT_BUCKET_INVENTORY_CONFIGURATION(
      "PutBucketInventoryConfiguration",
      BUCKET,
      "PUT",
      "inventory",
      "s3:PutInventoryConfiguration",
      NOT_IMPLEMENTED,
      "Sets an inventory configuration."),
  PUT_BUCKET_LIFECYCLE_CONFIGURATION(
      "PutBucketLifecycleConfiguration",
      BUCKET,
      "PUT",
      "lifecycle",
      "s3:PutLifecycleConfiguration",
      NOT_IMPLEMENTED,
      "Sets a bucket's lifecycle rules."),
  PUT_BUCKET_LOGGING(
      "PutBucketLogging",
      BUCKET,
      "PUT",
      "logging",
      "s3:PutBucketLogging",
      NOT_IMPLEMENTED,
      "Sets where a bucket's access log goes."),
  PUT_BUCKET_METRICS_CONFIGURATION(
      "PutBucketMetricsConfiguration",
      BUCKET,
      "PUT",
      "metrics",
      "s3:PutMetricsConfiguration",
      NOT_IMPLEMENTED,
      "Sets a metrics configuration."),
  PUT_BUCKET_NOTIFICATION_CONFIGURATION(
      "PutBucketNotificationConfiguration",
      BUCKET,
      "PUT",
      "notification",
      "s3:PutBucketNotification",
      NOT_IMPLEMENTED,
      "Sets who is told of a bucket's events."),
  PUT_BUCKET_OWNERSHIP_CONTROLS(
      "PutBucketOwnershipControls",
      BUCKET,
      "PUT",
      "ownershipControls",
      "s3:PutBucketOwnershipControls",
      NOT_IMPLEMENTED,
      "Sets a bucket's ownership controls."),
  PUT_BUCKET_POLICY(
      "PutBucketPolicy",
      BUCKET,
      "PUT",
      "policy",
      "s3:PutBucketPolicy",
      NOT_IMPLEMENTED,
      "Sets a bucket's policy."),
  PUT_BUCKET_REPLICATION(
      "PutBucketReplication",
      BUCKET,
      "PUT",
      "replication",
      "s3:PutReplicationConfiguration",
      NOT_IMPLEMENTED,
      "Sets a bucket's replication rules."),
  PUT_BUCKET_REQUEST_PAYMENT(
      "PutBucketRequestPayment",
      BUCKET,
      "PUT",
      "requestPayment",
      "s3:PutBucketRequestPayment",
      NOT_IMPLEMENTED,
      "Sets who pays for requests."),
  PUT_BUCKET_TAGGING(
      "PutBucketTagging",
      BUCKET,
      "PUT",
      "tagging",
      "s3:PutBucketTagging",
      NOT_IMPLEMENTED,
      "Sets a bucket's tags."),
  PUT_BUCKET_VERSIONING(
      "PutBucketVersioning",
      BUCKET,
      "PUT",
      "versioning",
      "s3:PutBucketVersioning",
      NOT_IMPLEMENTED,
      "Makes a bucket keep versions."),
  PUT_BUCKET_WEBSITE(
      "PutBucketWebsite",
      BUCKET,
      "PUT",
      "website",
      "s3:PutBucketWebsite",
      NOT_IMPLEMENTED,
      "Sets a bucket's website configuration."),
  PUT_OBJECT("PutObject", OBJECT, "PUT", "", "s3:PutObject", IMPLEMENTED, "Stores an object."),
  PUT_OBJECT_ACL(
      "PutObjectAcl",
      OBJECT,
      "PUT",
      "acl",
      "s3:PutObjectAcl",
      NOT_IMPLEMENTED,
      "Sets an object's access control list."),
  PUT_OBJECT_LEGAL_HOLD(
      "PutObjectLegalHold",
      OBJECT,
      "PUT",
      "legal-hold",
      "s3:PutObjectLegalHold",
      NOT_IMPLEMENTED,
      "Sets an object's legal hold."),
  PUT_OBJECT_LOCK_CONFIGURATION(
      "PutObjectLockConfiguration",
      BUCKET,
      "PUT",
      "object-lock",
      "s3:PutBucketObjectLockConfiguration",
      NOT_IMPLEMENTED,
      "Sets a bucket's object lock."),
  PUT_OBJECT_RETENTION(
      "PutObjectRetention",
      OBJECT,
      "PUT",
      "retention",
      "s3:PutObjectRetention",
      NOT_IMPLEMENTED,
      "Sets until when an object is kept."),
  PUT_OBJECT_TAGGING(
      "PutObjectTagging",
      OBJECT,
      "PUT",
      "tagging",
      "s3:PutObjectTagging",
      NOT_IMPLEMENTED,
      "Sets an object's tags."),
  PUT_PUBLIC_ACCESS_BLOCK(
      "PutPublicAccessBlock",
      BUCKET,
      "PUT",
      "publicAccessBlock",
      "s3:PutBucketPublicAccessBlock",
      NOT_IMPLEMENTED,
      "Sets a bucket's public access block."),
  RENAME_OBJECT(
      "RenameObject",
      OBJECT,
      "PUT",
      "renameObject",
      "s3:PutObject",
      NOT_IMPLEMENTED,
      "Renames an object of a directory bucket."),
  RESTORE_OBJECT(
      "RestoreObject",
      OBJECT,
      "POST",
      "restore",
      "s3:RestoreObject",
      NOT_IMPLEMENTED,
      "Brings an archived object back."),
  SELECT_OBJECT_CONTENT(
      "SelectObjectContent",
      OBJECT,
      "POST",
      "select&select-type",
      "s3:GetObject",
      NOT_IMPLEMENTED,
      "Queries the inside of an object."),
  UPDATE_BUCKET_METADATA_INVENTORY_TABLE_CONFIGURATION(
      "UpdateBucketMetadataInventoryTableConfiguration",
      BUCKET,
      "PUT",
      "metadataInventoryTable",
      "s3:UpdateBucketMetadataInventoryTableConfiguration",
      NOT_IMPLEMENTED,
      "Changes a bucket's inventory table."),
  UPDATE_BUCKET_METADATA_JOURNAL_TABLE_CONFIGURATION(
      "UpdateBucketMetadataJournalTableConfiguration",
      BUCKET,
      "PUT",
      "metadataJournalTable",
      "s3:UpdateBucketMetadataJournalTableConfiguration",
      NOT_IMPLEMENTED,
      "Changes a bucket's journal table."),
  UPDATE_OBJECT_ENCRYPTION(
      "UpdateObjectEncryption",
      OBJECT,
      "PUT",
      "encryption",
      "s3:UpdateObjectEncryption",
      NOT_IMPLEMENTED,
      "Changes how an object is encrypted."),
  UPLOAD_PART(
      "UploadPart",
      OBJECT,
      "PUT",
      "partNumber&uploadId",
      "s3:PutObject",
      IMPLEMENTED,
      "Stores one part of an upload."),
  UPLOAD_PART_COPY(
      "UploadPartCopy",
      OBJECT,
      "PUT",
      "partNumber&uploadId",
      "s3:PutObject",
      IMPLEMENTED,
      "Stores one part from an object; reading the source needs s3:GetObject too."),
  WRITE_GET_OBJECT_RESPONSE(
      "WriteGetObjectResponse",
      SERVICE,
      "POST",
      "",
      "s3-object-lambda:WriteGetObjectResponse",
      NOT_IMPLEMENTED,
      "Answers for Object Lambda.");

  /** What an operation is about. */
  public enum Scope {
    SERVICE,
    BUCKET,
    OBJECT
  }

  /** What Sluice answers to an operation. */
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
  private final List<String> query;
  private final String permission;
  private final Support support;
  private final String description;

  S3Operation(
      String awsName,
      Scope scope,
      String method,
      String query,
      String permission,
      Support support,
      String description) {
    this.awsName = awsName;
    this.scope = scope;
    this.method = method;
    this.query = query.isEmpty() ? List.of() : List.of(query.split("&", -1));
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

  /** The query parameters whose presence tells this operation from its siblings; often one. */
  public List<String> query() {
    return query;
  }

  /**
   * What the caller must be allowed to do, for example {@code s3:GetObject}; empty where AWS asks
   * for nothing.
   */
  public String permission() {
    return permission;
  }

  /** What Sluice answers. */
  public Support support() {
    return support;
  }

  /** One sentence for the generated reference. */
  public String description() {
    return description;
  }
}

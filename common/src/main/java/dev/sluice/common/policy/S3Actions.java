package dev.sluice.common.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Actions that a policy may name, with the kind of resource that each is about ("Actions,
 * resources, and condition keys for Amazon S3", Service Authorization Reference). Some belong to
 * features that Sluice does not have; they have no effect, as on AWS where the feature is not used.
 */
public final class S3Actions {
  /** Kind of resource that an action is about. */
  enum Scope {
    SERVICE,
    BUCKET,
    OBJECT
  }

  private static final String OF_BUCKETS =
      """
      CreateBucket CreateBucketMetadataTableConfiguration DeleteBucket
      DeleteBucketMetadataTableConfiguration DeleteBucketPolicy DeleteBucketWebsite
      GetAccelerateConfiguration GetAnalyticsConfiguration GetBucketAbac GetBucketAcl GetBucketCORS
      GetBucketLocation GetBucketLogging GetBucketMetadataTableConfiguration GetBucketNotification
      GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPolicy
      GetBucketPolicyStatus GetBucketPublicAccessBlock GetBucketRequestPayment GetBucketTagging
      GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration
      GetIntelligentTieringConfiguration GetInventoryConfiguration GetLifecycleConfiguration
      GetMetricsConfiguration GetReplicationConfiguration ListBucket ListBucketMultipartUploads
      ListBucketVersions ListTagsForResource PutAccelerateConfiguration PutAnalyticsConfiguration
      PutBucketAbac PutBucketAcl PutBucketCORS PutBucketLogging PutBucketNotification
      PutBucketObjectLockConfiguration PutBucketOwnershipControls PutBucketPolicy
      PutBucketPublicAccessBlock PutBucketRequestPayment PutBucketTagging PutBucketVersioning
      PutBucketWebsite PutEncryptionConfiguration PutIntelligentTieringConfiguration
      PutInventoryConfiguration PutLifecycleConfiguration PutMetricsConfiguration
      PutReplicationConfiguration TagResource UntagResource
      UpdateBucketMetadataAnnotationTableConfiguration
      UpdateBucketMetadataInventoryTableConfiguration UpdateBucketMetadataJournalTableConfiguration
      """;

  private static final String OF_OBJECTS =
      """
      AbortMultipartUpload BypassGovernanceRetention DeleteObject DeleteObjectAnnotation
      DeleteObjectTagging DeleteObjectVersion DeleteObjectVersionTagging GetObject GetObjectAcl
      GetObjectAnnotation GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging
      GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionAttributes
      GetObjectVersionForReplication GetObjectVersionTagging GetObjectVersionTorrent
      InitiateReplication ListMultipartUploadParts ListObjectAnnotations
      ObjectOwnerOverrideToBucketOwner PutObject PutObjectAcl PutObjectAnnotation PutObjectLegalHold
      PutObjectRetention PutObjectTagging PutObjectVersionAcl PutObjectVersionTagging
      ReplicateDelete ReplicateObject ReplicateTags RestoreObject UpdateObjectEncryption
      """;

  private static final List<String> NAMES = new ArrayList<>();
  private static final List<Scope> SCOPES = new ArrayList<>();
  private static final Map<String, Integer> INDEXES = new HashMap<>();

  static {
    add("s3:ListAllMyBuckets", Scope.SERVICE);
    add("s3-object-lambda:WriteGetObjectResponse", Scope.SERVICE);
    add("s3express:CreateSession", Scope.SERVICE);
    add("s3express:ListAllMyDirectoryBuckets", Scope.SERVICE);
    for (String name : OF_BUCKETS.strip().split("\\s++", -1)) {
      add("s3:" + name, Scope.BUCKET);
    }
    for (String name : OF_OBJECTS.strip().split("\\s++", -1)) {
      add("s3:" + name, Scope.OBJECT);
    }
  }

  private S3Actions() {}

  /** Actions as AWS names them. */
  public static List<String> names() {
    return List.copyOf(NAMES);
  }

  /**
   * Actions that a text names, in which {@code *} stands for any text and {@code ?} for one
   * character; upper and lower case are the same.
   */
  static ActionSet matching(String pattern) {
    TextPattern wanted = TextPattern.wildcards(pattern).ignoringCase();
    ActionSet set = new ActionSet();
    for (int i = 0; i < NAMES.size(); i++) {
      if (wanted.matches(NAMES.get(i))) {
        set.add(i);
      }
    }
    return set;
  }

  /** Actions of a kind. */
  static ActionSet about(Scope scope) {
    ActionSet set = new ActionSet();
    for (int i = 0; i < SCOPES.size(); i++) {
      if (SCOPES.get(i) == scope) {
        set.add(i);
      }
    }
    return set;
  }

  /** Index of an action as AWS writes it, or -1. */
  static int indexOf(String name) {
    return INDEXES.getOrDefault(name, -1);
  }

  private static void add(String name, Scope scope) {
    INDEXES.put(name, NAMES.size());
    INDEXES.put(name.toLowerCase(Locale.ROOT), NAMES.size());
    NAMES.add(name);
    SCOPES.add(scope);
  }
}

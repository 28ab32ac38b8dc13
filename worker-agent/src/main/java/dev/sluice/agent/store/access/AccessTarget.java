package dev.sluice.agent.store.access;

import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.request.AccessRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Target of a call, or the source of a copy.
 *
 * @param kind what it is
 * @param bucket null: the storage as a whole
 * @param key null: the bucket itself
 */
record AccessTarget(Kind kind, @Nullable BucketName bucket, @Nullable ObjectKey key) {
  /** Kind of target: which part of it takes part in the decision. */
  enum Kind {
    /** The storage and the names of its buckets. */
    STORAGE,
    /** A bucket that is to be created: one that is there takes no part in the decision. */
    NEW_BUCKET,
    /** A bucket. */
    BUCKET,
    /** Some objects of a bucket, each of which is decided about on its own. */
    SOME_OBJECTS,
    /** An object that is to be read or changed in place. */
    OBJECT,
    /**
     * What is to be at a key, or to be deleted there. What is there now takes part for some
     * actions.
     */
    PLACE,
    /** What is to be at a key later, when an upload is completed. */
    LATER_PLACE,
    /** An upload. */
    UPLOAD
  }

  /** The name of the bucket; empty: none. */
  String name() {
    return bucket == null ? "" : bucket.value();
  }

  /** The bucket whose record takes part in the decision; null: none does. */
  @Nullable BucketName deciding() {
    return switch (kind) {
      case STORAGE, NEW_BUCKET -> null;
      case BUCKET, SOME_OBJECTS, OBJECT, PLACE, LATER_PLACE, UPLOAD -> bucket;
    };
  }

  /** What is known of the object before it was looked at. */
  ObjectFacts facts(String action) {
    boolean mayHaveASay =
        switch (kind) {
          case OBJECT, UPLOAD -> true;
          case PLACE -> !isOfTheNewObject(action);
          case STORAGE, NEW_BUCKET, BUCKET, SOME_OBJECTS, LATER_PLACE -> false;
        };
    return mayHaveASay ? ObjectFacts.Missing.UNKNOWN : ObjectFacts.Missing.ABSENT;
  }

  /** What is known of the object after a look at it. */
  ObjectFacts facts(ReadableStorage storage, @Nullable BucketAccess access) {
    return bucket == null || key == null || access == null
        ? ObjectFacts.Missing.ABSENT
        : ObjectFacts.of(storage.stat(new ObjectName(bucket, key)));
  }

  /** Whether it is about what is stated with an object that is to be. */
  private static boolean isOfTheNewObject(String action) {
    return switch (action) {
      case "s3:PutObjectTagging",
          "s3:PutObjectAcl",
          "s3:PutObjectRetention",
          "s3:PutObjectLegalHold" ->
          true;
      default -> false;
    };
  }

  /** Whether an action at a place is the bucket's to allow, whatever is there. */
  static boolean createsOrDeletes(String action) {
    return switch (action) {
      case "s3:PutObject",
          "s3:DeleteObject",
          "s3:DeleteObjectVersion",
          "s3:BypassGovernanceRetention" ->
          true;
      default -> isOfTheNewObject(action);
    };
  }

  /** What a request for a decision alone is about, as far as its actions show. */
  static AccessTarget asked(AccessRequest.Place place, List<Evaluation> evaluations) {
    Kind kind = place.bucket() == null ? Kind.STORAGE : Kind.BUCKET;
    for (Evaluation evaluation : evaluations) {
      if (evaluation.resource() == Evaluation.Resource.TARGET && place.bucket() != null) {
        kind = kindOf(evaluation.action(), place.key() != null);
        break; // the operation's own comes first
      }
    }
    return new AccessTarget(kind, place.bucket(), place.key());
  }

  private static Kind kindOf(String action, boolean withKey) {
    return switch (action) {
      case "s3:CreateBucket" -> Kind.NEW_BUCKET;
      case "s3:PutObject",
          "s3:DeleteObject",
          "s3:DeleteObjectVersion",
          "s3:BypassGovernanceRetention" ->
          withKey ? Kind.PLACE : Kind.SOME_OBJECTS;
      case "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts" -> Kind.UPLOAD;
      default -> withKey ? Kind.OBJECT : Kind.BUCKET;
    };
  }
}

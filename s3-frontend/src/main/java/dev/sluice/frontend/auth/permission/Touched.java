package dev.sluice.frontend.auth.permission;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.frontend.s3.AclRequest;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestSubject;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.StatedAcl;
import dev.sluice.frontend.s3.TagKeys;
import dev.sluice.frontend.s3.UploadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a request touches, as far as permissions look. The one place where every request
 * says it: a new one does not compile unanswered.
 *
 * <p>Beside the action of its operation a request may need others. What reads needs {@code
 * s3:GetObject}: a copy of its source, GetObjectAttributes, and a change on condition of a tag, a
 * time or a size, which asks what is there. What sets tags or access control lists on the way needs
 * what setting them alone would need.
 *
 * @param questions all of which have to be answered by an allowance
 * @param disclosures whether the absence of each object that the request names may be told, and
 *     whether tags that an object has may be shown, or be copied with it
 */
record Touched(List<Question> questions, List<Question> disclosures) {
  Touched {
    questions = List.copyOf(questions);
    disclosures = List.copyOf(disclosures);
  }

  static Touched by(S3Request request) {
    return switch (request) {
      case S3Request.ListBuckets it -> only(it.operation(), new Resource.Service());
      case S3Request.Preflight it -> configuration(it.operation(), it.bucket(), it.key());
      case S3Request.NotImplemented it -> configuration(it.operation(), it.bucket(), it.key());
      case S3Request.UnsetConfiguration it -> configuration(it.operation(), it.bucket(), it.key());
      case AclRequest it -> configuration(it.operation(), it.bucket(), it.key());
      case BucketRequest.CreateBucket it -> {
        Touched bucket = stating(it.acl(), S3Operation.PUT_BUCKET_ACL, bucket(it));
        yield it.ownership() == null
            ? bucket
            : bucket.also(S3Operation.PUT_BUCKET_OWNERSHIP_CONTROLS);
      }
      case BucketRequest.HeadBucket it -> bucket(it);
      case BucketRequest.DeleteBucket it -> bucket(it);
      case BucketRequest.GetBucketLocation it -> bucket(it);
      case BucketRequest.PutBucketCors it -> bucket(it);
      case BucketRequest.GetBucketCors it -> bucket(it);
      case BucketRequest.DeleteBucketCors it -> bucket(it);
      case BucketRequest.GetBucketTagging it -> bucket(it);
      case BucketRequest.PutBucketTagging it -> bucket(it);
      case BucketRequest.DeleteBucketTagging it -> bucket(it);
      case BucketRequest.GetBucketRequestPayment it -> bucket(it);
      case BucketRequest.PutBucketRequestPayment it -> bucket(it);
      case BucketRequest.GetBucketAccelerateConfiguration it -> bucket(it);
      case BucketRequest.PutBucketAccelerateConfiguration it -> bucket(it);
      case BucketRequest.DeleteObjects it ->
          only(it.operation(), new Resource.SomeItems(it.bucket().value()));
      case BucketRequest.PutBucketPolicy it -> bucket(it);
      case BucketRequest.GetBucketPolicy it -> bucket(it);
      case BucketRequest.GetBucketPolicyStatus it -> bucket(it);
      case BucketRequest.DeleteBucketPolicy it -> bucket(it);
      case BucketRequest.ListObjects it -> listing(it, it.prefix());
      case BucketRequest.ListObjectsV2 it -> listing(it, it.prefix());
      case BucketRequest.ListMultipartUploads it -> listing(it, it.prefix());
      case ObjectRequest.PutObject it ->
          object(it).onConditions(it.conditions()).setting(it.metadata()).stating(it.acl());
      case ObjectRequest.PostObject it -> object(it).setting(it.metadata()).stating(it.acl());
      case ObjectRequest.GetObject it -> showingTags(it);
      case ObjectRequest.HeadObject it -> showingTags(it);
      case ObjectRequest.DeleteObject it -> object(it).onConditions(it.conditions());
      case ObjectRequest.CopyObject it ->
          object(it)
              .onConditions(it.conditions())
              .tagging(it.tags())
              .stating(it.acl())
              .reading(it.source())
              .copyingTags(it);
      case ObjectRequest.GetObjectAttributes it -> object(it).also(S3Operation.GET_OBJECT);
      case ObjectRequest.GetObjectTagging it -> object(it);
      case ObjectRequest.PutObjectTagging it -> object(it);
      case ObjectRequest.DeleteObjectTagging it -> object(it);
      case UploadRequest.CreateMultipartUpload it ->
          object(it).setting(it.metadata()).stating(it.acl());
      case UploadRequest.UploadPart it -> object(it);
      case UploadRequest.UploadPartCopy it ->
          new Touched(object(it).questions(), List.of()).reading(it.source());
      case UploadRequest.ListParts it -> object(it);
      case UploadRequest.CompleteMultipartUpload it -> object(it).onConditions(it.conditions());
      case UploadRequest.AbortMultipartUpload it -> object(it);
    };
  }

  /** A request of which only its address was understood. */
  static Touched by(RequestSubject subject) {
    S3Operation operation = subject.operation();
    BucketName bucket = subject.bucket();
    if (bucket == null || subject.key() != null) {
      return configuration(operation, bucket, subject.key());
    }
    return only(
        operation,
        switch (operation) {
          case LIST_OBJECTS, LIST_OBJECTS_V2, LIST_MULTIPART_UPLOADS ->
              new Resource.Listing(bucket.value(), subject.prefix());
          case DELETE_OBJECTS, POST_OBJECT -> new Resource.SomeItems(bucket.value());
          default -> new Resource.Bucket(bucket.value());
        });
  }

  /**
   * Everything that a request touches whose document was read: a bucket that is created with tags
   * is tagged.
   *
   * @param documentKeys condition keys that the document says
   */
  static Touched by(S3Request request, Set<String> documentKeys) {
    Touched touched = by(request);
    return request instanceof BucketRequest.CreateBucket
            && documentKeys.contains(TagKeys.ALL_OF_BUCKET)
        ? touched.also("s3:TagResource")
        : touched;
  }

  /** A change of an object on conditions. */
  static Touched change(
      S3Operation operation, BucketName bucket, ObjectKey key, WriteConditions conditions) {
    return configuration(operation, bucket, key).onConditions(conditions);
  }

  private Touched onConditions(WriteConditions conditions) {
    boolean asks =
        asksTag(conditions.ifMatch())
            || asksTag(conditions.ifNoneMatch())
            || conditions.ifLastModified() != null
            || conditions.ifSize() != null;
    return asks ? also(S3Operation.GET_OBJECT) : this;
  }

  /** Whether a condition reveals more of an object than its existence. */
  private static boolean asksTag(@Nullable EtagCondition condition) {
    return condition != null && !condition.any();
  }

  private Touched setting(ObjectMetadata metadata) {
    return tagging(metadata.tags());
  }

  private Touched tagging(@Nullable TagSet tags) {
    return tags == null || tags.tags().isEmpty() ? this : also(S3Operation.PUT_OBJECT_TAGGING);
  }

  private Touched stating(@Nullable StatedAcl acl) {
    return stating(acl, S3Operation.PUT_OBJECT_ACL, this);
  }

  /** A private list is what there is without any: stating it asks for nothing. */
  private static Touched stating(@Nullable StatedAcl acl, S3Operation operation, Touched touched) {
    boolean states = acl != null && !acl.equals(new StatedAcl.Canned(CannedAcl.PRIVATE));
    return states ? touched.also(operation) : touched;
  }

  /** The same, which needs what another operation on the same resource would need. */
  private Touched also(S3Operation operation) {
    return also(operation.permission());
  }

  private Touched also(String action) {
    return questions.isEmpty()
        ? this
        : and(new Question(action, Evaluation.Resource.TARGET, questions.getFirst().resource()));
  }

  private Touched reading(CopySource copied) {
    String bucket = copied.bucket().value();
    String key = copied.key().value();
    Touched more =
        and(
            new Question(
                S3Operation.GET_OBJECT.permission(),
                Evaluation.Resource.SOURCE,
                new Resource.Item(bucket, key)));
    return new Touched(
        more.questions(), plus(disclosures, disclosure(Evaluation.Resource.SOURCE, bucket, key)));
  }

  private static Touched showingTags(ObjectRequest request) {
    Touched read = object(request);
    Question tags =
        new Question(
            S3Operation.GET_OBJECT_TAGGING.permission(),
            Evaluation.Resource.TARGET,
            new Resource.Item(request.bucket().value(), request.key().value()));
    return new Touched(read.questions(), plus(read.disclosures(), tags));
  }

  /** A copy that is given no tags gets those of its source. */
  private Touched copyingTags(ObjectRequest.CopyObject copy) {
    if (copy.tags() != null) {
      return this;
    }
    Question read =
        new Question(
            S3Operation.GET_OBJECT_TAGGING.permission(),
            Evaluation.Resource.SOURCE,
            new Resource.Item(copy.source().bucket().value(), copy.source().key().value()));
    Question write =
        new Question(
            S3Operation.PUT_OBJECT_TAGGING.permission(),
            Evaluation.Resource.TARGET,
            new Resource.Item(copy.bucket().value(), copy.key().value()));
    return new Touched(questions, plus(plus(disclosures, read), write));
  }

  private Touched and(Question question) {
    return new Touched(plus(questions, question), disclosures);
  }

  private static List<Question> plus(List<Question> some, Question other) {
    List<Question> all = new ArrayList<>(some.size() + 1);
    all.addAll(some);
    all.add(other);
    return all;
  }

  private static Question disclosure(Evaluation.Resource which, String bucket, String key) {
    return new Question(
        S3Operation.LIST_OBJECTS_V2.permission(), which, new Resource.Absence(bucket, key));
  }

  private static Touched configuration(
      S3Operation operation, @Nullable BucketName bucket, @Nullable ObjectKey key) {
    if (bucket == null) {
      return only(operation, new Resource.Service());
    }
    if (key == null) {
      return only(operation, new Resource.Bucket(bucket.value()));
    }
    Touched item = only(operation, new Resource.Item(bucket.value(), key.value()));
    return new Touched(
        item.questions(),
        List.of(disclosure(Evaluation.Resource.TARGET, bucket.value(), key.value())));
  }

  private static Touched bucket(BucketRequest request) {
    return only(request.operation(), new Resource.Bucket(request.bucket().value()));
  }

  private static Touched listing(BucketRequest request, String prefix) {
    return only(request.operation(), new Resource.Listing(request.bucket().value(), prefix));
  }

  private static Touched object(ObjectRequest request) {
    return configuration(request.operation(), request.bucket(), request.key());
  }

  /** The action of an operation on a resource, where it has one. */
  private static Touched only(S3Operation operation, Resource resource) {
    String action = operation.permission();
    return new Touched(
        action.isEmpty()
            ? List.of()
            : List.of(new Question(action, Evaluation.Resource.TARGET, resource)),
        List.of());
  }
}

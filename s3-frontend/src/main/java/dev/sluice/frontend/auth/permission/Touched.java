package dev.sluice.frontend.auth.permission;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestSubject;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.UploadRequest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a request touches, as far as permissions look. The one place where every request
 * says it: a new one does not compile unanswered.
 *
 * @param target what the permission of the operation is asked about
 * @param readsTarget whether the target has to be readable as well, by {@code s3:GetObject}: it is
 *     asked for its attributes, or is changed on condition of its tag, time or size, which asks
 *     what is there
 * @param source of a copy, which needs {@code s3:GetObject}; null: none
 * @param named objects whose absence a refusal would reveal
 */
record Touched(
    Resource target,
    boolean readsTarget,
    Resource.@Nullable Item source,
    List<Resource.Item> named) {
  Touched {
    named = List.copyOf(named);
  }

  static Touched by(S3Request request) {
    return switch (request) {
      case S3Request.ListBuckets _ -> only(new Resource.Service());
      case S3Request.NotImplemented it -> configuration(it.bucket(), it.key());
      case S3Request.UnsetConfiguration it -> configuration(it.bucket(), it.key());
      case BucketRequest.CreateBucket it -> bucket(it);
      case BucketRequest.HeadBucket it -> bucket(it);
      case BucketRequest.DeleteBucket it -> bucket(it);
      case BucketRequest.GetBucketLocation it -> bucket(it);
      case BucketRequest.DeleteObjects it -> only(new Resource.SomeItems(it.bucket().value()));
      case BucketRequest.ListObjects it -> listing(it, it.prefix());
      case BucketRequest.ListObjectsV2 it -> listing(it, it.prefix());
      case BucketRequest.ListMultipartUploads it -> listing(it, it.prefix());
      case ObjectRequest.PutObject it -> change(it.bucket(), it.key(), it.conditions());
      case ObjectRequest.PostObject it -> object(it);
      case ObjectRequest.GetObject it -> object(it);
      case ObjectRequest.HeadObject it -> object(it);
      case ObjectRequest.DeleteObject it -> change(it.bucket(), it.key(), it.conditions());
      case ObjectRequest.CopyObject it ->
          change(it.bucket(), it.key(), it.conditions()).reading(it.source());
      case ObjectRequest.GetObjectAttributes it ->
          new Touched(item(it), true, null, List.of(item(it)));
      case UploadRequest.CreateMultipartUpload it -> object(it);
      case UploadRequest.UploadPart it -> object(it);
      case UploadRequest.UploadPartCopy it ->
          new Touched(item(it), false, item(it.source()), List.of(item(it.source())));
      case UploadRequest.ListParts it -> object(it);
      case UploadRequest.CompleteMultipartUpload it ->
          change(it.bucket(), it.key(), it.conditions());
      case UploadRequest.AbortMultipartUpload it -> object(it);
    };
  }

  /** A request of which only its address was understood. */
  static Touched by(RequestSubject subject) {
    BucketName bucket = subject.bucket();
    if (bucket == null || subject.key() != null) {
      return configuration(bucket, subject.key());
    }
    return only(
        switch (subject.operation()) {
          case LIST_OBJECTS, LIST_OBJECTS_V2, LIST_MULTIPART_UPLOADS ->
              new Resource.Listing(bucket.value(), subject.prefix());
          case DELETE_OBJECTS, POST_OBJECT -> new Resource.SomeItems(bucket.value());
          default -> new Resource.Bucket(bucket.value());
        });
  }

  /** A change of an object on conditions. */
  static Touched change(BucketName bucket, ObjectKey key, WriteConditions conditions) {
    Resource.Item item = new Resource.Item(bucket.value(), key.value());
    return new Touched(item, asks(conditions), null, List.of(item));
  }

  /** Whether conditions reveal more of an object than its existence. */
  private static boolean asks(WriteConditions conditions) {
    return asksTag(conditions.ifMatch())
        || asksTag(conditions.ifNoneMatch())
        || conditions.ifLastModified() != null
        || conditions.ifSize() != null;
  }

  private static boolean asksTag(@Nullable EtagCondition condition) {
    return condition != null && !condition.any();
  }

  private Touched reading(CopySource copied) {
    Resource.Item item = item(copied);
    return new Touched(
        target, readsTarget, item, Stream.concat(named.stream(), Stream.of(item)).toList());
  }

  private static Touched configuration(@Nullable BucketName bucket, @Nullable ObjectKey key) {
    if (bucket == null) {
      return only(new Resource.Service());
    }
    if (key == null) {
      return only(new Resource.Bucket(bucket.value()));
    }
    Resource.Item item = new Resource.Item(bucket.value(), key.value());
    return new Touched(item, false, null, List.of(item));
  }

  private static Touched bucket(BucketRequest request) {
    return only(new Resource.Bucket(request.bucket().value()));
  }

  private static Touched listing(BucketRequest request, String prefix) {
    return only(new Resource.Listing(request.bucket().value(), prefix));
  }

  private static Touched only(Resource target) {
    return new Touched(target, false, null, List.of());
  }

  private static Touched object(ObjectRequest request) {
    return new Touched(item(request), false, null, List.of(item(request)));
  }

  private static Resource.Item item(ObjectRequest request) {
    return new Resource.Item(request.bucket().value(), request.key().value());
  }

  private static Resource.Item item(CopySource source) {
    return new Resource.Item(source.bucket().value(), source.key().value());
  }
}

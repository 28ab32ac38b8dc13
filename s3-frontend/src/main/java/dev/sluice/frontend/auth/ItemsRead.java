package dev.sluice.frontend.auth;

import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.UploadRequest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a request reads beside its own permission, each of which needs {@code
 * s3:GetObject}: the source of a copy, the object whose attributes are asked for, and the one whose
 * tag, time or size a change depends on, since such a condition asks what is there.
 */
final class ItemsRead {
  private ItemsRead() {}

  static Stream<Resource> by(S3Request request) {
    return switch (request) {
      case ObjectRequest.GetObjectAttributes it -> Stream.of(item(it));
      case ObjectRequest.CopyObject it ->
          Stream.concat(Stream.of(item(it.source())), conditioned(it, it.conditions()));
      case UploadRequest.UploadPartCopy it -> Stream.of(item(it.source()));
      case ObjectRequest.PutObject it -> conditioned(it, it.conditions());
      case ObjectRequest.DeleteObject it -> conditioned(it, it.conditions());
      case UploadRequest.CompleteMultipartUpload it -> conditioned(it, it.conditions());
      default -> Stream.empty();
    };
  }

  /** Whether conditions tell of an object more than that it is there. */
  static boolean ask(WriteConditions conditions) {
    return asksTag(conditions.ifMatch())
        || asksTag(conditions.ifNoneMatch())
        || conditions.ifLastModified() != null
        || conditions.ifSize() != null;
  }

  private static boolean asksTag(@Nullable EtagCondition condition) {
    return condition != null && !condition.any();
  }

  private static Stream<Resource> conditioned(ObjectRequest request, WriteConditions conditions) {
    return ask(conditions) ? Stream.of(item(request)) : Stream.empty();
  }

  private static Resource item(ObjectRequest request) {
    return new Resource.Item(request.bucket().value(), request.key().value());
  }

  private static Resource item(CopySource source) {
    return new Resource.Item(source.bucket().value(), source.key().value());
  }
}

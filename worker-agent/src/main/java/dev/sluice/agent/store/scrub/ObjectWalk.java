package dev.sluice.agent.store.scrub;

import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.engine.listing.Effort;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedVersion;
import dev.sluice.agent.store.engine.listing.VersionScan;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.VersionId;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Cancellation;
import dev.sluice.common.model.KeyOrder;
import dev.sluice.common.model.StorageException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A walk over the versions of all objects of a scope, in their order, page by page. What is stored
 * or deleted meanwhile is met or not, as its name comes. For one thread.
 */
final class ObjectWalk {
  /** Names that are kept between two looks at a directory. */
  private static final int PAGE = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(ObjectWalk.class);
  private static final byte[] FIRST = {};

  private final ReadableStorage storage;
  private final Throttle throttle;
  private final Cancellation cancellation;
  private final @Nullable BucketName only;
  private final byte[] prefix;
  private final Deque<ObjectName> page = new ArrayDeque<>();
  private @Nullable BucketName bucket;

  /** The bucket after which the next one comes. */
  private String after = "";

  private byte[] from = FIRST;
  private @Nullable VersionId afterVersion;

  /** A walk from the beginning. */
  ObjectWalk(
      ReadableStorage storage, ScrubScope scope, Throttle throttle, Cancellation cancellation) {
    this.storage = storage;
    this.throttle = throttle;
    this.cancellation = cancellation;
    only = scope.bucket();
    bucket = only;
    prefix = scope.prefix().isEmpty() ? FIRST : KeyOrder.bytes("prefix", scope.prefix());
  }

  /** Goes on at an object, which comes again where it is still there. */
  void resumeAt(ObjectName name) {
    bucket = name.bucket();
    after = name.bucket().value();
    from = name.key().utf8();
    afterVersion = null;
    page.clear();
  }

  /** The next one; null at the end. */
  @Nullable ObjectName next() {
    while (page.isEmpty()) {
      if (bucket == null && !findBucket()) {
        return null;
      }
      throttle.restAfter(this::read);
    }
    return page.remove();
  }

  private boolean findBucket() {
    List<BucketName> following =
        only == null ? storage.buckets(new BucketScan("", after, 1)) : List.of();
    if (following.isEmpty()) {
      return false;
    }
    bucket = following.getFirst();
    after = bucket.value();
    from = FIRST;
    afterVersion = null;
    return true;
  }

  /** Reads the next page of the bucket; the last one leaves no bucket. */
  private void read() {
    BucketName current = bucket;
    if (current == null) {
      return;
    }
    List<ListedVersion> listed;
    try {
      listed =
          storage.listVersions(
              current,
              new VersionScan(
                  new ListScan(prefix, from, false, PAGE, cancellation, Effort.UNBOUNDED),
                  afterVersion));
    } catch (StorageException e) {
      if (only != null) {
        throw e;
      }
      leave(current, e);
      bucket = null;
      return;
    }
    for (ListedVersion line : listed) {
      switch (line) {
        case ListedVersion.Stored(var key, var object, var _) -> {
          page.add(new ObjectName(current, key, object.version()));
          from = key.utf8();
          afterVersion = object.version();
        }
        case ListedVersion.Marker(var key, var marker, var _) -> {
          from = key.utf8();
          afterVersion = marker.version();
        }
        case ListedVersion.Directory _ -> {} // is rolled up for who asks for it
      }
    }
    if (listed.size() < PAGE) {
      bucket = null;
    }
  }

  /** A bucket that was deleted or cannot be listed keeps none of the others from being read. */
  private static void leave(BucketName bucket, StorageException failure) {
    switch (failure.reason()) {
      case BUCKET_NOT_FOUND -> LOG.debug("Bucket {}: deleted meanwhile", bucket);
      case STORAGE_FAULT, STORAGE_READ_ONLY ->
          LOG.warn(
              "Bucket {}: the rest of it is not scrubbed, as it cannot be listed: {}",
              bucket,
              failure.getMessage());
      default -> throw failure;
    }
  }
}

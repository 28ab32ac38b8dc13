package dev.sluice.agent.store;

import dev.sluice.agent.store.access.Access;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.request.ProvisionalEtag;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.RangeCondition;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides conditions, in the order of RFC 9110 section 13.2.2, which is S3's: a tag that was asked
 * for overrules the time of its kind.
 */
final class Conditions {
  /** The prefix of the conditions on a source. */
  private static final String COPY_SOURCE = "x-amz-copy-source-";

  private Conditions() {}

  /** Decides those of a read. */
  static void checkRead(ReadConditions conditions, StoredObject object) {
    checkWanted(conditions, object, "");
    if (unwanted(conditions, object) != null) {
      ETag etag = ProvisionalEtag.of(object);
      throw new StorageException(
          FailureReason.NOT_MODIFIED,
          "the caller's copy is current: " + etag.quoted() + ", " + object.lastModified(),
          new FailureDetail.NotModified(
              etag,
              object.lastModified(),
              object.record().metadata().headers().cacheControl(),
              object.record().metadata().headers().expires()));
    }
  }

  /** Whether a range counts. */
  static boolean holds(RangeCondition condition, StoredObject object) {
    return switch (condition) {
      case RangeCondition.Tag(ETag etag) ->
          ProvisionalEtag.matches(new EtagCondition(false, List.of(etag)), object);
      case RangeCondition.Time(Instant time) ->
          time.getEpochSecond() == object.lastModified().getEpochSecond();
    };
  }

  /** Decides those on the source of a copy, where nothing is ever "not modified". */
  static void checkCopySource(ReadConditions conditions, StoredObject source) {
    checkWanted(conditions, source, COPY_SOURCE);
    String unwanted = unwanted(conditions, source);
    if (unwanted != null) {
      throw failed(COPY_SOURCE + unwanted, source);
    }
  }

  /**
   * Decides those of a change, after whether the caller may make it of what is there.
   *
   * @param current what is at the key; null: nothing
   */
  static void checkWrite(
      Access access, WriteConditions conditions, @Nullable StoredObject current) {
    access.toTarget(current);
    if (current == null) {
      if (wantsAnObject(conditions)) {
        throw access.missingTarget();
      }
      return;
    }
    EtagCondition ifMatch = conditions.ifMatch();
    if (ifMatch != null && !ProvisionalEtag.matches(ifMatch, current)) {
      throw failed("If-Match", current);
    }
    EtagCondition ifNoneMatch = conditions.ifNoneMatch();
    if (ifNoneMatch != null && ProvisionalEtag.matches(ifNoneMatch, current)) {
      throw failed("If-None-Match", current);
    }
    Instant time = conditions.ifLastModified();
    if (time != null && time.getEpochSecond() != current.lastModified().getEpochSecond()) {
      throw failed("x-amz-if-match-last-modified-time", current);
    }
    Long size = conditions.ifSize();
    if (size != null && size != current.size()) {
      throw failed("x-amz-if-match-size", current);
    }
  }

  static boolean none(WriteConditions conditions) {
    return conditions.ifNoneMatch() == null && !wantsAnObject(conditions);
  }

  private static boolean wantsAnObject(WriteConditions conditions) {
    return conditions.ifMatch() != null
        || conditions.ifLastModified() != null
        || conditions.ifSize() != null;
  }

  private static void checkWanted(
      ReadConditions conditions, StoredObject object, String headerPrefix) {
    EtagCondition ifMatch = conditions.ifMatch();
    Instant since = conditions.ifUnmodifiedSince();
    if (ifMatch != null) {
      if (!ProvisionalEtag.matches(ifMatch, object)) {
        throw failed(headerPrefix + "If-Match", object);
      }
    } else if (since != null && modifiedAfter(object, since)) {
      throw failed(headerPrefix + "If-Unmodified-Since", object);
    }
  }

  /** The condition by which the caller does not want the object; null: none. */
  private static @Nullable String unwanted(ReadConditions conditions, StoredObject object) {
    EtagCondition ifNoneMatch = conditions.ifNoneMatch();
    Instant since = conditions.ifModifiedSince();
    if (ifNoneMatch != null) {
      return ProvisionalEtag.matches(ifNoneMatch, object) ? "If-None-Match" : null;
    }
    return since != null && !modifiedAfter(object, since) ? "If-Modified-Since" : null;
  }

  private static boolean modifiedAfter(StoredObject object, Instant since) {
    return object.lastModified().getEpochSecond() > since.getEpochSecond();
  }

  private static StorageException failed(String header, StoredObject current) {
    return new StorageException(
        FailureReason.PRECONDITION_FAILED,
        header
            + ": does not hold (the object has: "
            + ProvisionalEtag.of(current).quoted()
            + ", "
            + current.lastModified()
            + ", "
            + current.size()
            + " bytes)",
        new FailureDetail.Condition(header));
  }
}

package dev.sluice.agent.store.request;

import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.CompletedUpload;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.TagSet;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an object, as clients see them.
 *
 * @param key its key
 * @param size bytes
 * @param etag its tag; see {@code ObjectStore}
 * @param lastModified when it was stored, or changed from outside
 * @param metadata what was stored with it; the content type is never empty
 * @param checksum kept checksum; null: none
 * @param owner whose it is; where it was just stored, who is noted with it
 * @param parts what it was completed from; empty for what was stored in one piece
 */
public record ObjectInfo(
    ObjectKey key,
    long size,
    ETag etag,
    Instant lastModified,
    ObjectMetadata metadata,
    @Nullable ChecksumValue checksum,
    @Nullable Principal owner,
    List<ObjectPart> parts) {
  /** The attributes of an object as it lies in the storage. */
  public static ObjectInfo of(ObjectKey key, StoredObject object) {
    return of(key, object, object.record().owner());
  }

  /** The same with an owner who need not be the one that is noted with it. */
  public static ObjectInfo of(ObjectKey key, StoredObject object, @Nullable Principal owner) {
    return of(
        key,
        object.record(),
        object.size(),
        ProvisionalEtag.of(object),
        object.lastModified(),
        owner);
  }

  /** The same for who may not see the tags. */
  public ObjectInfo withoutTags() {
    return with(metadata.withTags(TagSet.NONE));
  }

  /** The same for who did not ask for the access control list. */
  public ObjectInfo withoutAcl() {
    return metadata.acl() == null ? this : with(metadata.withAcl(null));
  }

  private ObjectInfo with(ObjectMetadata other) {
    return new ObjectInfo(key, size, etag, lastModified, other, checksum, owner, parts);
  }

  /** The attributes of an object as they were answered when its upload was completed. */
  public static ObjectInfo of(ObjectKey key, CompletedUpload completed) {
    ObjectRecord record = completed.object();
    ETag etag = Objects.requireNonNull(record.etag(), "a completed upload has a tag");
    Instant time = Objects.requireNonNull(record.lastModified(), "a completed upload has a time");
    return of(key, record, completed.size(), etag, time, record.owner());
  }

  private static ObjectInfo of(
      ObjectKey key,
      ObjectRecord record,
      long size,
      ETag etag,
      Instant lastModified,
      @Nullable Principal owner) {
    ObjectMetadata metadata = record.metadata();
    ContentHeaders headers = metadata.headers();
    return new ObjectInfo(
        key,
        size,
        etag,
        lastModified,
        headers.contentType().isEmpty()
            ? metadata.withHeaders(headers.withContentType(ContentTypes.byName(key)))
            : metadata,
        record.checksum(),
        owner,
        record.parts());
  }
}

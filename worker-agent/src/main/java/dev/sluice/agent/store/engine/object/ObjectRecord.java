package dev.sluice.agent.store.engine.object;

import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.UploadId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record of an object: everything that is kept with it besides its bytes. The first group of
 * components speaks of the bytes and counts only while the seal holds; the second is what the
 * client said and stays when the file is changed from outside.
 *
 * @param etag tag of the bytes; null where none was computed (a file from outside)
 * @param checksum checksum stored with the object
 * @param parts the parts it was completed from; empty for what was stored in one piece
 * @param uploadId the upload it was completed from
 * @param lastModified when it was stored, as clients see it; null: the file's own time
 * @param metadata what the client stored with it
 * @param owner who stored it; null for a file from outside
 */
public record ObjectRecord(
    @Nullable ETag etag,
    @Nullable ChecksumValue checksum,
    List<ObjectPart> parts,
    @Nullable UploadId uploadId,
    @Nullable Instant lastModified,
    ObjectMetadata metadata,
    @Nullable Principal owner) {
  /** The record of a file from outside. */
  public static final ObjectRecord NONE =
      new ObjectRecord(null, null, List.of(), null, null, ObjectMetadata.NONE, null);

  /** The same with another tag. */
  public ObjectRecord withTag(ETag tag) {
    return new ObjectRecord(tag, checksum, parts, uploadId, lastModified, metadata, owner);
  }

  /** The same with other metadata. */
  public ObjectRecord withMetadata(ObjectMetadata other) {
    return new ObjectRecord(etag, checksum, parts, uploadId, lastModified, other, owner);
  }

  /** The same for bytes that changed from outside: what spoke of the bytes is gone. */
  public ObjectRecord unsealed() {
    return new ObjectRecord(null, null, List.of(), null, null, metadata, owner);
  }
}

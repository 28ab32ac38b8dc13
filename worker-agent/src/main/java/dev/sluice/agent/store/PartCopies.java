package dev.sluice.agent.store;

import dev.sluice.agent.store.access.Access;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.agent.store.request.PartCopyRequest;
import dev.sluice.agent.store.request.ProvisionalEtag;
import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ByteSpan;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import org.jspecify.annotations.Nullable;

/** Parts copied from ranges of objects. */
final class PartCopies {
  private final Quotas quotas;
  private final Uploads uploads;
  private final Reads reads;
  private final Copies copies;

  PartCopies(Quotas quotas, Uploads uploads, Reads reads, Copies copies) {
    this.quotas = quotas;
    this.uploads = uploads;
    this.reads = reads;
    this.copies = copies;
  }

  PartRecord copy(Access access, PartCopyRequest request) {
    Uploads.checkPartNumber(request.number());
    UploadArea area = uploads.unfinished(access, request.upload());
    try (OpenObject source = reads.openSource(access, request.source())) {
      ByteSpan span = within(request.range(), source.object().size());
      copies.checkSize(span.length());
      quotas.requireRoom(area, request.number(), span.length());
      ChecksumValue checksum =
          SourceDigest.of(access.context(), source, span, area.upload().checksumAlgorithm());
      try (PartStage stage = area.stagePart(request.number(), span.length())) {
        access.context().requireWaiting();
        stage.append(source, span.offset(), span.length());
        OpenReading.requireUnchanged(source);
        return uploads.commit(
            access, area, request.number(), stage, etag(source.object(), span), checksum);
      }
    }
  }

  /** The span of a range, of which nothing may lie beyond the source. */
  private static ByteSpan within(@Nullable ByteRange range, long size) {
    if (range == null) {
      return new ByteSpan(0, size);
    }
    if (range instanceof ByteRange.FromTo(long first, long last) && last >= size) {
      throw new StorageException(
          FailureReason.RANGE_NOT_SATISFIABLE,
          "range: " + first + ".." + last + " (expected: within " + size + " bytes)",
          new FailureDetail.ObjectSize(size));
    }
    return range.resolve(size);
  }

  /** The MD5 where it is known, else a tag that is not one. */
  private static ETag etag(StoredObject source, ByteSpan span) {
    ETag whole = source.record().etag();
    return whole != null && whole.isMd5() && span.length() == source.size()
        ? whole
        : ProvisionalEtag.ofStretch(source, span.offset(), span.length());
  }
}

package dev.sluice.agent.store;

import dev.sluice.agent.store.access.Access;
import dev.sluice.agent.store.acl.ObjectStanding;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.CompletedUpload;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.StorageException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends of uploads: completion and abort, one at a time for each upload, so that the second finds
 * what the first made.
 */
final class Completions {
  private static final Logger LOG = LoggerFactory.getLogger(Completions.class);

  private final StorageEngine engine;
  private final Quotas quotas;
  private final Uploads uploads;
  private final Publishing publishing;
  private final StoreLimits limits;
  private final InstantSource clock;
  private final UploadLocks locks = new UploadLocks();

  Completions(
      StorageEngine engine,
      Quotas quotas,
      Uploads uploads,
      Publishing publishing,
      StoreLimits limits,
      InstantSource clock) {
    this.engine = engine;
    this.quotas = quotas;
    this.uploads = uploads;
    this.publishing = publishing;
    this.limits = limits;
    this.clock = clock;
  }

  ObjectInfo complete(Access access, CompletionRequest request) {
    return locks.exclusive(
        request.upload().id(),
        () -> {
          ObjectInfo made = alreadyMade(request.upload());
          if (made == null) {
            return make(access, request);
          }
          if (access.dependsOnTarget()) {
            access.toTarget(engine.stat(nameOf(request.upload())));
          }
          return made;
        });
  }

  void abort(Access access, UploadRef ref) {
    locks.exclusive(
        ref.id(),
        () -> {
          if (access.dependsOnTarget()) {
            UploadArea area = uploads.find(ref);
            access.toUpload(area == null ? null : area.upload());
          }
          if (alreadyMade(ref) == null) {
            UploadArea area = uploads.unfinished(access, ref);
            // Once more after it was found: whoever replaces the settings takes it over.
            access.renew();
            access.toUpload(area.upload());
            access.context().requireWaiting();
            quotas.discard(area);
          }
          return ref;
        });
  }

  /**
   * The outcome of an upload that was completed already: its tombstone has it, or the object
   * itself.
   */
  private @Nullable ObjectInfo alreadyMade(UploadRef ref) {
    UploadArea area = uploads.find(ref);
    if (area != null) {
      CompletedUpload completed = area.completion();
      if (completed == null) {
        return null;
      }
      finish(area);
      return ObjectInfo.of(ref.key(), completed);
    }
    StoredObject object = engine.stat(nameOf(ref));
    return object != null && ref.id().equals(object.record().uploadId())
        ? ObjectInfo.of(ref.key(), object)
        : null;
  }

  private static ObjectName nameOf(UploadRef ref) {
    return new ObjectName(ref.bucket(), ref.key());
  }

  private ObjectInfo make(Access access, CompletionRequest request) {
    ObjectName name = nameOf(request.upload());
    UploadArea area = uploads.unfinished(access, request.upload());
    UploadRecord upload = area.upload();
    MultipartObject whole =
        new MultipartObject(new PartList(upload, area.parts(), limits).resolve(request.parts()));
    ChecksumValue checksum = whole.checksum(upload);
    whole.verify(request, checksum);
    publishing.checkEarly(access, name, request.conditions());
    quotas.requireRoom(name, 0); // its bytes are counted as those of parts
    StoredObject stored;
    access.context().requireWaiting();
    try (Stage stage = area.assemble(whole.parts())) {
      access.renew();
      ObjectStanding standing =
          access.rules().standing(new ObjectStanding(upload.owner(), upload.metadata().acl()));
      ObjectRecord record =
          new ObjectRecord(
              whole.etag(),
              checksum,
              whole.objectParts(checksum),
              upload.id(),
              clock.instant(),
              upload.metadata().withAcl(standing.acl()),
              standing.owner());
      area.intend(record, whole.size());
      stored = publishing.publish(access, name, stage, record, request.conditions(), area);
    }
    finish(area);
    return ObjectInfo.of(request.upload().key(), stored);
  }

  /**
   * The object is there and stays: a tombstone that cannot be made now is made by the next call.
   */
  private static void finish(UploadArea area) {
    try {
      area.finish();
    } catch (StorageException e) {
      LOG.warn("upload {}: completed, but its parts could not be removed", area.upload().id(), e);
    }
  }
}

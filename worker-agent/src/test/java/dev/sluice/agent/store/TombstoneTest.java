package dev.sluice.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PartRequest;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.agent.store.request.UploadRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a completed upload is remembered. */
class TombstoneTest {
  private static final BucketName BUCKET = new BucketName("bucket");
  private static final ObjectKey KEY = new ObjectKey("key");
  private static final CallContext CALLER =
      new CallContext(Caller.operator(new Principal("id", "name")), "request", null);

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final EngineObjectStore store =
      new EngineObjectStore(
          new MemoryEngine(() -> now), StoreLimits.DEFAULTS, () -> now, new UploadIds(() -> now));

  @BeforeEach
  void createBucket() {
    store.createBucket(CALLER, BUCKET);
  }

  @Test
  void tombstone_isSweptAtItsAge() {
    completed();
    now = now.plus(Duration.ofHours(23));
    assertThat(store.sweep(null).tombstonesRemoved()).isZero();

    now = now.plus(Duration.ofHours(2));

    assertThat(store.sweep(null).tombstonesRemoved()).isEqualTo(1);
  }

  @Test
  void withoutTombstone_theObjectItselfRemembers() {
    CompletionRequest request = completed();
    ObjectInfo first = store.completeUpload(CALLER, request);
    now = now.plus(Duration.ofDays(2));
    store.sweep(null);

    assertThat(store.completeUpload(CALLER, request)).isEqualTo(first);
    store.abortUpload(CALLER, request.upload());

    store.deleteObject(CALLER, BUCKET, KEY, WriteConditions.NONE);
    assertThatThrownBy(() -> store.completeUpload(CALLER, request))
        .extracting("reason")
        .isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
  }

  @Test
  void unfinishedUpload_isSweptAtItsAge() {
    UploadRef upload = begin();
    now = now.plus(Duration.ofDays(6));
    assertThat(store.sweep(null).uploadsAborted()).isZero();

    now = now.plus(Duration.ofDays(2));

    assertThat(store.sweep(null).uploadsAborted()).isEqualTo(1);
    assertThatThrownBy(() -> store.abortUpload(CALLER, upload))
        .extracting("reason")
        .isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
  }

  private CompletionRequest completed() {
    UploadRef upload = begin();
    PartRecord part;
    try (BodyWriter<PartRecord> body =
        store.uploadPart(CALLER, new PartRequest(upload, 1, 4, null))) {
      body.write(ByteBuffer.allocate(4));
      part = body.commit(new Finish(4, null, null, null));
    }
    CompletionRequest request =
        new CompletionRequest(
            upload,
            List.of(new CompletionRequest.ListedPart(1, part.etag(), null)),
            null,
            null,
            null,
            WriteConditions.NONE);
    store.completeUpload(CALLER, request);
    return request;
  }

  private UploadRef begin() {
    UploadRequest request = new UploadRequest(BUCKET, KEY, ObjectMetadata.NONE, null, null);
    return new UploadRef(BUCKET, KEY, store.createUpload(CALLER, request).id());
  }
}

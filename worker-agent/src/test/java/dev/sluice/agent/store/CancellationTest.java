package dev.sluice.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.CompletionRequest.ListedPart;
import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.CopySource;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PartCopyRequest;
import dev.sluice.agent.store.request.PartRequest;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.agent.store.request.UploadPage;
import dev.sluice.agent.store.request.UploadQuery;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.agent.store.request.UploadRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Cancellation;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A call that nobody waits for any longer changes nothing: every operation runs out of patience at
 * each place where it asks, until it asks no more.
 */
class CancellationTest {
  private static final BucketName BUCKET = new BucketName("bucket");
  private static final BucketName EMPTY = new BucketName("empty");
  private static final ObjectKey KEY = new ObjectKey("dir/key");
  private static final byte[] BODY = new byte[300_000];
  private static final CallContext CALL = context(Cancellation.ENDLESS);
  private static final WriteConditions THERE =
      new WriteConditions(EtagCondition.ANY, null, null, null);

  /** Everything that changes something. */
  enum Change {
    CREATE_BUCKET {
      @Override
      void make(ObjectStore store, CallContext call, UploadRecord upload) {
        store.createBucket(call, new BucketName("another"));
      }
    },
    DELETE_BUCKET {
      @Override
      void make(ObjectStore store, CallContext call, UploadRecord upload) {
        store.deleteBucket(call, EMPTY);
      }
    },
    PUT {
      @Override
      void make(ObjectStore store, CallContext call, UploadRecord upload) {
        putObject(store, call, new ObjectKey("new"), WriteConditions.NONE);
      }
    },
    PUT_WITH_CONDITION {
      @Override
      void make(ObjectStore store, CallContext call, UploadRecord upload) {
        putObject(store, call, KEY, THERE);
      }
    },
    DELETE {
      @Override
      void make(ObjectStore store, CallContext call, UploadRecord upload) {
        store.deleteObject(call, BUCKET, KEY, WriteConditions.NONE);
      }
    },
    DELETE_WITH_CONDITION {
      @Override
      void make(ObjectStore store, CallContext call, UploadRecord upload) {
        store.deleteObject(call, BUCKET, KEY, THERE);
      }
    },
    COPY {
      @Override
      void make(ObjectStore store, CallContext call, UploadRecord upload) {
        store.copyObject(call, copy(new ObjectKey("copy"), null, ChecksumAlgorithm.CRC32C));
      }
    },
    COPY_ONTO_ITSELF {
      @Override
      void make(ObjectStore store, CallContext call, UploadRecord upload) {
        ObjectMetadata metadata = ObjectMetadata.of(ContentHeaders.NONE, Map.of("new", "name"));
        store.copyObject(call, copy(KEY, metadata, null));
      }
    },
    CREATE_UPLOAD {
      @Override
      void make(ObjectStore store, CallContext call, UploadRecord upload) {
        begin(store, call, "other");
      }
    },
    UPLOAD_PART {
      @Override
      void make(ObjectStore store, CallContext call, UploadRecord upload) {
        putPart(store, call, upload, 2);
      }
    },
    COPY_PART {
      @Override
      void make(ObjectStore store, CallContext call, UploadRecord upload) {
        store.copyPart(call, new PartCopyRequest(ref(upload), 3, source(), null));
      }
    },
    COMPLETE {
      @Override
      void make(ObjectStore store, CallContext call, UploadRecord upload) {
        List<ListedPart> parts =
            parts(store, upload).stream()
                .map(part -> new ListedPart(part.number(), part.etag(), part.checksum()))
                .toList();
        store.completeUpload(
            call,
            new CompletionRequest(ref(upload), parts, null, null, null, WriteConditions.NONE));
      }
    },
    ABORT {
      @Override
      void make(ObjectStore store, CallContext call, UploadRecord upload) {
        store.abortUpload(call, ref(upload));
      }
    };

    abstract void make(ObjectStore store, CallContext call, UploadRecord upload);
  }

  /** All that a caller could see. */
  private record Seen(
      ObjectStore.BucketPage buckets,
      List<ObjectInfo> objects,
      UploadPage uploads,
      List<PartRecord> storedParts) {
    static Seen of(ObjectStore store, UploadRecord upload) {
      ListQuery all = new ListQuery(BUCKET, "", "", "", true, 1000);
      UploadQuery unfinished = new UploadQuery(BUCKET, "", "", "", "", 1000);
      UploadPage uploads = store.listUploads(CALL, unfinished);
      return new Seen(
          store.listBuckets(CALL, "", "", 1000),
          store.listObjects(CALL, all).objects(),
          uploads,
          uploads.uploads().contains(upload.withoutMetadata())
              ? CancellationTest.parts(store, upload)
              : List.of());
    }
  }

  @ParameterizedTest
  @EnumSource
  void changeThatNobodyWaitsFor_isNotMade(Change change) {
    int asked = 0;
    for (StorageException refusal = outcome(change, asked);
        refusal != null;
        refusal = outcome(change, asked)) {
      assertThat(refusal.reason()).isEqualTo(FailureReason.CALL_CANCELLED);
      asked++;
    }

    assertThat(asked).as("places where it asks").isPositive();
  }

  /** Makes the change with so much patience; says why it was not made. */
  private static @Nullable StorageException outcome(Change change, int cancellation) {
    InstantSource clock = InstantSource.system();
    try (ObjectStore store =
        new EngineObjectStore(
            new MemoryEngine(clock), StoreLimits.DEFAULTS, clock, new UploadIds(clock))) {
      store.createBucket(CALL, BUCKET);
      store.createBucket(CALL, EMPTY);
      putObject(store, CALL, KEY, WriteConditions.NONE);
      UploadRecord upload = begin(store, CALL, "uploaded");
      putPart(store, CALL, upload, 1);
      Seen before = Seen.of(store, upload);

      Throwable thrown =
          catchThrowable(() -> change.make(store, context(lasting(cancellation)), upload));

      if (thrown == null) {
        assertThat(Seen.of(store, upload)).isNotEqualTo(before);
        return null;
      }
      assertThat(thrown).isInstanceOf(StorageException.class);
      assertThat(Seen.of(store, upload)).isEqualTo(before);
      return (StorageException) thrown;
    }
  }

  /** Patience that is asked so many times before it ends. */
  private static Cancellation lasting(int times) {
    int[] left = {times};
    return () -> {
      if (left[0]-- == 0) {
        throw new StorageException(FailureReason.CALL_CANCELLED, "gone");
      }
    };
  }

  private static CallContext context(Cancellation cancellation) {
    return new CallContext(
        Caller.operator(new Principal("id", "name")), "request", null, cancellation);
  }

  private static void putObject(
      ObjectStore store, CallContext call, ObjectKey key, WriteConditions conditions) {
    PutRequest request =
        new PutRequest(BUCKET, key, BODY.length, ObjectMetadata.NONE, null, conditions);
    try (BodyWriter<ObjectInfo> writer = store.putObject(call, request)) {
      writer.write(ByteBuffer.wrap(BODY));
      writer.commit(new Finish(BODY.length, null, null, null));
    }
  }

  private static UploadRecord begin(ObjectStore store, CallContext call, String key) {
    return store.createUpload(
        call,
        new UploadRequest(
            BUCKET, new ObjectKey(key), ObjectMetadata.NONE, ChecksumAlgorithm.SHA256, null));
  }

  private static void putPart(
      ObjectStore store, CallContext call, UploadRecord upload, int number) {
    PartRequest request = new PartRequest(ref(upload), number, BODY.length, null);
    try (BodyWriter<PartRecord> writer = store.uploadPart(call, request)) {
      writer.write(ByteBuffer.wrap(BODY));
      writer.commit(new Finish(BODY.length, null, null, null));
    }
  }

  private static CopyRequest copy(
      ObjectKey to, @Nullable ObjectMetadata metadata, @Nullable ChecksumAlgorithm algorithm) {
    return new CopyRequest(source(), BUCKET, to, metadata, null, algorithm, WriteConditions.NONE);
  }

  private static CopySource source() {
    return new CopySource(BUCKET, KEY, ReadConditions.NONE);
  }

  private static UploadRef ref(UploadRecord upload) {
    return new UploadRef(upload.bucket(), upload.key(), upload.id());
  }

  private static List<PartRecord> parts(ObjectStore store, UploadRecord upload) {
    return store.listParts(CALL, ref(upload), 0, 1000).parts();
  }
}

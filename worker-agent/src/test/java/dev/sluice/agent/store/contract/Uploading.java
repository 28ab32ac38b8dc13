package dev.sluice.agent.store.contract;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.CompletionRequest.ListedPart;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PartRequest;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.agent.store.request.UploadRequest;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.WriteConditions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One upload, as a client goes through it. */
final class Uploading {
  private final ObjectStore store;
  private final UploadRecord record;

  Uploading(ObjectStore store, UploadRecord record) {
    this.store = store;
    this.record = record;
  }

  static Uploading begin(ObjectStore store, String key) {
    return begin(store, key, null, null);
  }

  static Uploading begin(
      ObjectStore store,
      String key,
      @Nullable ChecksumAlgorithm algorithm,
      @Nullable ChecksumType type) {
    UploadRequest request =
        new UploadRequest(
            StoreContract.BUCKET,
            StoreContract.key(key),
            ObjectMetadata.of(
                ContentHeaders.NONE.withContentType("text/own"), Map.of("name", "value")),
            algorithm,
            type);
    return begin(store, request);
  }

  static Uploading begin(ObjectStore store, UploadRequest request) {
    return new Uploading(store, store.createUpload(StoreContract.ALICE, request));
  }

  UploadRecord record() {
    return record;
  }

  UploadRef ref() {
    return new UploadRef(record.bucket(), record.key(), record.id());
  }

  PartRecord part(int number, byte[] bytes) {
    return part(number, bytes, bytes.length);
  }

  PartRecord part(int number, byte[] bytes, long declaredLength) {
    try (BodyWriter<PartRecord> writer = open(number, declaredLength)) {
      return StoreContract.send(writer, bytes, StoreContract.finish(bytes));
    }
  }

  BodyWriter<PartRecord> open(int number, long declaredLength) {
    return store.uploadPart(
        StoreContract.ALICE, new PartRequest(ref(), number, declaredLength, null));
  }

  List<PartRecord> parts() {
    return store.listParts(StoreContract.ALICE, ref(), 0, 1000).parts();
  }

  ObjectInfo complete(PartRecord... parts) {
    return complete(WriteConditions.NONE, parts);
  }

  ObjectInfo complete(WriteConditions conditions, PartRecord... parts) {
    List<ListedPart> listed = List.of(parts).stream().map(Uploading::listed).toList();
    return complete(new CompletionRequest(ref(), listed, null, null, null, conditions));
  }

  ObjectInfo complete(CompletionRequest request) {
    return store.completeUpload(StoreContract.ALICE, request);
  }

  CompletionRequest stating(
      List<ListedPart> parts, @Nullable ChecksumValue checksum, @Nullable Long size) {
    return new CompletionRequest(ref(), parts, checksum, null, size, WriteConditions.NONE);
  }

  void abort() {
    store.abortUpload(StoreContract.ALICE, ref());
  }

  static ListedPart listed(PartRecord part) {
    return new ListedPart(part.number(), part.etag(), part.checksum());
  }
}

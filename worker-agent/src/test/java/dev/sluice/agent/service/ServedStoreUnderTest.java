package dev.sluice.agent.service;

import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.contract.StoreUnderTest;
import dev.sluice.agent.store.engine.StorageDevice;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * A store of the contract, used through gRPC. What other programs do to its files they do to the
 * files.
 */
public record ServedStoreUnderTest(StoreUnderTest behind, ServedStore served, ObjectStore store)
    implements StoreUnderTest {
  static ServedStoreUnderTest of(StoreUnderTest behind, BodyMethods methods) {
    ServedStore served = ServedStore.of(behind.store());
    return new ServedStoreUnderTest(behind, served, new GrpcObjectStore(served.channel(), methods));
  }

  /**
   * A store served with frames, as the frontend sends them.
   *
   * @param devices of the storage, by the names of buckets
   */
  public static StoreUnderTest framed(
      StoreUnderTest behind, Function<String, StorageDevice> devices) {
    ServedStore served =
        ServedStore.of(behind.store(), ServedStore.THREADS, InstantSource.system(), devices);
    return new ServedStoreUnderTest(
        behind, served, new GrpcObjectStore(served.channel(), BodyMethods.FRAMED));
  }

  @Override
  public void makeBucketFromOutside(BucketName bucket) {
    behind.makeBucketFromOutside(bucket);
  }

  @Override
  public void writeFromOutside(BucketName bucket, ObjectKey key, byte[] bytes) {
    behind.writeFromOutside(bucket, key, bytes);
  }

  @Override
  public void close() throws IOException {
    try (behind;
        served) {
      store.close();
    }
  }
}

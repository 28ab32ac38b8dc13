package dev.sluice.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.local.HeldDirectoryStore;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectPage;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listings of a directory that takes long to read, and what is asked meanwhile. */
@Timeout(60)
class ColdListingTest {
  private static final int THREADS = 2;
  private static final CallContext CALL =
      new CallContext(Caller.operator(new Principal("id", "name")), "request", null);

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  @TempDir private Path root;
  private HeldDirectoryStore held;
  private ServedStore served;
  private ObjectStore store;

  @BeforeEach
  void open() throws Exception {
    held = HeldDirectoryStore.open(root);
    served = ServedStore.of(held.store(), THREADS, InstantSource.system());
    store = new GrpcObjectStore(served.channel(), BodyMethods.FRAMED);
  }

  @AfterEach
  void close() {
    held.release();
    callers.close();
    served.close();
    held.close();
  }

  @Test
  void listingsOfAColdDirectory_leaveReadsAndOtherListingsTheirThreads() throws Exception {
    BucketName other = new BucketName("other");
    store.createBucket(CALL, other);
    List<CompletableFuture<ObjectPage>> listings = new ArrayList<>();
    for (int i = 0; i < 4 * THREADS; i++) {
      listings.add(
          CompletableFuture.supplyAsync(() -> list(HeldDirectoryStore.LARGE, 10), callers));
    }
    held.awaitReader();

    assertThat(store.headObject(CALL, read()).info().size()).isZero();
    try (var object = store.getObject(CALL, read())) {
      assertThat(object.head().info().key()).isEqualTo(read().key());
    }
    assertThat(list(other, 10).objects()).isEmpty();
    assertThat(listings).noneMatch(CompletableFuture::isDone);

    held.release();
    for (CompletableFuture<ObjectPage> listing : listings) {
      assertThat(listing.get().objects()).hasSize(10);
    }
  }

  /** A page of no keys looks whether the bucket is there, which may be long work too. */
  @Test
  void emptyPageOfAColdDirectory_leavesReadsTheirThreads() throws Exception {
    CompletableFuture<ObjectPage> listing =
        CompletableFuture.supplyAsync(() -> list(HeldDirectoryStore.LARGE, 0), callers);
    held.awaitReader();

    assertThat(store.headObject(CALL, read()).info().size()).isZero();

    held.release();
    assertThat(listing.get().objects()).isEmpty();
  }

  private ObjectPage list(BucketName bucket, int limit) {
    return store.listObjects(CALL, new ListQuery(bucket, "", "", "", true, limit));
  }

  private static ReadRequest read() {
    return new ReadRequest(
        HeldDirectoryStore.LARGE,
        new ObjectKey(HeldDirectoryStore.KEY),
        ReadConditions.NONE,
        Selection.ALL);
  }
}

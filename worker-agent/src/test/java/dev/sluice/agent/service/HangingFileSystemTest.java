package dev.sluice.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.ObjectReading;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.engine.StorageDevice;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.common.rpc.CallerRunsThread;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two buckets, each a file system of its own: one that hangs, and one that does not. */
@Timeout(60)
class HangingFileSystemTest {
  private static final CallContext CALL =
      new CallContext(Caller.operator(new Principal("id", "name")), "request", null);
  private static final BucketName HANGING = new BucketName("hanging");
  private static final BucketName OTHER = new BucketName("other");
  private static final ObjectKey KEY = new ObjectKey("key");
  private static final int THREADS = 4;
  private static final int REQUESTS = 64;

  private final ObjectStore store =
      new EngineObjectStore(
          new MemoryEngine(InstantSource.system()),
          StoreLimits.DEFAULTS,
          InstantSource.system(),
          new UploadIds(InstantSource.system()));
  private final CountDownLatch hang = new CountDownLatch(1);
  private final CountDownLatch hanging = new CountDownLatch(THREADS);
  private final Queue<Thread> readers = new ConcurrentLinkedQueue<>();
  private final ServedStore served =
      ServedStore.of(
          hangingStore(),
          THREADS,
          InstantSource.system(),
          bucket -> new StorageDevice(bucket, true));
  private final ObjectStore client = new GrpcObjectStore(served.channel(), BodyMethods.FRAMED);

  @BeforeEach
  void makeObjects() {
    for (BucketName bucket : List.of(HANGING, OTHER)) {
      store.createBucket(CALL, bucket);
      put(store, bucket);
    }
  }

  @AfterEach
  void close() {
    hang.countDown();
    try (store) {
      served.close();
    }
  }

  @Test
  void requestsThatHang_leaveTheThreadsOfOtherFileSystemsAlone() throws Exception {
    List<FutureTask<Long>> waiting = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      waiting.add(start(i % 2 == 0, () -> size(HANGING)));
    }
    hanging.await();

    for (boolean mayWait : List.of(true, false)) {
      assertThat(start(mayWait, () -> size(OTHER)).get()).isEqualTo(3);
      assertThat(start(mayWait, () -> bytes(OTHER)).get()).isEqualTo(3);
      assertThat(start(mayWait, () -> put(client, OTHER).size()).get()).isEqualTo(3);
      assertThat(start(mayWait, () -> keys(OTHER)).get()).isEqualTo(1);
    }

    assertThat(waiting).noneMatch(FutureTask::isDone);
    hang.countDown();
    for (FutureTask<Long> request : waiting) {
      assertThat(request.get()).isEqualTo(3);
    }
  }

  @Test
  void shortCall_runsOnTheThreadOfACallerThatMayWait() throws Exception {
    for (Callable<Long> read : List.<Callable<Long>>of(() -> size(OTHER), () -> bytes(OTHER))) {
      readers.clear();
      assertThat(start(true, read).get()).isEqualTo(3);
      assertThat(readers).singleElement().isInstanceOf(CallerRunsThread.class);

      readers.clear();
      assertThat(start(false, read).get()).isEqualTo(3);
      assertThat(readers).singleElement().isNotInstanceOf(CallerRunsThread.class);
    }
  }

  private long size(BucketName bucket) {
    return client.headObject(CALL, read(bucket)).info().size();
  }

  private long bytes(BucketName bucket) {
    try (ObjectReading reading = client.getObject(CALL, read(bucket))) {
      ByteBuffer bytes = ByteBuffer.allocate(10);
      while (reading.read(bytes) > 0) {
        // until there are no more
      }
      return bytes.position();
    }
  }

  private long keys(BucketName bucket) {
    return client.listObjects(CALL, new ListQuery(bucket, "", "", "", true, 10)).objects().size();
  }

  private static ReadRequest read(BucketName bucket) {
    return new ReadRequest(bucket, KEY, ReadConditions.NONE, Selection.ALL);
  }

  private static ObjectInfo put(ObjectStore into, BucketName bucket) {
    PutRequest request =
        new PutRequest(bucket, KEY, 3, ObjectMetadata.NONE, null, WriteConditions.NONE);
    try (BodyWriter<ObjectInfo> writer = into.putObject(CALL, request)) {
      writer.write(ByteBuffer.wrap(new byte[3]));
      return writer.commit(new Finish(3, null, null, null));
    }
  }

  /**
   * Starts a request on a thread of its own.
   *
   * @param mayWait whether the storage may hold that thread
   */
  private static FutureTask<Long> start(boolean mayWait, Callable<Long> request) {
    FutureTask<Long> task = new FutureTask<>(request);
    if (mayWait) {
      new CallerRunsThread(task, "caller").start();
    } else {
      Thread.ofVirtual().start(task);
    }
    return task;
  }

  /** The store, where reads of one bucket hang, and the threads of all reads are noted. */
  private ObjectStore hangingStore() {
    return (ObjectStore)
        Proxy.newProxyInstance(
            HangingFileSystemTest.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, arguments) -> {
              if (arguments != null
                  && arguments.length == 2
                  && arguments[1] instanceof ReadRequest read) {
                readers.add(Thread.currentThread());
                if (read.bucket().equals(HANGING)) {
                  hanging.countDown();
                  hang.await();
                }
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}

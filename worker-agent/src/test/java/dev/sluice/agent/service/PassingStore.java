package dev.sluice.agent.service;

import dev.sluice.agent.store.ObjectStore;
import dev.sluice.testing.Await;
import java.time.InstantSource;

/** A store that is asked through gRPC by Unix sockets, and passes the files of bodies. */
public final class PassingStore implements AutoCloseable {
  private final UnixDoor door = UnixDoor.open();
  private final ServedStore served;
  private final ObjectStore store;

  /** Serves a store, which stays the caller's. */
  public PassingStore(ObjectStore behind) {
    served = ServedStore.by(door, behind, InstantSource.system());
    store = new GrpcObjectStore(served.channel(), BodyMethods.FRAMED, door.files());
  }

  /** The callers' view of it. */
  public ObjectStore store() {
    return store;
  }

  /** Number of files that were passed. */
  public int passed() {
    return door.files().taken();
  }

  ServedStore served() {
    return served;
  }

  /** Waits until the calls that were answered have closed their files. */
  public void awaitIdle() {
    UnixDoor.settle();
    StoragePool pool = served.pool();
    Await.until("no call", () -> pool.waiting() == 0 && pool.running() == 0);
  }

  @Override
  public void close() {
    served.close();
  }
}

package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.local.posix.Attributes;
import dev.sluice.agent.store.local.posix.KilledPosix;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.common.model.StorageException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an operation goes when nothing goes wrong.
 *
 * @param before the store when it begins
 * @param after and when it has ended
 * @param answer what the client is told
 */
public record Rehearsal(
    StoreOperation operation,
    List<String> before,
    List<String> after,
    @Nullable ObjectInfo answer) {

  /** Does it in a new folder. */
  public static Rehearsal of(StoreOperation operation, Path root, Attributes attributes) {
    return of(operation, root, attributes, StoreClient.Way.DIRECT);
  }

  /** The same, asked in a way. */
  static Rehearsal of(
      StoreOperation operation, Path root, Attributes attributes, StoreClient.Way way) {
    KilledPosix posix = new KilledPosix(attributes.limit());
    try (StoreClient client = StoreClient.by(way, root, posix)) {
      client.store.createBucket(StoreClient.ALICE, StoreClient.BUCKET);
      StoreOperation.Call call = operation.situation().prepare(client);
      List<String> before = StoreState.of(client);
      ObjectInfo answer = call.of(client);
      List<String> after = StoreState.of(client);
      assertThat(after).isNotEqualTo(before);
      return new Rehearsal(operation, before, after, answer);
    }
  }

  /** Checks that a store is as it was or as it became; whether the latter. */
  public boolean hasHappened(StoreClient client) {
    List<String> now = StoreState.of(client);
    assertThat(now).isIn(before, after);
    return now.equals(after);
  }

  /**
   * Does it again, as a client does that got no answer: it happens now, or is answered as having
   * happened.
   */
  void again(StoreOperation.Call call, StoreClient client, boolean hasHappened) {
    try {
      assertThat(call.of(client)).isEqualTo(answer);
    } catch (StorageException e) {
      assertThat(hasHappened).as("done, when it was answered: %s", e.getMessage()).isTrue();
      assertThat(e.reason()).isIn(operation.refusals());
    }
    if (!operation.adds()) {
      assertThat(StoreState.of(client)).isEqualTo(after);
    }
  }
}

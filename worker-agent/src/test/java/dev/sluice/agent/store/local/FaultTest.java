package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.agent.store.local.posix.Attributes;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.FaultyPosix;
import dev.sluice.agent.store.local.posix.PosixCall;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets each call of each operation fail in every way that it can; whether the store is called
 * directly or asked through gRPC, where its objects are read from files that were passed.
 */
@Execution(ExecutionMode.CONCURRENT)
class FaultTest {
  /**
   * A way to fail.
   *
   * @param errno what the kernel says
   * @param reason what the client is told
   * @param calls which calls can fail so
   */
  private record Way(Errno errno, FailureReason reason, Predicate<PosixCall> calls) {}

  private static final List<Way> WAYS =
      List.of(
          new Way(Errno.EIO, FailureReason.STORAGE_FAULT, call -> true),
          new Way(Errno.ENOSPC, FailureReason.STORAGE_FULL, PosixCall::takesSpace),
          new Way(Errno.EDQUOT, FailureReason.STORAGE_FULL, PosixCall::takesSpace),
          new Way(Errno.EROFS, FailureReason.STORAGE_READ_ONLY, PosixCall::changes),
          new Way(Errno.EACCES, FailureReason.STORAGE_READ_ONLY, PosixCall::takesName),
          new Way(Errno.EMFILE, FailureReason.OVERLOADED, PosixCall::opens),
          new Way(Errno.ENAMETOOLONG, FailureReason.STORAGE_FAULT, PosixCall::takesName));

  /** What differs by where records lie, or by who reads bytes, differs for these. */
  private static final List<Way> FEW_WAYS = WAYS.subList(0, 2);

  /** No answer to a reader tells an object's list, and no message has an age below zero. */
  private static final Set<String> ONLY_DIRECT =
      Set.of("access control list of an object", "sweep of an old upload");

  @TempDir Path folder;

  static Stream<Arguments> operations() {
    Stream<Arguments> direct =
        Arrays.stream(Attributes.values())
            .flatMap(
                kind ->
                    StoreOperation.all().stream()
                        .filter(each -> kind == Attributes.LARGE || each.makesRecord())
                        .map(each -> arguments(StoreClient.Way.DIRECT, kind, each)));
    return Stream.concat(
        direct,
        StoreOperation.all().stream()
            .filter(each -> !ONLY_DIRECT.contains(each.name()))
            .map(each -> arguments(StoreClient.Way.PASSED, Attributes.LARGE, each)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void fault_leavesTheOldOrTheNew(
      StoreClient.Way asked, Attributes attributes, StoreOperation operation) throws IOException {
    Rehearsal rehearsal = Rehearsal.of(operation, root("rehearsal"), attributes, asked);
    boolean all = attributes == Attributes.LARGE && asked == StoreClient.Way.DIRECT;
    try (Trial trial = new Trial(rehearsal, root("trial"), attributes, asked)) {
      for (Way way : all ? WAYS : FEW_WAYS) {
        int at = 0;
        while (trial.isHit(way, at)) {
          at++;
        }
        assertThat(at).as("calls that may fail with %s", way.errno()).isPositive();
      }
    }
  }

  private Path root(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  /** One operation, tried again and again in one folder, with another call that fails each time. */
  private static final class Trial implements AutoCloseable {
    private final Rehearsal rehearsal;
    private final FaultyPosix posix;
    private final Path root;
    private final StoreClient.Way asked;
    private StoreClient client;

    Trial(Rehearsal rehearsal, Path root, Attributes attributes, StoreClient.Way asked) {
      this.rehearsal = rehearsal;
      this.root = root;
      this.asked = asked;
      posix = new FaultyPosix(attributes.limit());
      client = StoreClient.by(asked, root, posix);
    }

    /** Tries it; false where fewer calls than this were made. */
    boolean isHit(Way way, int at) {
      client.store.createBucket(StoreClient.ALICE, StoreClient.BUCKET);
      StoreOperation.Call call = rehearsal.operation().situation().prepare(client);
      client.awaitIdle();
      int open = posix.open().size();
      posix.fail(new FaultyPosix.Fault(way.errno(), way.calls(), at, false));
      StorageException failure = failure(call);
      client.awaitIdle();
      PosixCall hit = posix.heal();
      try {
        // A directory whose sync failed is held until one succeeds.
        int held = hit == PosixCall.SYNC ? 1 : 0;
        assertThat(posix.open()).as("descriptors").hasSizeBetween(open, open + held);
        boolean happened = rehearsal.hasHappened(client);
        assertAnswered(way, failure, happened);
        if (hit != PosixCall.UNLINK) {
          assertThat(StoreState.staged(root)).as("staging").isEmpty();
        }
        rehearsal.again(call, client, happened);
        StoreState.assertUploadsCanBeCompleted(client);
        assertNothingStays();
      } catch (AssertionError | StorageException e) {
        throw new AssertionError(way.errno() + " at " + hit + ", call " + at, e);
      }
      return hit != null;
    }

    private @Nullable StorageException failure(StoreOperation.Call call) {
      try {
        call.of(client);
        return null;
      } catch (StorageException e) {
        return e;
      }
    }

    private void assertAnswered(Way way, @Nullable StorageException failure, boolean happened) {
      if (failure == null) {
        assertThat(happened || rehearsal.operation().isBestEffort())
            .as("done, since the client was told so")
            .isTrue();
      } else {
        assertThat(failure.reason()).isEqualTo(way.reason());
      }
    }

    /** Not even where to clean up was what failed, once the agent has been started again. */
    private void assertNothingStays() {
      if (!StoreState.isTidy(client)) {
        client.close();
        assertThat(posix.open()).isEmpty();
        client = StoreClient.by(asked, root, posix);
      }
      StoreState.assertNothingStays(client);
    }

    @Override
    public void close() {
      client.close();
      assertThat(posix.open()).isEmpty();
    }
  }
}

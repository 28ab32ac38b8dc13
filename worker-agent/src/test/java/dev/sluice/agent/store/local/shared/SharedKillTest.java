package dev.sluice.agent.store.local.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.local.posix.Killed;
import dev.sluice.agent.store.local.posix.KilledPosix;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import dev.sluice.agent.store.local.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills one agent at each of its changes; another one goes on with what lies there. */
@Execution(ExecutionMode.CONCURRENT)
class SharedKillTest {
  private static final String KEY = "key";

  @TempDir Path folder;

  enum Change {
    PUT {
      @Override
      void make(SharedAgent agent) {
        agent.put(KEY, "first", Expectation.ANYTHING);
      }
    },
    PUT_BELOW {
      @Override
      void make(SharedAgent agent) {
        agent.put(KEY + "/below", "below", Expectation.ANYTHING);
      }
    },
    DELETE {
      @Override
      void make(SharedAgent agent) {
        var _ = agent.delete(KEY, Expectation.ANYTHING);
      }
    },
    TAG {
      @Override
      void make(SharedAgent agent) {
        agent.tag(KEY, "tagged", Objects.requireNonNull(agent.stat(KEY)).state());
      }
    },
    PART {
      @Override
      void make(SharedAgent agent) {
        agent.part(1, "late");
      }
    },
    COMPLETE {
      @Override
      void make(SharedAgent agent) {
        agent.complete(KEY, Expectation.ANYTHING);
        agent.upload().finish();
      }
    },
    ABORT {
      @Override
      void make(SharedAgent agent) {
        agent.upload().discard();
      }
    },
    SETTINGS {
      @Override
      void make(SharedAgent agent) {
        agent.settings(agent.bucket().state());
      }
    };

    abstract void make(SharedAgent agent);
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void kill_leavesTheOldOrTheNew(Change change) throws IOException {
    int at = 0;
    while (isKilledAt(at, change)) {
      at++;
    }
    assertThat(at).as("changes").isPositive();
  }

  private boolean isKilledAt(int at, Change change) throws IOException {
    Path root = Files.createDirectory(folder.resolve(change + "-" + at));
    KilledPosix posix = new KilledPosix(LimitedAttributes.AS_THEY_ARE);
    SharedAgent killed = new SharedAgent(root, "killed", posix);
    killed.createBucket();
    killed.put(KEY, "old", Expectation.ANYTHING);
    killed.begin(KEY);
    killed.part(1, "one");
    killed.part(2, "two");
    posix.killAt(at);
    try {
      change.make(killed);
    } catch (Killed e) {
      // As it was meant.
    }
    boolean isDead = posix.isDead();
    posix.closeAll();
    if (isDead) {
      try (SharedAgent next = new SharedAgent(root, "next", Posix.system())) {
        assertOldOrNew(change, next);
        assertGoesOn(next);
      }
      assertNothingStays(root);
    }
    return isDead;
  }

  /** As it is seen before anything was taken over, and after. */
  private static void assertOldOrNew(Change change, SharedAgent next) {
    assertThat(next.read(KEY))
        .isIn(
            switch (change) {
              case PUT -> Stream.of("old", "first").toList();
              case DELETE -> Arrays.asList("old", null);
              case COMPLETE -> Stream.of("old", "onetwo").toList();
              case PUT_BELOW, TAG, PART, ABORT, SETTINGS -> Stream.of("old").toList();
            });
    if (change == Change.TAG) {
      assertThat(Objects.requireNonNull(next.stat(KEY)).record())
          .isIn(SharedAgent.record("tag-old"), SharedAgent.record("tagged"));
    }
    if (change == Change.PUT_BELOW) {
      assertThat(next.keys()).startsWith(KEY);
    }
    var area = next.engine().upload(SharedAgent.BUCKET, SharedAgent.UPLOAD);
    boolean completed = "onetwo".equals(next.read(KEY));
    if (area == null) {
      assertThat(change).isEqualTo(Change.ABORT);
    } else {
      assertThat(area.completion() != null).as("completed").isEqualTo(completed);
      if (!completed) {
        assertThat(area.parts().keySet()).containsExactly(1, 2);
        next.complete(KEY, Expectation.ANYTHING);
        assertThat(next.read(KEY)).isIn("onetwo", "latetwo");
        assertThat(area.completion()).isNotNull();
      }
    }
  }

  private static void assertGoesOn(SharedAgent next) {
    var area = next.engine().upload(SharedAgent.BUCKET, SharedAgent.UPLOAD);
    if (area != null) {
      area.discard();
    }
    next.put(KEY, "newer", Expectation.ANYTHING);
    assertThat(next.read(KEY)).isEqualTo("newer");
    next.put("other", "text", Expectation.ABSENT);
    next.settings(next.bucket().state());
    for (String key : next.keys()) {
      assertThat(next.delete(key, Expectation.ANYTHING)).isNotNull();
    }
    assertThat(next.engine().deleteBucket(SharedAgent.BUCKET)).isTrue();
    assertThat(next.createBucket()).isTrue();
    assertThat(next.keys()).isEmpty();
  }

  /** But for folders of epochs, and what the killed agent had prepared in its own. */
  private static void assertNothingStays(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve(".sluice"))) {
      assertThat(
              all.filter(Files::isRegularFile)
                  .map(file -> root.resolve(".sluice").relativize(file).toString())
                  .filter(file -> !file.startsWith("agents/killed.")))
          .containsExactlyInAnyOrder("buckets/bucket-one", "format", "lock");
    }
  }
}

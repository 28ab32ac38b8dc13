package dev.sluice.agent.store.local.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.local.posix.PausedPosix;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pauses one agent before each call of each change, while another one changes the same. */
@Execution(ExecutionMode.CONCURRENT)
class SharedFencingTest {
  private static final String KEY = "key";

  @TempDir Path folder;

  private enum Outcome {
    DONE,
    NOT_DONE,
    UNAVAILABLE
  }

  /** What happens around one pause. */
  private record Meeting(SharedAgent paused, SharedAgent other, Outcome first, Outcome second) {}

  private static Outcome outcome(Runnable change) {
    try {
      change.run();
      return Outcome.DONE;
    } catch (ExpectationNotMet e) {
      return Outcome.NOT_DONE;
    } catch (StorageException e) {
      return switch (e.reason()) {
        case UNAVAILABLE -> Outcome.UNAVAILABLE;
        case UPLOAD_NOT_FOUND, BUCKET_NOT_FOUND, BUCKET_NOT_EMPTY -> Outcome.NOT_DONE;
        default -> throw e;
      };
    }
  }

  /** Lets them meet at each call of the first one's change. */
  private <T> void meetEverywhere(
      BiFunction<SharedAgent, SharedAgent, T> situation,
      BiConsumer<SharedAgent, T> first,
      BiConsumer<SharedAgent, T> second,
      Consumer<Meeting> judge)
      throws IOException {
    int call = 0;
    boolean paused = true;
    while (paused) {
      Path root = Files.createDirectory(folder.resolve("call-" + call));
      PausedPosix posix = new PausedPosix();
      try (SharedAgent one = new SharedAgent(root, "one", posix);
          SharedAgent other = new SharedAgent(root, "other", Posix.system())) {
        T seen = situation.apply(one, other);
        AtomicReference<Outcome> met = new AtomicReference<>();
        posix.pauseBefore(call, () -> met.set(outcome(() -> second.accept(other, seen))));
        Outcome made = outcome(() -> first.accept(one, seen));
        paused = !posix.isUnpaused();
        if (paused) {
          Outcome others = Objects.requireNonNull(met.get());
          try {
            assertThat(others).as("who is not paused").isNotEqualTo(Outcome.UNAVAILABLE);
            judge.accept(new Meeting(one, other, made, others));
          } catch (AssertionError e) {
            throw new AssertionError("paused before call " + call + ": " + made + ", " + others, e);
          }
        }
      }
      call++;
    }
    assertThat(call).as("calls").isGreaterThan(10);
  }

  /** Changes of an object that replace exactly what is there. */
  enum Change {
    PUT {
      @Override
      void make(SharedAgent agent, StateToken before) {
        agent.put(KEY, "first", new Expectation.Exactly(before));
      }

      @Override
      void assertMade(SharedAgent agent) {
        assertThat(agent.read(KEY)).isEqualTo("first");
      }
    },
    DELETE {
      @Override
      void make(SharedAgent agent, StateToken before) {
        var _ = agent.delete(KEY, new Expectation.Exactly(before));
      }

      @Override
      void assertMade(SharedAgent agent) {
        assertThat(agent.read(KEY)).isNull();
      }
    },
    TAG {
      @Override
      void make(SharedAgent agent, StateToken before) {
        agent.tag(KEY, "tagged", before);
      }

      @Override
      void assertMade(SharedAgent agent) {
        assertThat(agent.read(KEY)).isEqualTo("old");
        assertThat(agent.stat(KEY))
            .extracting(StoredObject::record)
            .isEqualTo(SharedAgent.record("tagged"));
      }
    },
    COMPLETE {
      @Override
      void make(SharedAgent agent, StateToken before) {
        agent.complete(KEY, new Expectation.Exactly(before));
      }

      @Override
      void assertMade(SharedAgent agent) {
        assertThat(agent.read(KEY)).isEqualTo("onetwo");
        assertThat(agent.upload().completion()).isNotNull();
      }

      @Override
      void assertNotMade(SharedAgent agent) {
        assertThat(agent.upload().completion()).isNull();
        assertThat(agent.upload().parts().keySet()).containsExactly(1, 2);
        agent.complete(KEY, Expectation.ANYTHING);
        assertMade(agent);
      }
    };

    abstract void make(SharedAgent agent, StateToken before);

    abstract void assertMade(SharedAgent agent);

    void assertNotMade(SharedAgent agent) {
      assertThat(agent.read(KEY)).isEqualTo("newer");
    }
  }

  private static StateToken prepared(SharedAgent one) {
    one.createBucket();
    StateToken before = one.put(KEY, "old", Expectation.ANYTHING).state();
    one.begin(KEY);
    one.part(1, "one");
    one.part(2, "two");
    return before;
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void ofTwoThatReplaceTheSame_oneDoes(Change change) throws IOException {
    meetEverywhere(
        (one, _) -> prepared(one),
        change::make,
        (other, before) -> other.put(KEY, "newer", new Expectation.Exactly(before)),
        meeting -> {
          assertThat(meeting.first() == Outcome.DONE && meeting.second() == Outcome.DONE)
              .as("both")
              .isFalse();
          if (meeting.second() == Outcome.DONE) {
            assertThat(meeting.paused().read(KEY)).isEqualTo("newer");
            assertThat(meeting.other().read(KEY)).isEqualTo("newer");
            change.assertNotMade(meeting.other());
          } else {
            change.assertMade(meeting.other());
            change.assertMade(meeting.paused());
          }
        });
  }

  @Test
  void objectThatKeysComeToLieBelow_isThereAllTheTime() throws IOException {
    meetEverywhere(
        (one, _) -> prepared(one),
        (one, _) -> one.put(KEY + "/below", "below", Expectation.ANYTHING),
        (other, _) -> {
          assertThat(other.read(KEY)).isEqualTo("old");
          assertThat(other.keys()).startsWith(KEY);
          other.put(KEY, "newer", Expectation.ANYTHING);
        },
        meeting -> {
          assertThat(meeting.second()).isEqualTo(Outcome.DONE);
          assertThat(meeting.other().read(KEY)).isEqualTo("newer");
          assertThat(meeting.paused().read(KEY)).isEqualTo("newer");
          if (meeting.first() == Outcome.DONE) {
            assertThat(meeting.other().read(KEY + "/below")).isEqualTo("below");
            assertThat(meeting.other().keys()).containsExactly(KEY, KEY + "/below");
          }
        });
  }

  @Test
  void partOfOneWhoWasTakenOverFrom_isNotOverANewerOne() throws IOException {
    meetEverywhere(
        (one, _) -> prepared(one),
        (one, _) -> one.part(1, "late"),
        (other, _) -> other.part(1, "next"),
        meeting -> {
          assertThat(meeting.second()).isEqualTo(Outcome.DONE);
          String expected = meeting.first() == Outcome.DONE ? "tag-(late|next)" : "tag-next";
          var part = Objects.requireNonNull(meeting.other().upload().parts().get(1));
          assertThat(part.etag().value()).matches(expected);
          assertThat(meeting.other().upload().parts()).hasSize(2);
        });
  }

  @Test
  void abort_takesNoPartThatCameLater() throws IOException {
    meetEverywhere(
        (one, _) -> prepared(one),
        (one, _) -> one.upload().discard(),
        (other, _) -> other.part(3, "next"),
        meeting -> {
          if (meeting.first() == Outcome.UNAVAILABLE && meeting.second() == Outcome.DONE) {
            assertThat(meeting.other().upload().parts().keySet()).containsExactly(1, 2, 3);
          }
          if (meeting.first() == Outcome.DONE) {
            assertThat(meeting.other().engine().upload(SharedAgent.BUCKET, SharedAgent.UPLOAD))
                .isNull();
          }
        });
  }

  @Test
  void completionAndAbort_doNotBothHappen() throws IOException {
    meetEverywhere(
        (one, _) -> prepared(one),
        (one, _) -> one.complete(KEY, Expectation.ANYTHING),
        (other, _) -> {
          if (other.upload().completion() != null) {
            throw new StorageException(FailureReason.UPLOAD_NOT_FOUND, "completed");
          }
          other.upload().discard();
        },
        meeting -> {
          boolean completed = "onetwo".equals(meeting.other().read(KEY));
          assertThat(completed).isEqualTo(meeting.second() != Outcome.DONE);
          assertThat(meeting.first() == Outcome.DONE && !completed).isFalse();
        });
  }

  @Test
  void settingsOfTwo_areReplacedByOne() throws IOException {
    meetEverywhere(
        (one, _) -> {
          one.createBucket();
          return one.bucket();
        },
        (one, before) -> one.settings(before.state()),
        (other, before) -> other.settings(before.state()),
        meeting -> {
          assertThat(meeting.first() == Outcome.DONE && meeting.second() == Outcome.DONE).isFalse();
          assertThat(meeting.other().bucket()).isEqualTo(meeting.paused().bucket());
        });
  }

  @Test
  void bucketOfTwo_isCreatedByOne() throws IOException {
    meetEverywhere(
        (_, _) -> KEY,
        (one, _) -> requireCreated(one),
        (other, _) -> requireCreated(other),
        meeting -> {
          assertThat(meeting.first() == Outcome.DONE && meeting.second() == Outcome.DONE).isFalse();
          meeting.other().put(KEY, "text", Expectation.ABSENT);
          assertThat(meeting.paused().read(KEY)).isEqualTo("text");
        });
  }

  private static void requireCreated(SharedAgent agent) {
    if (!agent.createBucket()) {
      throw new ExpectationNotMet(Expectation.ABSENT);
    }
  }

  @Test
  void bucketThatGotAnObject_isNotRemoved() throws IOException {
    meetEverywhere(
        (one, _) -> one.createBucket(),
        (one, _) -> requireDeleted(one),
        (other, _) -> other.put(KEY, "text", Expectation.ANYTHING),
        meeting -> {
          assertThat(meeting.first() == Outcome.DONE && meeting.second() == Outcome.DONE).isFalse();
          if (meeting.second() == Outcome.DONE) {
            assertThat(meeting.paused().read(KEY)).isEqualTo("text");
          }
        });
  }

  private static void requireDeleted(SharedAgent agent) {
    if (!agent.engine().deleteBucket(SharedAgent.BUCKET)) {
      throw new ExpectationNotMet(Expectation.ABSENT);
    }
  }

  @Test
  void putForABucketThatWasMadeAnew_comesNotIntoIt() throws IOException {
    meetEverywhere(
        (one, _) -> {
          one.createBucket();
          BucketRecord seen = one.bucket();
          return seen.state();
        },
        (one, _) -> one.put(KEY, "late", Expectation.ANYTHING),
        (other, _) -> {
          requireDeleted(other);
          requireCreated(other);
        },
        meeting -> {
          if (meeting.first() != Outcome.DONE && meeting.second() == Outcome.DONE) {
            assertThat(meeting.other().read(KEY)).isNull();
          }
        });
  }
}

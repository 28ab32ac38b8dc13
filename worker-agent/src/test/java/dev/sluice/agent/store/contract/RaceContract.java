package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.CopySource;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Several callers at once. */
abstract class RaceContract extends StoreContract {
  private static final int RACERS = 64;

  RaceContract(Opener opener) {
    super(opener);
  }

  @RepeatedTest(5)
  void ofRacersWithAbsent_exactlyOneWins() throws InterruptedException {
    List<@Nullable FailureReason> outcomes =
        Racers.race(RACERS, i -> outcome(() -> putIf("dir/key", "racer " + i, absent())));

    assertOneWinner(outcomes);
    assertThat(new String(read("dir/key"), UTF_8)).isEqualTo("racer " + outcomes.indexOf(null));
  }

  @RepeatedTest(5)
  void ofRacersWithTheSameTag_exactlyOneWins() throws InterruptedException {
    WriteConditions same = matching(put("key", "before").etag());

    List<@Nullable FailureReason> outcomes =
        Racers.race(RACERS, i -> outcome(() -> putIf("key", "racer " + i, same)));

    assertOneWinner(outcomes);
    assertThat(new String(read("key"), UTF_8)).isEqualTo("racer " + outcomes.indexOf(null));
  }

  /** They lose races to each other, and are decided again; nobody loses for good. */
  @Test
  void racersWhomTheConditionAllows_allWin() throws InterruptedException {
    put("key", "before");
    WriteConditions there = new WriteConditions(EtagCondition.ANY, null, null, null);

    List<@Nullable FailureReason> outcomes =
        Racers.race(RACERS, i -> outcome(() -> putIf("key", "racer " + i, there)));

    assertThat(outcomes).containsOnly((FailureReason) null);
    assertThat(new String(read("key"), UTF_8)).startsWith("racer ");
  }

  @Test
  void copiesOntoItselfAtOnce_allSucceed() throws InterruptedException {
    ObjectInfo before = put("key", "text");

    List<ObjectInfo> copies =
        Racers.race(
            RACERS,
            i ->
                store.copyObject(
                    ALICE,
                    new CopyRequest(
                        new CopySource(BUCKET, key("key"), ReadConditions.NONE),
                        BUCKET,
                        key("key"),
                        ObjectMetadata.of(ContentHeaders.NONE, Map.of("racer", "" + i)),
                        null,
                        ChecksumAlgorithm.CRC32C,
                        WriteConditions.NONE)));

    assertThat(copies).extracting(ObjectInfo::etag).containsOnly(before.etag());
    assertThat(copies).contains(head("key"));
  }

  @Test
  void counterByConditions_losesNoStep() throws InterruptedException {
    put("counter", "0");

    Racers.race(
        8,
        i -> {
          int steps = 0;
          while (steps < 10) {
            byte[] now = read("counter");
            String next = String.valueOf(Integer.parseInt(new String(now, UTF_8)) + 1);
            steps += outcome(() -> putIf("counter", next, matching(md5Tag(now)))) == null ? 1 : 0;
          }
          return steps;
        });

    assertThat(new String(read("counter"), UTF_8)).isEqualTo("80");
  }

  @Test
  void unconditionalWriters_neverFailAndNeverMix() throws InterruptedException {
    Racers.race(
        16,
        i -> {
          for (int round = 0; round < 10; round++) {
            put("key", bytes(30_000, i));
            ObjectInfo info = head("key");
            assertThat(info.size()).isEqualTo(30_000);
          }
          return i;
        });

    byte[] winner = read("key");
    assertThat(head("key").etag()).isEqualTo(md5Tag(winner));
  }

  @RepeatedTest(20)
  void putsAndDeletesBeside_neverLoseEachOther() throws InterruptedException {
    Racers.race(
        8,
        i -> {
          for (int round = 0; round < 25; round++) {
            String key = "a/b/" + (i % 2 == 0 ? "" : "c/") + i;
            put(key, "text");
            assertThat(read(key)).hasSize(4);
            assertThat(delete(key)).isTrue();
          }
          return i;
        });

    assertThat(list("", "").objects()).isEmpty();
    assertThat(list("", "/").commonPrefixes()).isEmpty();
  }

  @RepeatedTest(3)
  void completionsAtOnce_answerTheSame() throws InterruptedException {
    Uploading upload = Uploading.begin(store, "key");
    PartRecord one = upload.part(1, bytes(20_000, 17));
    PartRecord two = upload.part(2, bytes(20_000, 18));

    List<ObjectInfo> answers = Racers.race(16, i -> upload.complete(one, two));

    assertThat(answers).allMatch(answers.getFirst()::equals);
    assertThat(head("key")).isEqualTo(answers.getFirst());
  }

  @RepeatedTest(5)
  void completionsOfSeveralUploads_withAbsent_oneWins() throws InterruptedException {
    List<Uploading> uploads =
        List.of(
            Uploading.begin(store, "key"),
            Uploading.begin(store, "key"),
            Uploading.begin(store, "key"));
    List<PartRecord> parts = uploads.stream().map(upload -> upload.part(1, bytes(9, 1))).toList();

    List<@Nullable FailureReason> outcomes =
        Racers.race(
            3, i -> outcome(() -> uploads.get(i).complete(WriteConditions.ABSENT, parts.get(i))));

    assertOneWinner(outcomes);
  }

  @RepeatedTest(5)
  void abortAndCompletion_agreeOnWhoCameFirst() throws InterruptedException {
    Uploading upload = Uploading.begin(store, "key");
    PartRecord one = upload.part(1, bytes(9, 1));

    List<@Nullable FailureReason> outcomes =
        Racers.race(
            2,
            i ->
                outcome(
                    () -> {
                      if (i == 0) {
                        upload.complete(one);
                      } else {
                        upload.abort();
                      }
                    }));

    assertThat(outcomes.get(1)).isNull(); // an abort succeeds, before and after
    boolean completed = outcomes.getFirst() == null;
    assertThat(list("", "").objects()).hasSize(completed ? 1 : 0);
    if (!completed) {
      assertThat(Objects.requireNonNull(outcomes.getFirst()))
          .isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
    }
  }

  private static void assertOneWinner(List<@Nullable FailureReason> outcomes) {
    assertThat(outcomes).containsOnlyOnce((FailureReason) null);
    assertThat(outcomes)
        .allMatch(outcome -> outcome == null || outcome == FailureReason.PRECONDITION_FAILED);
  }

  private ObjectInfo putIf(String key, String text, WriteConditions conditions) {
    byte[] body = text.getBytes(UTF_8);
    return put(putRequest(key, body.length, conditions), body);
  }

  private static WriteConditions absent() {
    return WriteConditions.ABSENT;
  }

  private static WriteConditions matching(ETag tag) {
    return new WriteConditions(new EtagCondition(false, List.of(tag)), null, null, null);
  }

  private static @Nullable FailureReason outcome(Runnable call) {
    try {
      call.run();
      return null;
    } catch (StorageException e) {
      return e.reason();
    }
  }
}

package dev.sluice.engine.alluxio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.UploadArea;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an agent still does when the next one has taken its root over and decided: nothing. */
final class AlluxioFencingTest {
  private final String root = AlluxioCluster.shared().newRoot();

  private static StoredObject object(AlluxioRoot by) {
    return Objects.requireNonNull(by.engine().stat(AlluxioRoot.name("key")));
  }

  private static StoredObject replace(AlluxioRoot by, StateToken expected, String tag) {
    return by.engine()
        .replaceRecord(
            AlluxioRoot.name("key"), AlluxioRoot.record(tag), new Expectation.Exactly(expected));
  }

  @Test
  void sealedObject_isNotPublishedOverANewerOne() {
    try (AlluxioRoot first = AlluxioRoot.open(root)) {
      StoredObject before = first.put("key", "text");
      Stage stage = first.stage("late".getBytes(UTF_8));
      SealedStage sealed =
          first.engine().seal(AlluxioRoot.name("key"), stage, AlluxioRoot.record("late"));
      try (AlluxioRoot next = AlluxioRoot.open(root)) {
        next.put("key", "newer");

        AlluxioRoot.assertUnavailable(
            () -> first.engine().publish(sealed, Expectation.ANYTHING, Replaced.DROPPED));
        AlluxioRoot.assertUnavailable(
            () ->
                first
                    .engine()
                    .publish(sealed, new Expectation.Exactly(before.state()), Replaced.DROPPED));

        assertThat(next.read("key")).isEqualTo("newer");
      }
    }
  }

  @Test
  void record_isNotPutOverANewerOne() {
    try (AlluxioRoot first = AlluxioRoot.open(root)) {
      StateToken before = first.put("key", "text").state();
      try (AlluxioRoot next = AlluxioRoot.open(root)) {
        ObjectRecord newer = replace(next, before, "newer").record();

        AlluxioRoot.assertUnavailable(() -> replace(first, before, "late"));

        assertThat(object(next).record()).isEqualTo(newer);
      }
    }
  }

  /** As an agent writes it that looked before the takeover, and is late. */
  @Test
  void recordOfAFileThatWasReplacedMeanwhile_isNotThatOfTheNewOne() {
    try (AlluxioRoot first = AlluxioRoot.open(root);
        AlluxioClient client = AlluxioCluster.shared().client()) {
      AlluxioPaths paths = new AlluxioPaths(root);
      AlluxioRecords records = new AlluxioRecords(client, new AlluxioSidecars(client, paths));
      first.put("key", "text");
      String path = paths.object(AlluxioRoot.BUCKET, AlluxioRoot.name("key").key());
      AlluxioFile seen = records.read(Objects.requireNonNull(client.status(path)));
      first.put("key", "newer");

      AlluxioRecords.Draft _ =
          Objects.requireNonNull(
              records.replace(
                  AlluxioRoot.BUCKET,
                  AlluxioRoot.name("key").key(),
                  seen,
                  AlluxioRoot.record("late")));

      assertThat(object(first).record()).isEqualTo(AlluxioRoot.record("tag"));
      StateToken state = object(first).state();
      assertThat(replace(first, state, "again").record()).isEqualTo(object(first).record());
    }
  }

  /** Of two that saw the same record, one replaces it. */
  @Test
  void recordThatWasReplacedFirst_staysThatOfTheFirst() {
    try (AlluxioRoot first = AlluxioRoot.open(root);
        AlluxioClient client = AlluxioCluster.shared().client()) {
      AlluxioPaths paths = new AlluxioPaths(root);
      AlluxioRecords records = new AlluxioRecords(client, new AlluxioSidecars(client, paths));
      StateToken before = first.put("key", "text").state();
      String path = paths.object(AlluxioRoot.BUCKET, AlluxioRoot.name("key").key());
      AlluxioFile seen = records.read(Objects.requireNonNull(client.status(path)));
      ObjectRecord newer = replace(first, before, "newer").record();

      assertThat(
              records.replace(
                  AlluxioRoot.BUCKET,
                  AlluxioRoot.name("key").key(),
                  seen,
                  AlluxioRoot.record("late")))
          .isNull();

      assertThat(object(first).record()).isEqualTo(newer);
    }
  }

  @Test
  void recordThatFitsNoAttribute_isReadFromItsSidecarAndReplaced() {
    try (AlluxioRoot only = AlluxioRoot.open(root)) {
      ObjectRecord large = AlluxioRoot.largeRecord(10_000);
      StoredObject put = only.put("key", new byte[10_000], large);

      assertThat(object(only).record()).isEqualTo(large);
      assertThat(replace(only, put.state(), "small").record()).isEqualTo(object(only).record());
    }
  }

  @Test
  void partAndCompletion_areRefused_andPartsOfTheNextStay() {
    try (AlluxioRoot first = AlluxioRoot.open(root)) {
      UploadArea late = first.begin("key");
      AlluxioRoot.part(late, 1, "one");
      Stage assembled = late.assemble(List.copyOf(late.parts().values()));
      try (AlluxioRoot next = AlluxioRoot.open(root)) {
        UploadArea area = next.upload();
        assertThat(area.parts()).hasSize(1);
        AlluxioRoot.part(area, 1, "again");

        AlluxioRoot.assertUnavailable(
            () -> late.intend(AlluxioRoot.record("late"), assembled.size()));
        assembled.close();
        AlluxioRoot.assertUnavailable(late::discard);

        next.complete("key", area);
        assertThat(next.read("key")).isEqualTo("again");
      }
    }
  }
}

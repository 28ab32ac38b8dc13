package dev.sluice.agent.store.local.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.contract.Publication;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that lie in sidecars because their attribute holds only the core. */
class SidecarSweepTest {
  private static final SweepAges AGES =
      new SweepAges(Fixture.THEN, Duration.ofDays(3), Duration.ofDays(1));

  @TempDir Path root;
  private Fixture local;
  private ObjectRecord record;

  @BeforeEach
  void open() {
    local = new Fixture(root, new LimitedAttributes(256));
    ObjectRecord plain = Fixture.record("word");
    List<ObjectPart> parts =
        IntStream.rangeClosed(1, 100).mapToObj(n -> new ObjectPart(n, 1, null)).toList();
    record =
        new ObjectRecord(
            plain.etag(), null, parts, null, plain.lastModified(), plain.metadata(), plain.owner());
    try (Stage stage = local.staged("x".repeat(100))) {
      Publication.publish(
          local.engine,
          new ObjectName(Fixture.BUCKET, Fixture.key("key")),
          stage,
          record,
          Expectation.ANYTHING);
    }
  }

  @AfterEach
  void close() {
    local.close();
  }

  private File[] sidecars() {
    return Objects.requireNonNull(root.resolve(".sluice/sidecars").toFile().listFiles());
  }

  @Test
  void sweep_leavesTheSidecarOfAnObject() {
    local.engine.sweep(AGES);

    assertThat(local.at("key").record()).isEqualTo(record);
    assertThat(sidecars()).hasSize(1);
  }

  @Test
  void sweep_removesTheSidecarOfAnObjectThatWent() {
    local.delete("key");
    local.engine.sweep(AGES);

    assertThat(sidecars()).isEmpty();
  }

  @Test
  void fileMovedFromOutside_keepsItsPartsUntilTheSweep_andTheRestForEver() throws Exception {
    Files.move(local.file("key"), local.file("moved"));

    assertThat(local.at("moved").record()).isEqualTo(record);

    local.engine.sweep(AGES);

    ObjectRecord core = local.at("moved").record();
    assertThat(core.parts()).isEmpty();
    assertThat(core.etag()).isEqualTo(record.etag());
    assertThat(core.metadata().headers()).isEqualTo(record.metadata().headers());
    assertThat(core.metadata().userMetadata()).isEqualTo(record.metadata().userMetadata());
  }
}

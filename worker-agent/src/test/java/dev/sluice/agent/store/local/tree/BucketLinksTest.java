package dev.sluice.agent.store.local.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.agent.store.contract.Scans;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.LocalEngine;
import dev.sluice.agent.store.local.LocalSettings;
import dev.sluice.agent.store.local.ReadOnlyFolder;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Links at the top of the data folder: buckets where that is wanted, and named where they are not.
 */
class BucketLinksTest {
  private static final BucketName LINKED = new BucketName("linked");
  private static final ListScan ALL = new ListScan(new byte[0], new byte[0], false, 1000);

  @TempDir Path folder;
  private Path root;
  private Path elsewhere;
  private final Logger logger = (Logger) LoggerFactory.getLogger(BucketLinks.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void begin() throws IOException {
    root = Files.createDirectory(folder.resolve("data"));
    elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(root.resolve("linked"), elsewhere);
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void end() {
    logger.detachAppender(logged);
  }

  private LocalEngine open(boolean follow, Posix posix) {
    return LocalEngine.open(LocalSettings.of(root).withFollowLinks(follow), posix);
  }

  private LocalEngine open(boolean follow) {
    return open(follow, Posix.system());
  }

  private List<String> said() {
    return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static void put(StorageEngine engine, String key) {
    Stage stage = engine.stage(LINKED, -1);
    stage.write(ByteBuffer.wrap(new byte[] {'x'}));
    engine.publish(
        engine.seal(new ObjectName(LINKED, new ObjectKey(key)), stage, Fixture.record("x")),
        Expectation.ANYTHING,
        Replaced.DROPPED);
  }

  private static FailureReason reason(ThrowingCallable call) {
    return Objects.requireNonNull(catchThrowableOfType(StorageException.class, call)).reason();
  }

  @Test
  void link_isNoBucketUnlessWanted_andIsNamed() throws IOException {
    Files.createDirectory(root.resolve("No Bucket"));
    try (LocalEngine engine = open(false)) {
      assertThat(engine.buckets(Scans.BUCKETS)).isEmpty();
      assertThat(reason(() -> put(engine, "key"))).isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    }
    assertThat(said())
        .containsExactly(
            "Not served as buckets: No Bucket (its name is no bucket's), linked (a symbolic link,"
                + " and follow-bucket-links is off)");
  }

  @Test
  void followedLink_isABucketAsAnyOther() throws IOException {
    Files.writeString(elsewhere.resolve("from-outside"), "x");
    try (LocalEngine engine = open(true)) {
      put(engine, "key");
      put(engine, "a/b/c");

      assertThat(engine.buckets(Scans.BUCKETS)).containsExactly(LINKED);
      assertThat(elsewhere.resolve("a/b/c")).hasContent("x");
      assertThat(engine.list(LINKED, ALL)).hasSize(3);
      StoredObject there =
          Objects.requireNonNull(engine.stat(new ObjectName(LINKED, new ObjectKey("key"))));
      assertThat(there.record()).isEqualTo(Fixture.record("x"));
      assertThat(
              engine.delete(new ObjectName(LINKED, new ObjectKey("a/b/c")), Expectation.ANYTHING))
          .isEqualTo(Deleted.OBJECT);
      assertThat(elsewhere.resolve("a")).doesNotExist();
      assertThat(engine.createBucket(LINKED, new BucketRecord(Fixture.THEN, null))).isFalse();
    }
    try (ReadOnlyFolder reading =
        ReadOnlyFolder.open(LocalSettings.of(root).withFollowLinks(true))) {
      assertThat(reading.buckets(Scans.BUCKETS)).containsExactly(LINKED);
      assertThat(reading.stat(new ObjectName(LINKED, new ObjectKey("key")))).isNotNull();
    }
  }

  /** Whoever made the link removes it: its directory is not Sluice's. */
  @Test
  void followedLink_isNotDeleted() {
    try (LocalEngine engine = open(true)) {
      assertThat(reason(() -> engine.deleteBucket(LINKED)))
          .isEqualTo(FailureReason.REQUEST_INVALID);
    }
    assertThat(root.resolve("linked")).isSymbolicLink();
    assertThat(elsewhere).exists();
  }

  @Test
  void linkBelowAFollowedLink_leadsNowhere() throws IOException {
    Path secret = Files.createDirectory(folder.resolve("secret"));
    Files.writeString(secret.resolve("key"), "secret");
    Files.createSymbolicLink(elsewhere.resolve("out"), secret);
    Files.createSymbolicLink(elsewhere.resolve("up"), Path.of(".."));
    try (LocalEngine engine = open(true)) {
      assertThat(engine.stat(new ObjectName(LINKED, new ObjectKey("out/key")))).isNull();
      assertThat(engine.stat(new ObjectName(LINKED, new ObjectKey("../secret/key")))).isNull();
      assertThat(engine.stat(new ObjectName(LINKED, new ObjectKey("up/secret/key")))).isNull();
      assertThat(reason(() -> put(engine, "out/new"))).isEqualTo(FailureReason.KEY_OBSTRUCTED);
      assertThat(engine.list(LINKED, ALL)).isEmpty();
    }
    assertThat(secret.resolve("new")).doesNotExist();
  }

  /** An object would have two keys and two locks. */
  @Test
  void linkIntoWhatIsServedAlready_isNotFollowed() throws IOException {
    Files.createDirectory(root.resolve("bucket"));
    Files.createSymbolicLink(root.resolve("to-bucket"), root.resolve("bucket"));
    Files.createSymbolicLink(root.resolve("to-above"), folder);
    Files.createSymbolicLink(root.resolve("to-own"), root.resolve(".sluice"));
    Files.createSymbolicLink(root.resolve("to-same"), elsewhere);
    Files.createSymbolicLink(root.resolve("to-nothing"), folder.resolve("nowhere"));
    Files.createSymbolicLink(
        root.resolve("to-file"), Files.writeString(folder.resolve("file"), "x"));

    try (LocalEngine engine = open(true)) {
      assertThat(engine.buckets(Scans.BUCKETS)).containsExactly(new BucketName("bucket"), LINKED);
    }
    assertThat(said().getLast())
        .contains("to-above", "to-bucket", "to-file", "to-nothing", "to-own", "to-same");
  }

  /** Nobody turns a bucket into another directory while it is served. */
  @Test
  void linkThatIsTurned_countsFromTheNextStart() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    try (LocalEngine engine = open(true)) {
      Files.delete(root.resolve("linked"));
      Files.createSymbolicLink(root.resolve("linked"), other);
      put(engine, "key");
      assertThat(elsewhere.resolve("key")).exists();
    }
    try (LocalEngine engine = open(true)) {
      assertThat(engine.list(LINKED, ALL)).isEmpty();
    }
  }

  /** What is kept for its objects outlives a start without the setting, and fsck. */
  @Test
  void recordsOfALink_outliveAnAgentThatDoesNotFollowIt() {
    Posix posix = new LimitedAttributes(0);
    try (LocalEngine engine = open(true, posix)) {
      put(engine, "key");
    }
    try (LocalEngine engine = open(false, posix)) {
      engine.sweep(new SweepAges(Fixture.THEN, Duration.ofDays(1), Duration.ofDays(1)));
    }
    try (LocalEngine engine = open(true, posix)) {
      StoredObject there =
          Objects.requireNonNull(engine.stat(new ObjectName(LINKED, new ObjectKey("key"))));
      assertThat(there.record()).isEqualTo(Fixture.record("x"));
    }
  }
}

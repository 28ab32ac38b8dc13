package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of an engine start from: a fresh one with one bucket. */
abstract class EngineContract {
  static final BucketName BUCKET = new BucketName("bucket-one");
  static final Principal OWNER = new Principal("owner-id", "Owner");
  static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  private final Callable<EngineUnderTest> opener;
  EngineUnderTest tested;
  StorageEngine engine;

  /** The same storage, as it is read. */
  ReadableStorage readable;

  @SuppressWarnings("NullAway.Init") // each test begins with setting the stage
  EngineContract(Callable<EngineUnderTest> opener) {
    this.opener = opener;
  }

  @BeforeEach
  void openEngine() throws Exception {
    tested = opener.call();
    engine = tested.engine();
    readable = tested.readable();
    engine.createBucket(BUCKET, new BucketRecord(TIME, OWNER));
  }

  @AfterEach
  void closeEngine() throws Exception {
    tested.close();
  }

  static ObjectKey key(String key) {
    return new ObjectKey(key);
  }

  static ObjectRecord record(String tag) {
    return record(tag, TIME);
  }

  static ObjectRecord record(String tag, Instant lastModified) {
    return new ObjectRecord(
        new ETag(tag),
        null,
        List.of(),
        null,
        lastModified,
        ObjectMetadata.of(ContentHeaders.NONE.withContentType("text/plain"), Map.of("name", tag)),
        OWNER);
  }

  StoredObject publish(String key, String text) {
    return publish(key, text, Expectation.ANYTHING);
  }

  StoredObject publish(String key, String text, Expectation expectation) {
    return publish(new ObjectName(BUCKET, key(key)), text, expectation, Replaced.DROPPED);
  }

  StoredObject publish(ObjectName name, String text, Expectation expectation, Replaced replaced) {
    return publish(name, text, record("tag-" + text), expectation, replaced);
  }

  StoredObject publish(
      ObjectName name,
      String text,
      ObjectRecord record,
      Expectation expectation,
      Replaced replaced) {
    try (Stage stage = stage(text)) {
      return Publication.publish(engine, name, stage, record, expectation, replaced);
    }
  }

  Stage stage(String text) {
    Stage stage = engine.stage(BUCKET, -1);
    stage.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    return stage;
  }

  StoredObject stat(String key) {
    return Objects.requireNonNull(readable.stat(new ObjectName(BUCKET, key(key))), key);
  }

  OpenObject open(String key) {
    return open(new ObjectName(BUCKET, key(key)));
  }

  OpenObject open(ObjectName name) {
    return Objects.requireNonNull(readable.open(name), name::toString);
  }

  String read(String key) {
    return read(new ObjectName(BUCKET, key(key)));
  }

  String read(ObjectName name) {
    try (OpenObject open = open(name)) {
      return read(open);
    }
  }

  static String read(OpenObject open) {
    ByteBuffer all = ByteBuffer.allocate((int) open.object().size());
    open.read(0, all);
    return new String(all.array(), UTF_8);
  }
}

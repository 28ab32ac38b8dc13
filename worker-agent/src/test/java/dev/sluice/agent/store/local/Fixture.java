package dev.sluice.agent.store.local;

import dev.sluice.agent.store.contract.Publication;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An engine over a folder, with one bucket and short ways to say what tests want. */
public final class Fixture implements AutoCloseable {
  public static final BucketName BUCKET = new BucketName("photos");
  public static final Principal OWNER = new Principal("owner-id", "Owner");
  public static final Instant THEN = Instant.parse("2026-01-02T03:04:05.678Z");

  public final Path root;
  public final LocalEngine engine;

  public Fixture(Path root) {
    this(root, Posix.system());
  }

  public Fixture(Path root, Posix posix) {
    this(LocalSettings.of(root), posix);
  }

  public Fixture(LocalSettings settings, Posix posix) {
    this.root = settings.root();
    this.engine = LocalEngine.open(settings, posix);
    engine.createBucket(BUCKET, new BucketRecord(THEN, OWNER));
  }

  public static ObjectKey key(String key) {
    return new ObjectKey(key);
  }

  /** A record whose tag is made of a word, padded to look like an MD5. */
  public static ObjectRecord record(String word) {
    String hex =
        String.format("%032x", new java.math.BigInteger(1, word.getBytes(StandardCharsets.UTF_8)));
    return new ObjectRecord(
        new ETag(hex.substring(hex.length() - 32)),
        null,
        List.of(),
        null,
        THEN,
        ObjectMetadata.of(ContentHeaders.NONE.withContentType("text/plain"), Map.of("word", word)),
        OWNER);
  }

  public StoredObject put(String key, String content) {
    return put(key, content, Expectation.ANYTHING);
  }

  public StoredObject put(String key, String content, Expectation expectation) {
    return Publication.publish(
        engine, new ObjectName(BUCKET, key(key)), staged(content), record(content), expectation);
  }

  public Stage staged(String content) {
    Stage stage = engine.stage(BUCKET, -1);
    stage.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
    return stage;
  }

  /** What the object holds; null where there is none. */
  public @Nullable String get(String key) {
    try (OpenObject object = engine.open(new ObjectName(BUCKET, key(key)))) {
      return object == null ? null : text(object);
    }
  }

  /** The object, which must be there, open. */
  public OpenObject open(String key) {
    return Objects.requireNonNull(engine.open(new ObjectName(BUCKET, key(key))));
  }

  /** The object, which must be there. */
  public StoredObject at(String key) {
    return Objects.requireNonNull(stat(key));
  }

  static String text(OpenObject object) {
    ByteBuffer bytes = ByteBuffer.allocate((int) object.object().size());
    object.read(0, bytes);
    return new String(bytes.array(), StandardCharsets.UTF_8);
  }

  public @Nullable StoredObject stat(String key) {
    return engine.stat(new ObjectName(BUCKET, key(key)));
  }

  public boolean delete(String key) {
    return engine.delete(new ObjectName(BUCKET, key(key)), Expectation.ANYTHING) == Deleted.OBJECT;
  }

  /** All keys that are listed. */
  public List<String> keys() {
    ListScan all = new ListScan(new byte[0], new byte[0], false, 1000);
    return engine.list(BUCKET, all).stream()
        .map(entry -> ((ListedEntry.Key) entry).key().value())
        .toList();
  }

  /** A path inside the bucket. */
  public Path file(String path) {
    return root.resolve(BUCKET.value()).resolve(path);
  }

  @Override
  public void close() {
    engine.close();
  }
}

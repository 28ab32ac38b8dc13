package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.ObjectReading;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.ObjectPage;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of every subject start from: a fresh store with one bucket. */
abstract class StoreContract {
  /** How a store is made. */
  interface Opener {
    StoreUnderTest open(StoreLimits limits) throws Exception;
  }

  static final StoreLimits LIMITS = StoreLimits.DEFAULTS.withMinimumPartBytes(16 << 10);
  static final CallContext ALICE =
      new CallContext(Caller.operator(new Principal("alice-id", "Alice")), "request-1", null);
  static final CallContext BOB =
      new CallContext(Caller.operator(new Principal("bob-id", "Bob")), "request-2", null);
  static final BucketName BUCKET = new BucketName("bucket-one");

  private static final int CHUNK_BYTES = 64 << 10;

  private final Opener opener;
  StoreUnderTest tested;
  ObjectStore store;

  @SuppressWarnings("NullAway.Init") // each test begins with setting the stage
  StoreContract(Opener opener) {
    this.opener = opener;
  }

  @BeforeEach
  void openStore() throws Exception {
    tested = opener.open(LIMITS);
    store = tested.store();
    store.createBucket(ALICE, BUCKET);
  }

  @AfterEach
  void closeStore() throws Exception {
    tested.close();
  }

  static ObjectKey key(String key) {
    return new ObjectKey(key);
  }

  /** Bytes that are the same for the same seed. */
  static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static ETag md5Tag(byte[] bytes) {
    return ETag.ofMd5(md5(bytes));
  }

  static PutRequest putRequest(String key, long length, WriteConditions conditions) {
    return new PutRequest(BUCKET, key(key), length, ObjectMetadata.NONE, null, conditions);
  }

  ObjectInfo put(String key, String text) {
    return put(key, text.getBytes(UTF_8));
  }

  ObjectInfo put(String key, byte[] bytes) {
    return put(putRequest(key, bytes.length, WriteConditions.NONE), bytes);
  }

  ObjectInfo put(PutRequest request, byte[] bytes) {
    return put(request, bytes, finish(bytes));
  }

  ObjectInfo put(PutRequest request, byte[] bytes, Finish finish) {
    try (BodyWriter<ObjectInfo> writer = store.putObject(ALICE, request)) {
      return send(writer, bytes, finish);
    }
  }

  static <T> T send(BodyWriter<T> writer, byte[] bytes, Finish finish) {
    for (int offset = 0; offset < bytes.length; offset += CHUNK_BYTES) {
      int length = Math.min(CHUNK_BYTES, bytes.length - offset);
      writer.write(ByteBuffer.wrap(bytes, offset, length));
    }
    return writer.commit(finish);
  }

  static Finish finish(byte[] bytes) {
    return new Finish(bytes.length, null, null, null);
  }

  static ReadRequest readRequest(String key, Selection selection) {
    return new ReadRequest(BUCKET, key(key), ReadConditions.NONE, selection);
  }

  byte[] read(String key) {
    return read(key, Selection.ALL);
  }

  byte[] read(String key, Selection selection) {
    try (ObjectReading reading = store.getObject(ALICE, readRequest(key, selection))) {
      return readAll(reading);
    }
  }

  static byte[] readAll(ObjectReading reading) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    long left;
    do {
      left = reading.read(chunk.clear());
      all.write(chunk.array(), 0, chunk.position());
    } while (left > 0);
    return all.toByteArray();
  }

  ObjectInfo head(String key) {
    return store.headObject(ALICE, readRequest(key, Selection.ALL)).info();
  }

  boolean delete(String key) {
    return store.deleteObject(ALICE, BUCKET, key(key), WriteConditions.NONE) == Deleted.OBJECT;
  }

  ObjectPage list(String prefix, String delimiter) {
    return store.listObjects(ALICE, new ListQuery(BUCKET, prefix, delimiter, "", true, 1000));
  }

  /** How a call fails; it has to. */
  static StorageException failureOf(ThrowingCallable call) {
    return Objects.requireNonNull(
        catchThrowableOfType(StorageException.class, call), "a failure was expected");
  }
}

package dev.sluice.agent.store.request;

import dev.sluice.agent.store.digest.Md5;
import dev.sluice.agent.store.engine.object.FileIdentity;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Tags of bytes whose MD5 is not known. They change when the bytes do, and have a dash, so that no
 * client takes them for an MD5. That of a file goes by its size, its time and its identity, as far
 * as the storage keeps one; its name, its links and its permissions do not matter.
 */
public final class ProvisionalEtag {
  private static final String SUFFIX = "-1";

  private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");

  private ProvisionalEtag() {}

  /** The tag of an object: the recorded one, or for a file from outside one of its own. */
  public static ETag of(StoredObject object) {
    ETag recorded = object.record().etag();
    return recorded == null ? ofFile(object) : recorded;
  }

  /**
   * Whether a condition means an object: by its tag, or by the one that its file had before its MD5
   * was known.
   */
  public static boolean matches(EtagCondition condition, StoredObject object) {
    return condition.matches(of(object))
        || (condition.etags().stream().anyMatch(tag -> tag.value().endsWith(SUFFIX))
            && condition.matches(ofFile(object)));
  }

  /** The tag of a range of an object, which becomes a part. */
  public static ETag ofStretch(StoredObject source, long offset, long length) {
    byte[] tag = of(source).value().getBytes(StandardCharsets.UTF_8);
    return opaque(
        ByteBuffer.allocate(tag.length + 2 * Long.BYTES)
            .put(tag)
            .putLong(offset)
            .putLong(length)
            .flip());
  }

  /** The 16 bytes that a part's tag gives to the tag of the whole: its MD5, or what it has. */
  public static byte[] digestOf(ETag part) {
    String value = part.value();
    String digits = value.endsWith(SUFFIX) ? value.substring(0, value.length() - 2) : value;
    if (!MD5.matcher(digits).matches()) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT,
          "part's tag: " + value + " (expected: an MD5, or one and " + SUFFIX + ")");
    }
    return HexFormat.of().parseHex(digits);
  }

  private static ETag ofFile(StoredObject object) {
    ByteBuffer state =
        ByteBuffer.allocate(4 * Long.BYTES + 2 * Integer.BYTES).putLong(object.size());
    put(state, object.modified());
    FileIdentity identity = object.identity();
    if (identity != null) {
      put(state.putLong(identity.number()), identity.born());
    }
    return opaque(state.flip());
  }

  private static void put(ByteBuffer state, Instant time) {
    state.putLong(time.getEpochSecond()).putInt(time.getNano());
  }

  private static ETag opaque(ByteBuffer of) {
    return new ETag(HexFormat.of().formatHex(Md5.of(of)) + SUFFIX);
  }
}

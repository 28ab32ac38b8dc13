package dev.sluice.agent.store;

import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.digest.Checksum;
import dev.sluice.common.model.ByteSpan;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumValue;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The checksum of what is copied: the source's own where that is the one asked for, else read. */
final class SourceDigest {
  private static final int CHUNK_BYTES = 256 << 10;

  private final CallContext context;
  private @Nullable Known known;

  private record Known(StoredObject source, ChecksumValue checksum) {
    /** Whether the bytes are the same, as far as a seal shows; the record may differ. */
    boolean isOf(StoredObject other, ChecksumAlgorithm algorithm) {
      return checksum.algorithm() == algorithm
          && source.size() == other.size()
          && source.modified().equals(other.modified())
          && Objects.equals(source.record().etag(), other.record().etag());
    }
  }

  SourceDigest(CallContext context) {
    this.context = context;
  }

  /** Of all bytes, which are read once while they stay the same. */
  ChecksumValue ofTheWhole(OpenObject source, ChecksumAlgorithm algorithm) {
    StoredObject object = source.object();
    Known before = known;
    if (before != null && before.isOf(object, algorithm)) {
      return before.checksum();
    }
    ChecksumValue checksum = read(context, source, new ByteSpan(0, object.size()), algorithm);
    known = new Known(object, checksum);
    return checksum;
  }

  /** The checksum of a range; null where none is asked for. */
  static @Nullable ChecksumValue of(
      CallContext context,
      OpenObject source,
      ByteSpan span,
      @Nullable ChecksumAlgorithm algorithm) {
    if (algorithm == null) {
      return null;
    }
    ChecksumValue own = source.object().record().checksum();
    boolean whole = span.length() == source.object().size();
    return own != null && whole && own.isOfTheWhole(algorithm)
        ? own
        : read(context, source, span, algorithm);
  }

  private static ChecksumValue read(
      CallContext context, OpenObject source, ByteSpan span, ChecksumAlgorithm algorithm) {
    Checksum checksum = Checksum.of(algorithm);
    try (Arena arena = Arena.ofConfined()) {
      ByteBuffer chunk = arena.allocate(CHUNK_BYTES).asByteBuffer();
      long end = span.offset() + span.length();
      for (long offset = span.offset(); offset < end; offset += chunk.limit()) {
        context.requireWaiting();
        chunk.clear().limit((int) Math.min(CHUNK_BYTES, end - offset));
        source.read(offset, chunk);
        checksum.update(chunk.flip());
      }
    }
    return checksum.value();
  }
}

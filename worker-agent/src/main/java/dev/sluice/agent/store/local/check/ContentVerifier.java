package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.digest.Md5;
import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.record.Seals;
import dev.sluice.common.digest.Checksum;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Reads a file once, and says whether it holds what a record speaks of. */
final class ContentVerifier {
  private static final int CHUNK_BYTES = 256 << 10;

  private final Posix posix;
  private final LongConsumer progress;
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

  /** The result of reading. */
  enum Verdict {
    AGREES,
    DIFFERS,
    /** The tag is made of parts and differs, and there is no checksum: parts may be copies. */
    UNCLEAR,
    /** The record says nothing of the bytes. */
    SAYS_NOTHING,
    /** The file changed while it was read. */
    MOVING
  }

  /**
   * A proof of many files, one after the other.
   *
   * @param progress receives how many bytes were read
   */
  ContentVerifier(Posix posix, LongConsumer progress) {
    this.posix = posix;
    this.progress = progress;
  }

  /**
   * Reads and compares.
   *
   * @param stat of the file, as it was when its record was read
   */
  Verdict of(Descriptor file, FileStat stat, ObjectRecord record) throws ErrnoException {
    Sums sums = new Sums(record);
    if (sums.sayNothing()) {
      return Verdict.SAYS_NOTHING;
    }
    long offset = 0;
    for (ObjectPart part : record.parts()) {
      if (!read(file, offset, part.size(), sums)) {
        return Verdict.MOVING;
      }
      offset += part.size();
      sums.endPart(part);
    }
    if (!read(file, offset, stat.size() - offset, sums)) {
      return Verdict.MOVING;
    }
    return Seals.isSame(stat, posix.stat(file)) ? sums.verdict() : Verdict.MOVING;
  }

  private boolean read(Descriptor file, long from, long length, Sums sums) throws ErrnoException {
    for (long done = 0; done < length; done += chunk.limit()) {
      chunk.clear().limit((int) Math.min(CHUNK_BYTES, length - done));
      if (posix.read(file, chunk, from + done) < chunk.limit()) {
        return false;
      }
      sums.add(chunk.flip());
      progress.accept(chunk.limit());
    }
    return true;
  }

  /** The digests of one file. */
  private static final class Sums {
    private final @Nullable ETag tag;
    private final List<ObjectPart> parts;
    private final @Nullable ChecksumValue stated;
    private final MessageDigest md5 = Md5.begin();
    private final MessageDigest ofParts = Md5.begin();
    private final @Nullable Checksum whole;
    private final @Nullable Checksum composite;
    private @Nullable Checksum part;
    private boolean partDiffers;

    Sums(ObjectRecord record) {
      tag = record.etag();
      parts = record.parts();
      ChecksumValue checksum = record.checksum();
      boolean isComposite = checksum != null && checksum.type() == ChecksumType.COMPOSITE;
      // What is composed of parts says nothing where the parts are not known.
      stated = isComposite && parts.isEmpty() ? null : checksum;
      whole = stated == null || isComposite ? null : Checksum.of(stated.algorithm());
      composite = stated == null || !isComposite ? null : Checksum.of(stated.algorithm());
      beginPart();
    }

    boolean sayNothing() {
      return stated == null && !isMd5() && !isOfParts();
    }

    private boolean isMd5() {
      return tag != null && tag.isMd5() && parts.isEmpty();
    }

    private boolean isOfParts() {
      return tag != null && !parts.isEmpty() && tag.value().endsWith("-" + parts.size());
    }

    private void beginPart() {
      part = stated == null || parts.isEmpty() ? null : Checksum.of(stated.algorithm());
    }

    void add(ByteBuffer bytes) {
      md5.update(bytes.duplicate());
      if (whole != null) {
        whole.update(bytes.duplicate());
      }
      if (part != null) {
        part.update(bytes.duplicate());
      }
    }

    void endPart(ObjectPart ended) {
      ofParts.update(md5.digest());
      if (part != null) {
        byte[] digest = part.digest();
        ChecksumValue said = ended.checksum();
        partDiffers |= said != null && !Arrays.equals(said.value(), digest);
        if (composite != null) {
          composite.update(ByteBuffer.wrap(digest));
        }
      }
      beginPart();
    }

    /** A checksum decides; without one the tag does, as far as it can. */
    Verdict verdict() {
      if (stated != null) {
        Checksum computed = whole != null ? whole : composite;
        boolean same = computed != null && Arrays.equals(computed.digest(), stated.value());
        return same && !partDiffers && tagAgrees() ? Verdict.AGREES : Verdict.DIFFERS;
      }
      if (isMd5()) {
        return tagAgrees() ? Verdict.AGREES : Verdict.DIFFERS;
      }
      return isOfParts() && hex(ofParts).equals(tagDigits()) ? Verdict.AGREES : Verdict.UNCLEAR;
    }

    private boolean tagAgrees() {
      return !isMd5() || hex(md5).equals(tagDigits());
    }

    private String tagDigits() {
      return tag == null ? "" : tag.value().substring(0, Math.min(32, tag.value().length()));
    }

    private static String hex(MessageDigest digest) {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}

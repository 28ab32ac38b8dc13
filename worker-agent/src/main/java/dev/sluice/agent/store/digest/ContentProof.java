package dev.sluice.agent.store.digest;

import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.common.digest.Checksum;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of an object's bytes with its record: with the checksum, with those of the parts,
 * and with the tag, be it the MD5 of all bytes or that of the parts' MD5s. It is given all bytes in
 * their order, and asked once.
 */
public final class ContentProof {
  private static final int MD5_DIGITS = 32;

  private final @Nullable ETag tag;
  private final List<ObjectPart> parts;
  private final @Nullable ChecksumValue stated;
  private final MessageDigest md5 = Md5.begin();
  private final MessageDigest ofParts = Md5.begin();
  private final @Nullable Checksum whole;
  private final @Nullable Checksum composite;
  private final Iterator<ObjectPart> following;
  private @Nullable ObjectPart part;
  private @Nullable Checksum ofPart;

  /** Bytes of the part that are still to come. */
  private long left;

  private boolean partDiffers;

  /** The result of a comparison. */
  public enum Verdict {
    AGREES,
    DIFFERS,
    /** The tag is made of parts and differs, and there is no checksum: parts may be copies. */
    UNCLEAR,
    /** The record says nothing of the bytes. */
    SAYS_NOTHING,
    /** The file changed while it was read. */
    MOVING
  }

  /** A comparison with a record whose seal holds. */
  public ContentProof(ObjectRecord record) {
    tag = record.etag();
    parts = record.parts();
    ChecksumValue checksum = record.checksum();
    boolean isComposite = checksum != null && checksum.type() == ChecksumType.COMPOSITE;
    // What is composed of parts says nothing where the parts are not known.
    stated = isComposite && parts.isEmpty() ? null : checksum;
    whole = stated == null || isComposite ? null : Checksum.of(stated.algorithm());
    composite = stated == null || !isComposite ? null : Checksum.of(stated.algorithm());
    following = parts.iterator();
    beginPart();
  }

  /** Whether nothing that can be compared is kept with the bytes. */
  public boolean saysNothing() {
    return stated == null && !isMd5() && !isOfParts();
  }

  private boolean isMd5() {
    return tag != null && tag.isMd5() && parts.isEmpty();
  }

  private boolean isOfParts() {
    return tag != null && !parts.isEmpty() && tag.value().endsWith("-" + parts.size());
  }

  private void beginPart() {
    part = following.hasNext() ? following.next() : null;
    left = part == null ? Long.MAX_VALUE : part.size();
    ofPart = part == null || stated == null ? null : Checksum.of(stated.algorithm());
  }

  /** The next bytes, which are taken from the buffer. */
  public void add(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      endParts();
      ByteBuffer ofThis = bytes.slice(bytes.position(), (int) Math.min(left, bytes.remaining()));
      bytes.position(bytes.position() + ofThis.remaining());
      left -= ofThis.remaining();
      if (whole != null) {
        whole.update(ofThis.duplicate());
      }
      if (ofPart != null) {
        ofPart.update(ofThis.duplicate());
      }
      md5.update(ofThis);
    }
  }

  /** Ends the part whose bytes have all come, and those after it that have none. */
  private void endParts() {
    for (ObjectPart ended = part; ended != null && left == 0; ended = part) {
      ofParts.update(md5.digest());
      if (ofPart != null) {
        byte[] digest = ofPart.digest();
        ChecksumValue said = ended.checksum();
        partDiffers |= said != null && !Arrays.equals(said.value(), digest);
        if (composite != null) {
          composite.update(ByteBuffer.wrap(digest));
        }
      }
      beginPart();
    }
  }

  /**
   * The result, after the last byte. A checksum decides; without one the tag does, as far as it
   * can.
   */
  public Verdict verdict() {
    if (saysNothing()) {
      return Verdict.SAYS_NOTHING;
    }
    endParts();
    if (stated != null) {
      Checksum computed = whole != null ? whole : composite;
      boolean same = computed != null && Arrays.equals(computed.digest(), stated.value());
      return same && !partDiffers && tagAgrees() ? Verdict.AGREES : Verdict.DIFFERS;
    }
    if (isMd5()) {
      return tagAgrees() ? Verdict.AGREES : Verdict.DIFFERS;
    }
    return hex(ofParts).equals(tagDigits()) ? Verdict.AGREES : Verdict.UNCLEAR;
  }

  /** The tag of the bytes where the record has none, after the last byte: their MD5. */
  public ETag tagOfAll() {
    if (tag != null || !parts.isEmpty()) {
      throw new IllegalStateException("tag: " + tag + " (expected: none)");
    }
    return new ETag(hex(md5));
  }

  private boolean tagAgrees() {
    return !isMd5() || hex(md5).equals(tagDigits());
  }

  private String tagDigits() {
    return tag == null ? "" : tag.value().substring(0, Math.min(MD5_DIGITS, tag.value().length()));
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}

package dev.sluice.agent.store.check;

import java.util.Locale;

/**
 * The kinds of findings in a data folder. Nothing here is repaired by giving up bytes that could be
 * anybody's data: what goes are records that say nothing, and leftovers that the next start of an
 * agent would remove as well.
 */
public enum FindingKind {
  // ---- Objects and their records ----

  /**
   * The attribute of a file holds no whole record: bits flipped on the disk, or another program
   * wrote it. The object is served as a file from outside. Repaired by removing the attribute.
   */
  RECORD_DAMAGED,
  /**
   * A record that passes its check and says what cannot be: part sizes that do not make up the
   * file, a tag that cannot be answered. It was forged, or written by a mistake. The object is
   * served without it. Repaired by writing the record as it is served.
   */
  RECORD_CONTRADICTORY,
  /**
   * A record of a later version of Sluice. What it says of the bytes does not count here. Left to
   * that version.
   */
  RECORD_LATER,
  /**
   * Note: a file that was moved or copied from outside, and whose record lies in the sidecar of the
   * key it had. It is served with all of it until a sweep finds that key's object gone. Repaired by
   * writing a sidecar of its own.
   */
  RECORD_MOVED(true),
  /**
   * A record that lies in a sidecar which is missing or damaged. The object is served with what the
   * attribute holds: its tag, without part sizes. Repaired by writing that as the record.
   */
  SIDECAR_LOST,
  /**
   * Note: a file whose size or time is not that of its record's seal, because it was changed, or a
   * backup lost its time. It is served as a file from outside, with its headers and metadata.
   * Repaired by sealing it again: with all of its record where the bytes are proven to be those
   * that the record speaks of, else with what is served now.
   */
  CHANGED_OUTSIDE(true),
  /**
   * Bytes that are not those that the record speaks of, though the file was not touched: the disk
   * lost them. Found where bytes are read only. It is served as it is. Never repaired: restore it.
   */
  CONTENT_ROTTEN,
  /**
   * Note: bytes whose tag is made of parts and does not agree, with no checksum beside it. Parts
   * that were copied from ranges of objects have tags that are no MD5, so this proves nothing.
   */
  CONTENT_UNPROVABLE(true),
  /**
   * Note: a file without a record whose attributes state an MD5, as versitygw leaves them. Found
   * where bytes are read only. Nothing seals that tag, so it is not served; where the bytes agree,
   * repaired by writing a record with it.
   */
  TAG_OF_VERSITYGW(true),

  // ---- Names ----

  /**
   * A name inside a bucket that no key maps to: no UTF-8, a forged escape, a path longer than any
   * key's. It came from outside, and is not served, with all below it. Left to people.
   */
  NAME_WITHOUT_KEY,
  /** A symbolic link in the place of a bucket or inside one. It is not followed. Left to people. */
  LINK,
  /** A pipe, socket or device inside a bucket. It is no object. Left to people. */
  SPECIAL_FILE,
  /**
   * A file or directory that could not be looked at, since this user may not, or the disk fails.
   * What it holds was not checked.
   */
  UNREADABLE,
  /** Note: something at the top of the data folder that is no bucket. It is not served. */
  NO_BUCKET(true),

  // ---- Records on their own ----

  /**
   * A sidecar that no object needs: its object was deleted, replaced or moved from outside. An
   * agent removes it at its next sweep. Repaired by removing it.
   */
  RECORD_WITHOUT_OBJECT,
  /** A sidecar that is no whole record. It counts as missing. Repaired by removing it. */
  SIDECAR_DAMAGED,
  /**
   * A sidecar in the place of another key's: it was renamed or copied from outside. It says
   * nothing. Repaired by removing it.
   */
  SIDECAR_MISPLACED,
  /**
   * The record of a bucket that is no whole record. The bucket is served as a directory from
   * outside, without an owner. Repaired by removing it.
   */
  BUCKET_RECORD_DAMAGED,
  /**
   * The record of a bucket that is not there: a crash came between the two, or the directory was
   * removed from outside. An agent removes it at its next sweep. Repaired by removing it.
   */
  RECORD_WITHOUT_BUCKET,

  // ---- On the way ----

  /**
   * Bytes on their way whose agent was killed. An agent removes them when it starts. Repaired by
   * removing them.
   */
  STRAY_STAGING,
  /**
   * An upload that was aborted, and whose removal a crash cut short. An agent removes it when it
   * starts. Repaired by removing it.
   */
  UPLOAD_GIVEN_UP,
  /**
   * An upload that a crash ended before it was acknowledged. An agent removes it when it starts.
   * Repaired by removing it.
   */
  UPLOAD_NEVER_BEGUN,
  /**
   * Uploads of a bucket that is not there: a crash came while it was deleted. An agent removes them
   * at its next sweep. Repaired by removing them.
   */
  UPLOADS_WITHOUT_BUCKET,
  /**
   * An upload whose beginning or log cannot be read, or whose log is damaged before its end. It may
   * hold acknowledged parts, so it is left to people; it is not listed, or answers 500.
   */
  UPLOAD_DAMAGED,
  /**
   * A part whose bytes are missing, or fewer than it says: its file was removed or cut from
   * outside. Completing with it answers 500. Repaired by taking the part out of the upload's log,
   * so that it is listed no more and can be sent again.
   */
  PART_WITHOUT_DATA,
  /**
   * A file of an upload that no part speaks of: a writer that was killed, or a part that was sent
   * again. An agent removes it when it is first asked for the upload. Repaired by removing it.
   */
  STRAY_PART_DATA,
  /**
   * An object on its way into a directory at its own place, whose agent was killed. It is at
   * neither of its homes until an agent starts, which brings it home. Repaired by bringing it home.
   */
  UNFINISHED_MOVE,
  /** Something in a directory of Sluice's own that Sluice did not put there. It is left alone. */
  FOREIGN;

  private final boolean note;

  FindingKind() {
    this(false);
  }

  FindingKind(boolean note) {
    this.note = note;
  }

  /** Whether nothing is wrong, though it is worth knowing. */
  public boolean isNote() {
    return note;
  }

  /** The word that is printed: {@code record-damaged}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

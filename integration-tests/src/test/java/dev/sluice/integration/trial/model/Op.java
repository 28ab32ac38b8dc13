package dev.sluice.integration.trial.model;

import dev.sluice.integration.trial.core.Bytes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a script. Buckets and uploads go by number, and tags are those that the model knows
 * when the step is taken, so that a script means something also when steps are taken out of it.
 */
sealed interface Op {

  /** The condition of a change. */
  enum Change {
    NONE,
    IF_ABSENT,
    IF_PRESENT,
    IF_CURRENT,
    IF_OTHER
  }

  /** The condition of a read, or on the source of a copy. */
  enum Reading {
    NONE,
    MATCH,
    MATCH_OTHER,
    NONE_MATCH,
    NONE_MATCH_OTHER,
    MODIFIED_SINCE_2001,
    UNMODIFIED_SINCE_2001,
    MATCH_AND_UNMODIFIED_SINCE_2001,
    NONE_MATCH_OTHER_AND_MODIFIED_SINCE_2001
  }

  /** How a body states its MD5. */
  enum Stated {
    NOTHING,
    MD5,
    WRONG_MD5
  }

  /** How a completion lists the parts. */
  enum Listed {
    ALL,
    FIRST_ONLY,
    WITHOUT_FIRST,
    BACKWARDS,
    WRONG_TAG,
    ONE_TOO_MANY,
    WITHOUT_CHECKSUMS,
    NOTHING
  }

  /** Which stretch of a source is asked for, or of an object. */
  enum Stretch {
    ALL,
    FIRST_BYTE,
    MIDDLE,
    LAST_BYTES,
    FROM_MIDDLE,
    BEYOND,
    REACHING_BEYOND,
    MALFORMED,
    SEVERAL,
    PART_1,
    PART_2
  }

  /**
   * What is kept with an object: headers as they are sent.
   *
   * @param headers by name
   */
  record Kept(Map<String, String> headers) {}

  /**
   * A bucket.
   *
   * @param lists whether access control lists take part in one that is made by this
   */
  record CreateBucket(int bucket, boolean lists) implements Op {}

  record PutSetting(int bucket, Setting setting, int choice) implements Op {}

  record GetSetting(int bucket, Setting setting) implements Op {}

  record DropSetting(int bucket, Setting setting) implements Op {}

  record PutBucketAcl(int bucket, Acl acl) implements Op {}

  record GetBucketAcl(int bucket) implements Op {}

  record PutTags(int bucket, String key, Map<String, String> tags) implements Op {}

  record GetTags(int bucket, String key) implements Op {}

  record DropTags(int bucket, String key) implements Op {}

  record PutAcl(int bucket, String key, Acl acl) implements Op {}

  record GetAcl(int bucket, String key) implements Op {}

  record HeadBucket(int bucket) implements Op {}

  record DeleteBucket(int bucket) implements Op {}

  record BucketLocation(int bucket) implements Op {}

  record ListBuckets(int max) implements Op {}

  record Put(
      int bucket,
      String key,
      Bytes body,
      Kept kept,
      @Nullable String algorithm,
      Stated stated,
      Change condition)
      implements Op {}

  record Get(int bucket, String key, boolean head, Stretch stretch, Reading condition, boolean sums)
      implements Op {}

  record Attributes(int bucket, String key, int marker, int max) implements Op {}

  record Delete(int bucket, String key, Change condition) implements Op {}

  record DeleteMany(int bucket, List<Entry> entries, boolean quiet) implements Op {
    /** One of them; conditions that need a request of their own do not occur. */
    record Entry(String key, Change condition) {}
  }

  record Copy(
      int fromBucket,
      String from,
      int bucket,
      String key,
      @Nullable Kept replacement,
      @Nullable String algorithm,
      Change condition,
      Reading sourceCondition)
      implements Op {}

  record Begin(
      int upload,
      int bucket,
      String key,
      Kept kept,
      @Nullable String algorithm,
      @Nullable String checksumType)
      implements Op {}

  record Part(int upload, int number, Bytes body, @Nullable String algorithm, Stated stated)
      implements Op {}

  record CopyPart(int upload, int number, int fromBucket, String from, Stretch stretch)
      implements Op {}

  record Complete(int upload, Listed listed, Change condition) implements Op {}

  record Abort(int upload) implements Op {}

  record ListParts(int upload, int marker, int max) implements Op {}

  record ListUploads(int bucket, String prefix, String delimiter, String marker, int max)
      implements Op {}

  /** All pages of it. */
  record ListKeys(
      int bucket, boolean second, String prefix, String delimiter, String after, int max)
      implements Op {}

  /**
   * A step, and who takes it.
   *
   * @param client its number
   */
  record Step(int client, Op op) {
    @Override
    public String toString() {
      return "client " + client + ": " + shown(op.toString());
    }
  }

  /** Long names and control characters would hide what matters. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      run = i > 0 && text.charAt(i - 1) == unit ? run + 1 : 0;
      if (run > 40) {
        continue;
      }
      if (run == 40) {
        shown.append('…');
      } else if ((unit < ' ' && unit != '\n') || unit == 0x7f || unit >= 0xfff0) {
        shown.append("\\u%04x".formatted((int) unit));
      } else {
        shown.append(unit);
      }
    }
    return shown.toString();
  }
}

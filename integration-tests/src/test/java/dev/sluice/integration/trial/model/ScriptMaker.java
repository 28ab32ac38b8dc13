package dev.sluice.integration.trial.model;

import dev.sluice.integration.trial.core.Bytes;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.core.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes random scripts: few buckets and keys, so that steps meet each other. */
final class ScriptMaker {
  private static final int BUCKETS = 3;
  private static final int KEYS = 14;
  private static final int UPLOADS = 6;
  private static final int CLIENTS = 4;

  private final Dice dice;
  private final List<String> keys;

  ScriptMaker(Dice dice) {
    this.dice = dice;
    keys = Keys.some(dice, KEYS);
  }

  /** A script of so many steps, after those that make its buckets. */
  List<Op.Step> script(int steps) {
    List<Op.Step> script = new ArrayList<>();
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      script.add(new Op.Step(0, new Op.CreateBucket(bucket, bucket % 2 == 0)));
    }
    while (script.size() < steps + BUCKETS) {
      script.add(new Op.Step(dice.below(CLIENTS), op()));
    }
    return script;
  }

  private Op op() {
    int choice = dice.below(100);
    if (choice < 22) {
      Op.Stated stated =
          dice.oneIn(8) ? Op.Stated.WRONG_MD5 : dice.of(Op.Stated.NOTHING, Op.Stated.MD5);
      return new Op.Put(bucket(), key(), body(), kept(), algorithm(), stated, change());
    }
    if (choice < 36) {
      return new Op.Get(
          bucket(), key(), dice.oneIn(3), dice.of(Op.Stretch.values()), reading(), dice.oneIn(2));
    }
    if (choice < 44) {
      return new Op.Delete(bucket(), key(), change());
    }
    if (choice < 52) {
      return copy();
    }
    if (choice < 74) {
      return upload();
    }
    if (choice < 80) {
      return setting();
    }
    if (choice < 89) {
      return list();
    }
    return switch (dice.below(8)) {
      case 0 -> new Op.CreateBucket(bucket(), dice.oneIn(2));
      case 1 -> new Op.DeleteBucket(bucket());
      case 2 -> new Op.HeadBucket(bucket());
      case 3 -> new Op.BucketLocation(bucket());
      case 4 -> new Op.ListBuckets(1 + dice.below(BUCKETS + 1));
      case 5, 6 -> deleteMany();
      default -> new Op.Attributes(bucket(), key(), dice.below(3), dice.below(4));
    };
  }

  private Op setting() {
    Setting setting = dice.of(Setting.values());
    return switch (dice.below(14)) {
      case 0, 1 -> new Op.PutSetting(bucket(), setting, dice.below(2));
      case 2, 3 -> new Op.GetSetting(bucket(), setting);
      case 4 -> new Op.DropSetting(bucket(), setting);
      case 5 -> new Op.PutBucketAcl(bucket(), dice.of(Acl.values()));
      case 6 -> new Op.GetBucketAcl(bucket());
      case 7 -> new Op.PutTags(bucket(), key(), tags());
      case 8, 9 -> new Op.GetTags(bucket(), key());
      case 10 -> new Op.DropTags(bucket(), key());
      case 11, 12 -> new Op.PutAcl(bucket(), key(), dice.of(Acl.values()));
      default -> new Op.GetAcl(bucket(), key());
    };
  }

  private Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    int count = dice.below(4);
    while (tags.size() < count) {
      tags.put(
          dice.of("a", "two words", "n".repeat(128), "ä+b", "x=y"),
          dice.of("", "1", "v".repeat(256), "ö: _.:/=+-@"));
    }
    return tags;
  }

  private Op copy() {
    Op.Kept replacement = dice.oneIn(2) ? kept() : null;
    Op.Reading source = dice.oneIn(3) ? reading() : Op.Reading.NONE;
    return new Op.Copy(
        bucket(), key(), bucket(), key(), replacement, algorithm(), change(), source);
  }

  private Op upload() {
    int upload = dice.below(UPLOADS);
    return switch (dice.below(14)) {
      case 0, 1, 2 -> begin(upload);
      case 3, 4, 5, 6 -> {
        boolean stated = dice.oneIn(10);
        yield new Op.Part(
            upload,
            partNumber(),
            body(),
            dice.oneIn(10) ? algorithm() : null,
            stated ? Op.Stated.WRONG_MD5 : Op.Stated.NOTHING);
      }
      case 7, 8 ->
          new Op.CopyPart(
              upload,
              partNumber(),
              bucket(),
              key(),
              dice.of(
                  Op.Stretch.ALL,
                  Op.Stretch.FIRST_BYTE,
                  Op.Stretch.MIDDLE,
                  Op.Stretch.REACHING_BEYOND));
      case 9, 10, 11 -> {
        Op.Listed listed = dice.oneIn(3) ? dice.of(Op.Listed.values()) : Op.Listed.ALL;
        yield new Op.Complete(upload, listed, change());
      }
      case 12 -> new Op.ListParts(upload, dice.below(4), dice.below(5));
      default ->
          dice.oneIn(3)
              ? new Op.Abort(upload)
              : new Op.ListUploads(
                  bucket(), prefix(), delimiter(), dice.oneIn(3) ? key() : "", dice.below(4));
    };
  }

  private Op begin(int upload) {
    String algorithm = algorithm();
    String type = algorithm == null || dice.oneIn(3) ? null : dice.of("COMPOSITE", "FULL_OBJECT");
    return new Op.Begin(upload, bucket(), key(), kept(), algorithm, type);
  }

  private Op list() {
    return new Op.ListKeys(
        bucket(),
        dice.oneIn(2),
        prefix(),
        delimiter(),
        dice.oneIn(3) ? dice.oneIn(2) ? key() : prefix() : "",
        dice.of(0, 1, 2, 3, 5, 1000));
  }

  /** Keys that XML can carry: others are refused by every reader of XML 1.0. */
  private Op deleteMany() {
    List<Op.DeleteMany.Entry> entries = new ArrayList<>();
    int count = 1 + dice.below(5);
    while (entries.size() < count) {
      String key = key();
      entries.add(
          new Op.DeleteMany.Entry(
              key.codePoints().allMatch(ScriptMaker::isXml) ? key : "plain", change()));
    }
    return new Op.DeleteMany(bucket(), entries, dice.oneIn(2));
  }

  private static boolean isXml(int point) {
    return (point >= ' ' && point < 0xFFFE) || point > 0xFFFF || point == '\t' || point == '\n';
  }

  private int bucket() {
    return dice.oneIn(4) ? dice.below(BUCKETS) : 0;
  }

  private String key() {
    return dice.of(keys);
  }

  private int partNumber() {
    return dice.oneIn(30) ? 10_000 : 1 + dice.below(4);
  }

  private Bytes body() {
    return new Bytes(dice.any(), dice.length());
  }

  private Op.Change change() {
    return dice.oneIn(3) ? dice.of(Op.Change.values()) : Op.Change.NONE;
  }

  private Op.Reading reading() {
    return dice.oneIn(2) ? dice.of(Op.Reading.values()) : Op.Reading.NONE;
  }

  private @Nullable String algorithm() {
    return dice.oneIn(3) ? dice.of(Checksums.ALGORITHMS) : null;
  }

  /** The beginning of a key, cut anywhere but inside a character. */
  private String prefix() {
    if (dice.oneIn(2)) {
      return "";
    }
    String key = key();
    int slash = key.indexOf('/');
    if (slash >= 0 && dice.oneIn(2)) {
      return key.substring(0, slash + 1);
    }
    return key.substring(
        0, key.offsetByCodePoints(0, dice.below(key.codePointCount(0, key.length()) + 1)));
  }

  private String delimiter() {
    return dice.of("", "/", "/", "//", "b", ".%", "é");
  }

  private Op.Kept kept() {
    Map<String, String> headers = new TreeMap<>();
    if (dice.oneIn(2)) {
      headers.put("content-type", dice.of("text/plain; charset=UTF-8", "image/png", "x/y"));
    }
    if (dice.oneIn(6)) {
      headers.put("cache-control", "no-cache, max-age=" + dice.below(100));
      headers.put("content-disposition", "attachment; filename=\"a b.txt\"");
      headers.put("content-language", "de, en");
      headers.put("content-encoding", "gzip");
      headers.put("expires", "Thu, 01 Dec 2033 16:00:00 GMT");
    }
    if (dice.oneIn(4)) {
      headers.put(Labels.TAGGING, Labels.header(tags()));
    }
    if (dice.oneIn(6)) {
      headers.put(
          Acl.HEADER, dice.of(Acl.PRIVATE, Acl.PUBLIC_READ, Acl.AUTHENTICATED_READ).canned());
    }
    int count = dice.below(4);
    for (int i = 0; i < count; i++) {
      headers.put(
          "x-amz-meta-" + dice.of("a", "b", "mixed-name", "n".repeat(60)),
          dice.of("1", "two words", "ä ö \uD83D\uDE00", "v".repeat(300), "=not=a=word=?"));
    }
    return new Op.Kept(headers);
  }
}

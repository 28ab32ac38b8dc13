package dev.sluice.integration.trial.model;

import dev.sluice.integration.trial.core.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What S3 would hold: everything in maps, nothing clever. */
final class Model {
  /** S3's order of names: that of their bytes. */
  static final Comparator<String> ORDER =
      (left, right) ->
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

  /** A tag that nothing has. */
  static final String OTHER_TAG = "0123456789abcdef0123456789abcdef";

  private final String run;
  private final Map<Integer, TreeMap<String, Stored>> buckets = new TreeMap<>();
  private final Map<Integer, Map<Setting, String>> settings = new HashMap<>();
  private final Map<Integer, Acl> acls = new HashMap<>();
  private final Map<Integer, Upload> uploads = new HashMap<>();

  /** All of them: also those whose number another has taken. */
  private final List<Upload> begun = new ArrayList<>();

  /** A model whose buckets have names of their own, so that runs share a server. */
  Model(String run) {
    this.run = run;
  }

  /** A checksum, and what it is of. */
  record Sum(String algorithm, String value, String type) {}

  /** A part that an object was made of. */
  record Piece(int number, int size, @Nullable String checksum) {}

  /** An object. Headers are as reads answer them. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
  record Stored(
      byte[] bytes,
      String tag,
      Map<String, String> kept,
      Labels labels,
      @Nullable Sum sum,
      List<Piece> pieces) {

    /** The same with other labels. */
    Stored with(Labels others) {
      return new Stored(bytes, tag, kept, others, sum, pieces);
    }

    /** What reads answer of it in headers. */
    Map<String, String> headers() {
      Map<String, String> headers = new TreeMap<>(kept);
      if (!labels.tags().isEmpty()) {
        headers.put("x-amz-tagging-count", Integer.toString(labels.tags().size()));
      }
      return headers;
    }
  }

  /** A part of an upload, with its own checksum even where the upload has no algorithm. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
  record Part(byte[] bytes, String tag, @Nullable String algorithm, @Nullable String checksum) {}

  /** An upload; once it is finished it answers what it was completed to, or nothing at all. */
  static final class Upload {
    final int bucket;
    final String key;
    final String id;
    final Map<String, String> kept;
    final Labels labels;
    final @Nullable String algorithm;
    final @Nullable String type;
    final TreeMap<Integer, Part> parts = new TreeMap<>();
    @Nullable Stored completed;

    Upload(
        int bucket,
        String key,
        String id,
        Map<String, String> kept,
        Labels labels,
        @Nullable String algorithm,
        @Nullable String type) {
      this.bucket = bucket;
      this.key = key;
      this.id = id;
      this.kept = kept;
      this.labels = labels;
      this.algorithm = algorithm;
      this.type = type;
    }

    /** What its parts of these numbers become. */
    Stored whole(List<Integer> numbers) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ByteArrayOutputStream tags = new ByteArrayOutputStream();
      List<Piece> pieces = new ArrayList<>();
      List<String> sums = new ArrayList<>();
      for (int number : numbers) {
        Part part = java.util.Objects.requireNonNull(parts.get(number));
        bytes.writeBytes(part.bytes());
        tags.writeBytes(HexFormat.of().parseHex(part.tag().substring(0, 32)));
        pieces.add(
            new Piece(number, part.bytes().length, algorithm == null ? null : part.checksum()));
        if (part.checksum() != null) {
          sums.add(part.checksum());
        }
      }
      byte[] all = bytes.toByteArray();
      Sum sum = null;
      if (algorithm != null && type != null) {
        String value =
            type.equals("COMPOSITE")
                ? Checksums.composite(algorithm, sums)
                : Checksums.of(algorithm, all);
        sum = new Sum(algorithm, value, type);
      }
      return new Stored(
          all, Bytes.md5(tags.toByteArray()) + "-" + numbers.size(), kept, labels, sum, pieces);
    }
  }

  String name(int bucket) {
    return run + "-b" + bucket;
  }

  String run() {
    return run;
  }

  boolean hasBucket(int bucket) {
    return buckets.containsKey(bucket);
  }

  Set<Integer> bucketNumbers() {
    return buckets.keySet();
  }

  /**
   * Makes a bucket, where there is none.
   *
   * @param lists whether access control lists take part in it
   */
  void createBucket(int bucket, boolean lists) {
    if (!hasBucket(bucket)) {
      buckets.put(bucket, new TreeMap<>(ORDER));
      settings.put(bucket, new EnumMap<>(Map.of(Setting.OWNERSHIP, Setting.ownership(lists))));
    }
  }

  /** The settings of a bucket that are set. */
  Map<Setting, String> settings(int bucket) {
    return settings.getOrDefault(bucket, new EnumMap<>(Setting.class));
  }

  /** Whether access control lists take no part in a bucket. */
  boolean withoutLists(int bucket) {
    return !Setting.ownership(true).equals(settings(bucket).get(Setting.OWNERSHIP));
  }

  /** The access control list of a bucket. */
  Acl acl(int bucket) {
    return acls.getOrDefault(bucket, Acl.PRIVATE);
  }

  void setAcl(int bucket, Acl acl) {
    acls.put(bucket, acl);
  }

  /** How a write that states a list fails, of an object or of a bucket; null where it does not. */
  @Nullable Expected refusal(int bucket, Acl acl) {
    if (!acl.isPublic()) {
      return null;
    }
    if (withoutLists(bucket)) {
      return Expected.error(400, "AccessControlListNotSupported");
    }
    return Setting.blocksPublicAcls(settings(bucket)) ? Expected.error(403, "AccessDenied") : null;
  }

  void deleteBucket(int bucket) {
    buckets.remove(bucket);
    settings.remove(bucket);
    acls.remove(bucket);
    uploads.values().removeIf(upload -> upload.bucket == bucket);
    begun.removeIf(upload -> upload.bucket == bucket);
  }

  NavigableMap<String, Stored> objects(int bucket) {
    return buckets.getOrDefault(bucket, new TreeMap<>(ORDER));
  }

  @Nullable Stored find(int bucket, String key) {
    return objects(bucket).get(key);
  }

  /** The tag that a condition names as the current one. */
  String tag(int bucket, String key) {
    Stored there = find(bucket, key);
    return there == null ? OTHER_TAG : there.tag();
  }

  void begin(int number, Upload upload) {
    uploads.put(number, upload);
    begun.add(upload);
  }

  /** An upload, finished ones included; null where there is none. */
  @Nullable Upload upload(int number) {
    return uploads.get(number);
  }

  void forget(int upload) {
    begun.remove(uploads.remove(upload));
  }

  /** Unfinished uploads of a bucket in the order of listings. */
  List<Upload> uploadsOf(int bucket) {
    return begun.stream()
        .filter(upload -> upload.bucket == bucket && upload.completed == null)
        .sorted(
            Comparator.comparing((Upload upload) -> upload.key, ORDER)
                .thenComparing(upload -> upload.id))
        .toList();
  }

  /** The headers with which a read answers what a write sent. */
  static Map<String, String> kept(Op.Kept sent) {
    Map<String, String> kept = new TreeMap<>();
    sent.headers()
        .forEach(
            (name, value) -> {
              if (!Labels.isHeader(name)) {
                boolean word = name.startsWith("x-amz-meta-") && !isAscii(value);
                kept.put(name, word ? word(value) : value);
              }
            });
    kept.putIfAbsent("content-type", "binary/octet-stream");
    return kept;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(unit -> unit < 0x80);
  }

  private static String word(String text) {
    return "=?UTF-8?B?"
        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        + "?=";
  }
}

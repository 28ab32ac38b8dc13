package dev.sluice.integration.trial.heal;

import dev.sluice.integration.trial.core.Bytes;
import dev.sluice.integration.trial.core.Dice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A client with keys of its own, one below the other some of them, which knows what each of them
 * holds. For one thread.
 */
final class RetryingClient {
  private static final int FAMILIES = 6;
  private static final int SMALL_BYTES = 48 << 10;
  private static final int LARGE_BYTES = 3 << 20;
  private static final int PART_BYTES = 200 << 10;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client s3;
  private final String bucket;
  private final String prefix;
  private final List<String> keys;
  private final Dice dice;

  /** What each key holds; one that is not here holds nothing. */
  private final Map<String, byte[]> objects = new TreeMap<>();

  /** Keys of which a change failed: nobody knows what they hold, and the trial has failed. */
  private final Set<String> unknown = new TreeSet<>();

  RetryingClient(S3Client s3, String bucket, int number, Dice dice) {
    this.s3 = s3;
    this.bucket = bucket;
    this.dice = dice;
    prefix = "client-" + number + "-";
    // Each family has a slot of its own; an object moves into its directory and back.
    keys =
        IntStream.range(0, FAMILIES)
            .mapToObj(i -> prefix + i)
            .flatMap(family -> List.of(family, family + "/below", family + "/more").stream())
            .toList();
  }

  /** Does one thing. */
  void act() {
    String key = dice.of(keys);
    if (unknown.contains(key)) {
      return;
    }
    switch (dice.below(12)) {
      case 0, 1 -> change(key, () -> put(key));
      case 2 -> change(key, () -> putOnCondition(key));
      case 3 -> change(key, () -> delete(key));
      case 4 -> change(key, () -> copy(dice.of(keys), key));
      case 5 -> change(key, () -> upload(key));
      case 6 -> list(dice.of(keys));
      case 7 -> readRange(key);
      default -> read(key);
    }
  }

  private void change(String key, Runnable change) {
    unknown.add(key);
    change.run();
    unknown.remove(key);
  }

  private byte[] bytes(int most) {
    return new Bytes(dice.any(), 1 + dice.below(most)).array();
  }

  private void put(String key) {
    byte[] bytes = bytes(dice.oneIn(10) ? LARGE_BYTES : SMALL_BYTES);
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    objects.put(key, bytes);
  }

  /** Its own first attempt may have been done whose answer was lost: then the second is refused. */
  private void putOnCondition(String key) {
    byte[] bytes = bytes(SMALL_BYTES);
    try {
      if (objects.containsKey(key)) {
        String tag = s3.headObject(request -> request.bucket(bucket).key(key)).eTag();
        s3.putObject(
            request -> request.bucket(bucket).key(key).ifMatch(tag), RequestBody.fromBytes(bytes));
      } else {
        s3.putObject(
            request -> request.bucket(bucket).key(key).ifNoneMatch("*"),
            RequestBody.fromBytes(bytes));
      }
    } catch (S3Exception e) {
      if (e.statusCode() != PRECONDITION_FAILED || !Arrays.equals(get(key), bytes)) {
        throw e;
      }
    }
    objects.put(key, bytes);
  }

  private void delete(String key) {
    s3.deleteObject(request -> request.bucket(bucket).key(key));
    objects.remove(key);
  }

  private void copy(String from, String to) {
    byte[] source = objects.get(from);
    if (source == null || unknown.contains(from) || from.equals(to)) {
      put(to);
      return;
    }
    s3.copyObject(
        request ->
            request
                .sourceBucket(bucket)
                .sourceKey(from)
                .destinationBucket(bucket)
                .destinationKey(to));
    objects.put(to, source);
  }

  private void upload(String key) {
    String id = s3.createMultipartUpload(request -> request.bucket(bucket).key(key)).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    byte[] whole = {};
    int last = 1 + dice.below(3);
    for (int number = 1; number <= last; number++) {
      byte[] bytes = bytes(PART_BYTES);
      int current = number;
      String tag =
          s3.uploadPart(
                  request -> request.bucket(bucket).key(key).uploadId(id).partNumber(current),
                  RequestBody.fromBytes(bytes))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
      byte[] longer = Arrays.copyOf(whole, whole.length + bytes.length);
      System.arraycopy(bytes, 0, longer, whole.length, bytes.length);
      whole = longer;
    }
    s3.completeMultipartUpload(
        request ->
            request
                .bucket(bucket)
                .key(key)
                .uploadId(id)
                .multipartUpload(upload -> upload.parts(parts)));
    objects.put(key, whole);
  }

  /** The object of a key; null where there is none. */
  private byte @Nullable [] get(String key) {
    try {
      return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArray();
    } catch (NoSuchKeyException e) {
      return null;
    }
  }

  private void read(String key) {
    byte[] expected = objects.get(key);
    byte[] read = get(key);
    if (!Arrays.equals(expected, read)) {
      throw new AssertionError(key + ": " + length(read) + ", and not the " + length(expected));
    }
  }

  private static String length(byte @Nullable [] bytes) {
    return bytes == null ? "nothing" : bytes.length + " bytes";
  }

  private void readRange(String key) {
    byte[] expected = objects.get(key);
    if (expected == null) {
      read(key);
      return;
    }
    int from = dice.below(expected.length);
    byte[] read =
        s3.getObjectAsBytes(request -> request.bucket(bucket).key(key).range("bytes=" + from + "-"))
            .asByteArray();
    if (!Arrays.equals(Arrays.copyOfRange(expected, from, expected.length), read)) {
      throw new AssertionError(key + " from " + from + ": " + read.length + " other bytes");
    }
  }

  private void list(String key) {
    List<String> listed =
        s3.listObjectsV2(request -> request.bucket(bucket).prefix(key)).contents().stream()
            .map(S3Object::key)
            .filter(found -> !unknown.contains(found))
            .toList();
    List<String> expected =
        objects.keySet().stream()
            .filter(known -> known.startsWith(key) && !unknown.contains(known))
            .toList();
    if (!listed.equals(expected)) {
      throw new AssertionError("listed " + listed + ", and not " + expected);
    }
  }

  /** Compares all of it with what it has to be. */
  void verify() {
    list(prefix);
    keys.stream().filter(key -> !unknown.contains(key)).forEach(this::read);
  }
}

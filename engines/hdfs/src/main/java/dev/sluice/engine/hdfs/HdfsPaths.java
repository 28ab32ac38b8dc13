package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.ObjectKey;

/**
 * Paths of the storage's layout.
 *
 * @param root absolute path without a slash at the end; empty: the root of HDFS
 */
record HdfsPaths(String root) {
  /** Keys as names that HDFS takes. */
  static final KeyPath KEYS = KeyPath.refusing(":", ".snapshot");

  static final String SELF = "/" + new String(KeyPath.selfName(), UTF_8);

  private static final String OWN = ".sluice";

  String bucket(BucketName bucket) {
    return root + "/" + bucket.value();
  }

  /** The plain home of an object. */
  String object(BucketName bucket, ObjectKey key) {
    return bucket(bucket) + "/" + text(KEYS.encode(key));
  }

  /** Whether an object may have a second home in a directory at its first. */
  static boolean hasTwoHomes(ObjectKey key) {
    return !key.value().endsWith("/");
  }

  /** The directory that keys with a prefix lie in. */
  String directory(BucketName bucket, byte[] keyPrefix) {
    String path = text(KEYS.encodeDirectory(keyPrefix));
    return path.isEmpty() ? bucket(bucket) : bucket(bucket) + "/" + path;
  }

  String own() {
    return root + "/" + OWN;
  }

  String format() {
    return own() + "/format";
  }

  /** One folder for each agent; where one serves the root alone, only that of the last is there. */
  String stagings() {
    return own() + "/staging";
  }

  String records() {
    return own() + "/buckets";
  }

  String record(BucketName bucket) {
    return records() + "/" + bucket.value();
  }

  String sidecars() {
    return own() + "/sidecars";
  }

  String uploads() {
    return own() + "/uploads";
  }

  String uploads(BucketName bucket) {
    return uploads() + "/" + bucket.value();
  }

  /** Folders of unfinished uploads. */
  String openUploads(BucketName bucket) {
    return uploads(bucket) + "/open";
  }

  /** Folders of uploads that became objects. */
  String doneUploads(BucketName bucket) {
    return uploads(bucket) + "/done";
  }

  /** Folders of the slots of a bucket, where several agents serve the root. */
  String slots(BucketName bucket) {
    return own() + "/slots/" + bucket.value();
  }

  String slot(KeySlot slot) {
    return slots(slot.bucket()) + "/" + slot.number();
  }

  /** The slot of the bucket itself. */
  String bucketSlot(BucketName bucket) {
    return slots(bucket) + "/bucket";
  }

  /** Marks of the moves in a bucket, where several agents serve the root. */
  String moves(BucketName bucket) {
    return own() + "/moves/" + bucket.value();
  }

  static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  static String text(byte[] utf8) {
    return new String(utf8, UTF_8);
  }
}

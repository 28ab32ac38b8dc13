package dev.sluice.engine.alluxio;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.UploadId;

/**
 * Paths of the storage's layout.
 *
 * @param root absolute path without a slash at the end; empty: the root of Alluxio
 */
record AlluxioPaths(String root) {
  /** Keys as names that Alluxio takes: it reads a question mark and a backslash as its own. */
  static final KeyPath KEYS = KeyPath.refusing("?\\");

  static final String SELF = "/" + new String(KeyPath.selfName(), UTF_8);

  private static final String OWN = ".sluice";

  String top() {
    return root.isEmpty() ? "/" : root;
  }

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

  private String own() {
    return root + "/" + OWN;
  }

  String format() {
    return own() + "/format";
  }

  /** One folder for each agent, of which only that of the last is there. */
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

  /** Notes of uploads that became objects. */
  String doneUploads(BucketName bucket) {
    return uploads(bucket) + "/done";
  }

  String openUpload(BucketName bucket, UploadId id) {
    return openUploads(bucket) + "/" + id;
  }

  String doneUpload(BucketName bucket, UploadId id) {
    return doneUploads(bucket) + "/" + id;
  }

  /** Notes of what completions under way are about to make. */
  String intents() {
    return own() + "/intents";
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

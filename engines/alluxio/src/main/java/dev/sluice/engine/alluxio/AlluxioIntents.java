package dev.sluice.engine.alluxio;

import alluxio.client.file.URIStatus;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.Intent;
import dev.sluice.agent.store.format.UploadCodec;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.UploadId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Notes of what completions are about to make, a file each, named after the upload and the attempt.
 * The file that becomes the object bears the same name in the agent's folder: an intent was carried
 * out exactly when that file is not there any more. So a takeover first removes the intents of the
 * files that it finds; those that are left were carried out, and become tombstones.
 */
final class AlluxioIntents {
  /** Begins names of assembled files in an agent's folder; behind it stands that of the intent. */
  static final String WHOLE = "whole-";

  /** Is in no name of a bucket or an upload. */
  private static final String SEPARATOR = ",";

  private static final int WORDS = 3;

  private final AlluxioClient client;
  private final AlluxioPaths paths;
  private final AlluxioEpoch epoch;

  AlluxioIntents(AlluxioClient client, AlluxioPaths paths, AlluxioEpoch epoch) {
    this.client = client;
    this.paths = paths;
    this.epoch = epoch;
  }

  /** The name of an attempt to complete an upload, which no other attempt has. */
  static String name(BucketName bucket, UploadId id) {
    return of(bucket, id) + UUID.randomUUID();
  }

  private static String of(BucketName bucket, UploadId id) {
    return bucket.value() + SEPARATOR + id + SEPARATOR;
  }

  /** The file in the agent's folder that an attempt assembles. */
  String whole(String name) {
    return epoch.pathOf(WHOLE + name);
  }

  private String path(String name) {
    return paths.intents() + "/" + name;
  }

  /** Notes an intent, durably. */
  void put(String name, Intent intent) {
    String file = epoch.nextPath("intent");
    client.create(file, CheckedMessage.write(intent));
    if (!client.rename(file, path(name))) {
      throw epoch.lost(file);
    }
  }

  /** Removes the intent of an attempt that comes to nothing. */
  void remove(String name) {
    boolean _ = client.remove(path(name));
  }

  private @Nullable Intent read(String path) {
    byte[] bytes = client.read(path);
    Intent intent = bytes == null ? null : CheckedMessage.read(bytes, Intent.parser());
    return intent != null && UploadCodec.isSound(intent) ? intent : null;
  }

  /** What an upload made, by its tombstone; null where there is none. */
  @Nullable Intent finished(BucketName bucket, UploadId id) {
    return read(paths.doneUpload(bucket, id));
  }

  /**
   * Looks whether an attempt of an upload was carried out and not finished; finishes it then.
   *
   * @return whether it is finished now
   */
  boolean finishCarriedOut(BucketName bucket, UploadId id) {
    boolean finished = false;
    for (URIStatus intent : client.entries(paths.intents())) {
      if (intent.getName().startsWith(of(bucket, id))) {
        if (client.status(whole(intent.getName())) == null) {
          finish(bucket, id, intent.getName());
          finished = true;
        } else {
          remove(intent.getName());
        }
      }
    }
    return finished;
  }

  /** Makes the intent of an upload that became an object its tombstone; its parts go. */
  void finish(BucketName bucket, UploadId id, String name) {
    boolean _ = epoch.drop(paths.openUpload(bucket, id));
    if (!client.rename(path(name), paths.doneUpload(bucket, id))) {
      epoch.requireLasting();
    }
  }

  /** Finishes all that earlier agents carried out and did not finish. */
  void finishAll() {
    for (URIStatus intent : client.entries(paths.intents())) {
      String[] words = intent.getName().split(SEPARATOR, -1);
      if (words.length == WORDS && BucketName.isLegal(words[0]) && UploadId.isLegal(words[1])) {
        BucketName bucket = new BucketName(words[0]);
        finish(bucket, new UploadId(words[1]), intent.getName());
        // Its bucket was removed: nobody asks for it any more.
        remove(intent.getName());
      }
    }
  }
}

package dev.sluice.engine.alluxio;

import dev.sluice.agent.store.format.Candidate;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files of records that no attribute holds. They are never changed; a newer record has another. */
final class AlluxioSidecars {
  private static final Pattern NAME = Pattern.compile("o-[0-9a-f-]{36}");

  private final AlluxioClient client;
  private final AlluxioPaths paths;

  /** Those of objects to be: no object points to them yet. */
  private final Set<String> drafts = ConcurrentHashMap.newKeySet();

  AlluxioSidecars(AlluxioClient client, AlluxioPaths paths) {
    this.client = client;
    this.paths = paths;
  }

  /** Writes a sidecar, durably, for a file that will point to it. */
  String write(BucketName bucket, ObjectKey key, long file, StoredRecord whole) {
    String id = "o-" + UUID.randomUUID();
    Sidecar sidecar =
        Sidecar.newBuilder()
            .setBucket(bucket.value())
            .setKey(key.value())
            .addCandidates(Candidate.newBuilder().setInode(file).setRecord(whole))
            .build();
    drafts.add(id);
    boolean written = false;
    try {
      client.create(pathOf(id), CheckedMessage.write(sidecar));
      written = true;
      return id;
    } finally {
      if (!written) {
        drafts.remove(id);
      }
    }
  }

  /** The whole of a record; null where its sidecar is gone, or belongs to another file. */
  @Nullable StoredRecord whole(StoredRecord core, long file) {
    Sidecar sidecar = core.getSidecar().getInode() == file ? read(core.getSidecar().getId()) : null;
    if (sidecar == null || sidecar.getCandidatesCount() != 1) {
      return null;
    }
    StoredRecord whole = sidecar.getCandidates(0).getRecord();
    return whole.getRevision() == core.getRevision() ? whole : null;
  }

  /** A sidecar; null where there is none of the name. */
  @Nullable Sidecar read(String id) {
    byte[] bytes = isName(id) ? client.read(pathOf(id)) : null;
    return bytes == null ? null : CheckedMessage.read(bytes, Sidecar.parser());
  }

  /** Whether a text names a sidecar; a pointer must not lead anywhere else. */
  static boolean isName(String id) {
    return NAME.matcher(id).matches();
  }

  /** An object points to it now. */
  void counts(String id) {
    drafts.remove(id);
  }

  /** No object will point to it. */
  void giveUp(String id) {
    try {
      remove(id);
    } finally {
      drafts.remove(id);
    }
  }

  boolean isDraft(String id) {
    return drafts.contains(id);
  }

  void remove(String id) {
    client.remove(pathOf(id));
  }

  private String pathOf(String id) {
    return paths.sidecars() + "/" + id;
  }
}

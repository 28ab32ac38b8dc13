package dev.sluice.agent.store.access;

import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.common.model.Acl;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.TagSet;
import org.jspecify.annotations.Nullable;

/** Facts of an object, or of an upload, that a decision goes by. */
sealed interface ObjectFacts {
  /** Facts without an object. */
  enum Missing implements ObjectFacts {
    /** There may be an object; it was not looked at yet. */
    UNKNOWN,
    /** There is none, or it takes no part in the decision. */
    ABSENT
  }

  /**
   * Facts of an object that is there.
   *
   * @param owner whom it belongs to, where access control lists count
   * @param acl null: the owner has full control
   * @param tags its own
   */
  record Present(Principal owner, @Nullable Acl acl, TagSet tags) implements ObjectFacts {}

  /** Those of an object; null: there is none. */
  static ObjectFacts of(@Nullable StoredObject object) {
    if (object == null) {
      return Missing.ABSENT;
    }
    ObjectMetadata metadata = object.record().metadata();
    return new Present(
        BucketAccess.ownerOf(object.record().owner()), metadata.acl(), metadata.tags());
  }

  /** Those of an upload, which belongs to its initiator; null: there is none. */
  static ObjectFacts of(@Nullable UploadRecord upload) {
    return upload == null
        ? Missing.ABSENT
        : new Present(BucketAccess.ownerOf(upload.initiator()), null, TagSet.NONE);
  }
}

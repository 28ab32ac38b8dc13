package dev.sluice.agent.store.request;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.common.model.ETag;
import dev.sluice.common.model.StorageException;
import dev.sluice.fuzzing.FuzzTarget;
import dev.sluice.v1.FailureReason;

/** {@link ProvisionalEtag} makes 16 bytes of a part's tag, whatever an upload's log says it is. */
final class ProvisionalEtagFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    ETag tag = new ETag(FuzzTarget.text(input));
    try {
      require(ProvisionalEtag.digestOf(tag).length == 16, "16 bytes", tag);
    } catch (StorageException e) {
      require(e.reason() == FailureReason.STORAGE_FAULT, "the storage is to blame", e);
    }
  }
}

package dev.sluice.agent.store.engine.upload;

import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Stage;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The storage of one upload's parts. Several parts may be staged at once, also of the same number:
 * the last one committed counts, and one that fails leaves the earlier one as it was.
 */
public interface UploadArea {
  /** The upload as it was created. */
  UploadRecord upload();

  /**
   * A place for one part.
   *
   * @param partNumber 1..10000
   * @param declaredLength bytes that will come, -1 where not known; a part that is as long as the
   *     others is written where it will lie in the object
   * @throws dev.sluice.common.model.StorageException {@code UPLOAD_NOT_FOUND} once the upload was
   *     fenced, finished or discarded
   */
  PartStage stagePart(int partNumber, long declaredLength);

  /** The committed parts, by number; a copy. */
  SortedMap<Integer, PartRecord> parts();

  /** The committed part of a number; null: there is none. */
  default @Nullable PartRecord part(int partNumber) {
    return parts().get(partNumber);
  }

  /**
   * Prepares one stage of the given parts in the given order, moving no part that lies where it
   * belongs. Fences the upload first: from here on no part is staged or committed, and writers
   * under way are drained and fail with {@code UPLOAD_NOT_FOUND}.
   *
   * <p>Nothing prepared costs a part: {@code publish} commits. If it fails, or the stage is closed
   * without being published, or the agent ends before it, the fence is lifted and {@link #parts}
   * are there with the same bytes, though maybe in other places. An engine that joins files and
   * loses their names by that does so in {@code publish}, after it has compared what is there with
   * what is expected, and knows the parts in the joined file if it does not come to be the object.
   *
   * @param parts committed parts of this upload as {@link #parts} gave them, in ascending order of
   *     numbers
   * @throws dev.sluice.common.model.StorageException {@code CONDITIONAL_CONFLICT} where another
   *     completion or abort is under way, {@code PART_INVALID} where a part is no longer the
   *     committed one
   */
  Stage assemble(List<PartRecord> parts);

  /**
   * Notes durably what the completion about to be published will have made, before {@code publish}
   * is called with the assembled stage. After a crash {@link #completion} shows whether it was
   * published.
   */
  void intend(ObjectRecord object, long size);

  /**
   * The outcome of the completed upload; null while it is unfinished (also after an intent that was
   * never published).
   */
  @Nullable CompletedUpload completion();

  /** Turns a completed upload into a tombstone that only remembers {@link #completion}. */
  void finish();

  /** Forgets the upload and its parts, after writers under way were fenced off. */
  void discard();
}

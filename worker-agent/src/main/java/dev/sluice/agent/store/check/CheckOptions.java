package dev.sluice.agent.store.check;

import dev.sluice.common.model.BucketName;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * The scope of a check.
 *
 * @param folder the data folder
 * @param buckets those to be checked, and nothing else; empty: all of the folder
 * @param verify whether the bytes of objects are read and compared with their records
 * @param repair whether what can be repaired is
 * @param clock decides what is old enough to be a leftover
 */
public record CheckOptions(
    Path folder, List<BucketName> buckets, boolean verify, boolean repair, InstantSource clock) {
  /** The same, only looking. */
  public CheckOptions withoutRepairing() {
    return new CheckOptions(folder, buckets, verify, false, clock);
  }
}

package dev.sluice.agent.store.contract;

import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.engine.listing.DelimiterRule;
import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.common.model.BucketName;
import java.util.List;

/** Scans of all there is, as far as a test makes it. */
public final class Scans {
  /** All buckets. */
  public static final BucketScan BUCKETS = new BucketScan("", "", 1000);

  private Scans() {}

  /** All unfinished uploads of a bucket. */
  public static List<UploadRecord> uploads(StorageEngine engine, BucketName bucket) {
    return engine
        .uploads(bucket, new UploadScan(new DelimiterRule("", ""), new byte[0], "", 1000))
        .stream()
        .map(line -> ((ListedUpload.Upload) line).upload())
        .toList();
  }
}

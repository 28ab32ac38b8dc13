package dev.sluice.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectPage;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page costs what it holds, whatever it stands for. */
class ListingCostTest {
  private static final BucketName BUCKET = new BucketName("bucket");

  private final MemoryEngine memory = new MemoryEngine(InstantSource.system());
  private int scans;
  private int entries;

  private final StorageEngine engine =
      WatchedEngine.of(
          memory,
          new WatchedEngine.Watcher() {
            @Override
            public void listed(List<?> listed) {
              scans++;
              entries += listed.size();
            }
          });

  @BeforeEach
  void fill() {
    memory.createBucket(BUCKET, new BucketRecord(Instant.EPOCH, null));
    for (int group = 10; group < 30; group++) {
      for (int i = 0; i < 2000; i++) {
        memory.outside().write(BUCKET, new ObjectKey(group + "--" + i), new byte[0]);
      }
    }
  }

  @Test
  void rolledUpKeys_areSoughtPast() {
    ObjectPage page = list("--", 10);

    assertThat(page.commonPrefixes()).hasSize(10);
    assertThat(page.next()).isEqualTo("20--");
    assertThat(scans).isLessThanOrEqualTo(12);
    assertThat(entries).isLessThan(100);
  }

  @Test
  void keysThatStandForThemselves_takeOneScan() {
    assertThat(list("++", 1000).objects()).hasSize(1000);
    assertThat(scans).isEqualTo(1);
    assertThat(entries).isEqualTo(1001);
  }

  @Test
  void slash_isLeftToTheEngine() {
    memory.outside().write(BUCKET, new ObjectKey("a/b"), new byte[0]);

    assertThat(list("/", 1000).objects()).hasSize(1000);
    assertThat(scans).isEqualTo(1);
  }

  private ObjectPage list(String delimiter, int limit) {
    return new Listings(engine, new Quotas(engine, InstantSource.system()))
        .list(OperatorAccess.to(BUCKET), new ListQuery(BUCKET, "", delimiter, "", true, limit));
  }
}

package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.CopySource;
import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy whose bytes take so long that the bucket's settings change meanwhile. */
class LongCopyTest {
  @TempDir Path root;
  private final SlowCopies posix = new SlowCopies();
  private StoreClient client;

  /** Copies of bytes, in the midst of which something happens. */
  private static final class SlowCopies extends Posix {
    Runnable meanwhile = () -> {};

    @Override
    public long copyRange(
        Descriptor source, long sourceOffset, Descriptor target, long targetOffset, long length)
        throws ErrnoException {
      meanwhile.run();
      return super.copyRange(source, sourceOffset, target, targetOffset, length);
    }

    @Override
    public void shareRange(
        Descriptor source, long sourceOffset, Descriptor target, long targetOffset, long length)
        throws ErrnoException {
      meanwhile.run();
      super.shareRange(source, sourceOffset, target, targetOffset, length);
    }
  }

  private void own(ObjectOwnership ownership) {
    BucketRecord bucket = client.store.getBucket(StoreClient.ALICE, StoreClient.BUCKET);
    BucketRecord _ =
        client.store.replaceSettings(
            StoreClient.ALICE,
            StoreClient.BUCKET,
            bucket.settings().withOwnership(ownership),
            bucket.generation());
  }

  @BeforeEach
  void open() {
    client = new StoreClient(LocalSettings.of(root), posix);
    client.store.createBucket(StoreClient.ALICE, StoreClient.BUCKET);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void settingsOfTheMomentOfPublishing_count() {
    own(ObjectOwnership.OBJECT_WRITER);
    client.put("from", "text");
    posix.meanwhile = () -> own(ObjectOwnership.BUCKET_OWNER_ENFORCED);
    CopyRequest request =
        new CopyRequest(
            new CopySource(StoreClient.BUCKET, new ObjectKey("from"), ReadConditions.NONE),
            StoreClient.BUCKET,
            new ObjectKey("to"),
            null,
            null,
            null,
            WriteConditions.NONE,
            new AclSpec.Canned(CannedAcl.PUBLIC_READ));

    StorageException refusal =
        catchThrowableOfType(
            StorageException.class, () -> client.store.copyObject(StoreClient.ALICE, request));

    assertThat(refusal.reason()).isEqualTo(FailureReason.ACL_NOT_SUPPORTED);
    assertThat(root.resolve(StoreClient.BUCKET.value()).resolve("to")).doesNotExist();
    assertThat(StoreState.staged(root)).isEmpty();
  }
}

package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.engine.EngineFeature;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.format.BucketCodec;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.StoredBucket;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.tree.EmptyTree;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates, changes and removes buckets, each in the epoch of the bucket itself. */
final class SharedBucketWriter {
  private static final Logger LOG = LoggerFactory.getLogger(SharedBucketWriter.class);
  private static final int FILE_MODE = 0600;

  /** Looks at a bucket whose empty directories others remove at the same time. */
  private static final int MAX_LOOKS = 32;

  private final Posix posix;
  private final Syncs syncs;
  private final SharedFolder folder;
  private final SharedSlots slots;
  private final SharedBuckets buckets;
  private final int directoryMode;

  SharedBucketWriter(Volume volume, SharedFolder folder, SharedSlots slots, SharedBuckets buckets) {
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.folder = folder;
    this.slots = slots;
    this.buckets = buckets;
    this.directoryMode = volume.directoryMode();
  }

  /** Creates a bucket; false where one is there. The directory comes last, and in one step. */
  boolean create(BucketName bucket, BucketRecord record) throws ErrnoException {
    folder.area().space().requireRoom(0);
    return slots.decide(bucket, tenure -> create(tenure, bucket, record));
  }

  private boolean create(SlotEpoch.Tenure tenure, BucketName bucket, BucketRecord record)
      throws ErrnoException {
    byte[] name = Names.of(bucket.value());
    if (Tree.stat(posix, folder.root(), name) != null) {
      tenure.epoch().requireLasting();
      return false;
    }
    removeLeftovers(tenure, bucket);
    write(tenure, bucket, BucketCodec.store(record));
    byte[] made = tenure.epoch().nextName("made");
    try {
      posix.makeDirectory(tenure.folder(), made, directoryMode);
      tenure.show(posix, made, folder.root(), name, RenameMode.NO_REPLACE);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        throw tenure.epoch().over();
      }
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
      // Somebody made it from outside, this moment.
      return false;
    }
    syncs.directory(folder.root());
    return true;
  }

  /** Removes what belonged to a bucket that is gone, through the epoch's folder. */
  private void removeLeftovers(SlotEpoch.Tenure tenure, BucketName bucket) throws ErrnoException {
    slots.endAll(bucket, tenure);
    byte[] name = Names.of(bucket.value());
    for (Descriptor directory : new Descriptor[] {folder.area().uploads(), folder.records()}) {
      byte[] taken = tenure.take(posix, directory, name, "dropped");
      if (taken.length > 0) {
        Tree.remove(posix, tenure.folder(), taken);
      }
    }
  }

  private void write(SlotEpoch.Tenure tenure, BucketName bucket, StoredBucket stored)
      throws ErrnoException {
    byte[] name = tenure.epoch().nextName("record");
    try (Descriptor file = posix.create(tenure.folder(), name, FILE_MODE)) {
      posix.write(file, ByteBuffer.wrap(CheckedMessage.write(stored)), 0);
      syncs.file(file);
      tenure.show(posix, name, folder.records(), Names.of(bucket.value()), RenameMode.REPLACE);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        throw tenure.epoch().over();
      }
      throw e;
    }
    syncs.directory(folder.records());
  }

  /**
   * Replaces the settings of a bucket. When this returns, what other agents had decided by those
   * before is done or fenced.
   */
  BucketRecord replaceSettings(
      BucketName bucket, BucketSettings settings, Expectation.Exactly expectation)
      throws ErrnoException {
    if (settings.quota() != null) {
      throw EngineFeature.QUOTAS.refusal();
    }
    folder.area().space().requireRoom(0);
    BucketRecord replaced =
        slots.decide(bucket, tenure -> replace(tenure, bucket, settings, expectation));
    slots.takeAll(bucket);
    return replaced;
  }

  private BucketRecord replace(
      SlotEpoch.Tenure tenure,
      BucketName bucket,
      BucketSettings settings,
      Expectation.Exactly expectation)
      throws ErrnoException {
    SharedBuckets.Known before = buckets.read(bucket);
    if (before == null) {
      throw StorageException.noSuchBucket(bucket);
    }
    if (!expectation.isMetBy(before.record().state())) {
      throw new ExpectationNotMet(expectation);
    }
    BucketRecord after = before.record().withSettings(settings);
    write(tenure, bucket, BucketCodec.withSettings(before.stored(), after));
    return after;
  }

  /** Removes a bucket; false where it holds a file, which stays. */
  boolean delete(BucketName bucket) throws ErrnoException {
    var _ = buckets.require(bucket);
    boolean deleted = slots.decide(bucket, tenure -> delete(tenure, bucket));
    if (deleted) {
      buckets.forget(bucket);
    }
    return deleted;
  }

  /** The directory goes first: what is left behind then belongs to no bucket. */
  private boolean delete(SlotEpoch.Tenure tenure, BucketName bucket) throws ErrnoException {
    for (int look = 0; look < MAX_LOOKS; look++) {
      try (Descriptor directory = posix.openDirectory(folder.root(), Names.of(bucket.value()))) {
        if (!EmptyTree.holdsNothing(posix, directory)) {
          tenure.epoch().requireLasting();
          return false;
        }
        EmptyTree.clear(posix, directory);
        posix.removeDirectory(folder.root(), Names.of(bucket.value()));
      } catch (ErrnoException e) {
        switch (e.errno()) {
          case ENOTEMPTY, EEXIST, ENOTDIR -> {
            tenure.epoch().requireLasting();
            return false;
          }
          case ENOENT -> {
            tenure.epoch().requireLasting();
            var _ = buckets.require(bucket);
            continue;
          }
          default -> throw e;
        }
      }
      syncs.directory(folder.root());
      dropLeftovers(tenure, bucket);
      return true;
    }
    return false;
  }

  /** The bucket is removed already; where another agent has the slot now, it sees to the rest. */
  private void dropLeftovers(SlotEpoch.Tenure tenure, BucketName bucket) {
    try {
      removeLeftovers(tenure, bucket);
    } catch (ErrnoException | SlotEpoch.Over e) {
      LOG.debug("Something of bucket {} stays until it is made anew", bucket, e);
    }
  }
}

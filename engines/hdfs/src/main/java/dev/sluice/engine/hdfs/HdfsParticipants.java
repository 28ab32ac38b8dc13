package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.EngineSettings;
import dev.sluice.common.model.Placement;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The parts of one engine, made for each other. */
record HdfsParticipants(
    HdfsClient client,
    HdfsStaging staging,
    HdfsSlots slots,
    HdfsRecords records,
    HdfsBuckets buckets,
    HdfsBucketWriter bucketWriter,
    HdfsPublisher publisher,
    HdfsWriter writer,
    HdfsUploads uploads,
    HdfsSweeper sweeper,
    HdfsStorage storage) {
  /**
   * Those of a storage that is read and written by this agent alone from now on: what earlier ones
   * began is finished or undone, and can be finished by them no more.
   *
   * @param location for people
   * @throws IllegalStateException with one sentence for people, where it cannot be served
   */
  static HdfsParticipants writing(
      HdfsClient client,
      HdfsPaths paths,
      EngineSettings settings,
      LongSupplier nanoTime,
      String location) {
    requireStore(client, paths, settings, location);
    for (String folder : List.of(paths.records(), paths.sidecars(), paths.uploads())) {
      if (!client.makeDirectories(folder)) {
        throw new IllegalStateException(folder + ": a file is in the way (expected: a folder)");
      }
    }
    Placement placement = settings.placement();
    HdfsFormat known = HdfsFormat.read(client, paths);
    requirePlacement(known, placement, location);
    HdfsStaging staging =
        new HdfsStaging(
            client, paths, HdfsStagings.name(settings.agentId(), UUID.randomUUID().toString()));
    HdfsFormat format = known == null ? HdfsFormat.write(client, paths, staging, placement) : known;
    requirePlacement(format, placement, location);
    HdfsPlaces places = new HdfsPlaces();
    HdfsMoves moves = placement == Placement.SHARED ? new HdfsMoves(client, paths) : null;
    HdfsRelocation relocation = new HdfsRelocation(client, paths, places, moves);
    HdfsRemains remains = new HdfsRemains(client);
    remains.settleBy(HdfsRelocation.KIND, relocation::settle);
    HdfsNotes notes = new HdfsNotes(client, staging);
    HdfsUploadTakeover takeover = new HdfsUploadTakeover(client, paths, notes);
    remains.settleBy(HdfsUploadFolders.KIND, takeover::rescue);
    HdfsStagings stagings = new HdfsStagings(client, paths, staging, remains, placement);
    stagings.removeEarlier(settings.agentId());
    HdfsBuckets buckets = new HdfsBuckets(client, paths, nanoTime, placement);
    HdfsSlots slots =
        switch (placement) {
          case BUCKET -> new HdfsOneSlot(staging.epoch());
          case SHARED ->
              new HdfsSharedSlots(
                  client, paths, staging, remains, buckets, HdfsSharedSlots.MAX_KNOWN);
        };
    HdfsSight sight =
        moves == null ? new HdfsSight.Alone(places) : new HdfsSight.Shared(moves, slots::take);
    HdfsSidecars sidecars = new HdfsSidecars(client, paths);
    HdfsRecords records = new HdfsRecords(client, sidecars);
    HdfsReader reader = new HdfsReader(client, paths, records, buckets, sight);
    HdfsUploads uploads =
        new HdfsUploads(
            client,
            paths,
            slots,
            notes,
            takeover,
            buckets,
            places,
            new HdfsUploadCache(settings.uploadBytes()),
            settings.maximumUploads(),
            settings.clock());
    return new HdfsParticipants(
        client,
        staging,
        slots,
        records,
        buckets,
        new HdfsBucketWriter(client, paths, slots, buckets, places, placement),
        new HdfsPublisher(client, paths, slots, reader, buckets, places, relocation),
        new HdfsWriter(client, paths, slots, records, reader, buckets, places),
        uploads,
        new HdfsSweeper(
            client, paths, stagings, uploads, records, sidecars, reader, places, sight, slots,
            placement),
        new HdfsStorage(
            client,
            paths,
            buckets,
            reader,
            sight,
            location,
            settings.fsync() ? "fsync" : "os",
            placement,
            format.id()));
  }

  /** A storage that is only read. */
  static HdfsStorage reading(
      HdfsClient client, HdfsPaths paths, LongSupplier nanoTime, String location) {
    HdfsFormat format = HdfsFormat.read(client, paths);
    Placement placement = format == null ? Placement.BUCKET : format.placement();
    HdfsBuckets buckets = new HdfsBuckets(client, paths, nanoTime, placement);
    HdfsSight sight =
        switch (placement) {
          case BUCKET -> new HdfsSight.Alone(new HdfsPlaces());
          case SHARED -> new HdfsSight.Shared(new HdfsMoves(client, paths), _ -> {});
        };
    HdfsRecords records = new HdfsRecords(client, new HdfsSidecars(client, paths));
    HdfsReader reader = new HdfsReader(client, paths, records, buckets, sight);
    return new HdfsStorage(
        client,
        paths,
        buckets,
        reader,
        sight,
        location,
        "read-only",
        placement,
        format == null ? null : format.id());
  }

  /** Fails where there has to be a store and is none. */
  static void requireStore(
      HdfsClient client, HdfsPaths paths, EngineSettings settings, String location) {
    if (settings.requireExistingStore() && HdfsFormat.read(client, paths) == null) {
      throw new IllegalStateException(
          location + " holds no store of Sluice (expected: one that is there already)");
    }
  }

  private static void requirePlacement(
      @Nullable HdfsFormat there, Placement placement, String location) {
    if (there != null && there.placement() != placement) {
      throw new IllegalStateException(
          "%s was begun with placement: %s (expected: %s, which this agent is set to)"
              .formatted(location, HdfsFormat.word(there.placement()), HdfsFormat.word(placement)));
    }
  }
}

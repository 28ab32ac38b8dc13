package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.EngineSettings;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The parts of one engine, made for each other. */
record HdfsParticipants(
    HdfsClient client,
    HdfsStaging staging,
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
    HdfsStaging staging = new HdfsStaging(client, paths, UUID.randomUUID().toString());
    String known = HdfsFormat.read(client, paths);
    String id = known == null ? HdfsFormat.write(client, paths, staging) : known;
    HdfsPlaces places = new HdfsPlaces();
    HdfsRelocation relocation = new HdfsRelocation(client, paths, staging, places);
    HdfsRemains remains = new HdfsRemains(client);
    remains.settleBy(HdfsRelocation.KIND, relocation::settle);
    removeEarlier(client, paths, staging, remains);
    HdfsSlots slots = new HdfsOneSlot(staging.epoch());
    HdfsSidecars sidecars = new HdfsSidecars(client, paths);
    HdfsRecords records = new HdfsRecords(client, sidecars);
    HdfsBuckets buckets = new HdfsBuckets(client, paths, nanoTime);
    HdfsReader reader = new HdfsReader(client, paths, records, buckets, places);
    HdfsUploads uploads =
        new HdfsUploads(
            client,
            paths,
            staging,
            buckets,
            places,
            new HdfsUploadCache(settings.uploadBytes()),
            settings.maximumUploads(),
            settings.clock());
    return new HdfsParticipants(
        client,
        staging,
        records,
        buckets,
        new HdfsBucketWriter(client, paths, staging, buckets, places),
        new HdfsPublisher(client, paths, slots, reader, buckets, places, relocation),
        new HdfsWriter(client, paths, slots, records, reader, buckets, places),
        uploads,
        new HdfsSweeper(client, paths, uploads, records, sidecars, reader, places),
        new HdfsStorage(
            client,
            paths,
            buckets,
            reader,
            places,
            location,
            settings.fsync() ? "fsync" : "os",
            id));
  }

  /** A storage that is only read. */
  static HdfsStorage reading(
      HdfsClient client, HdfsPaths paths, LongSupplier nanoTime, String location) {
    HdfsBuckets buckets = new HdfsBuckets(client, paths, nanoTime);
    HdfsPlaces places = new HdfsPlaces();
    HdfsRecords records = new HdfsRecords(client, new HdfsSidecars(client, paths));
    HdfsReader reader = new HdfsReader(client, paths, records, buckets, places);
    return new HdfsStorage(
        client,
        paths,
        buckets,
        reader,
        places,
        location,
        "read-only",
        HdfsFormat.read(client, paths));
  }

  /** Fails where there has to be a store and is none. */
  static void requireStore(
      HdfsClient client, HdfsPaths paths, EngineSettings settings, String location) {
    if (settings.requireExistingStore() && HdfsFormat.read(client, paths) == null) {
      throw new IllegalStateException(
          location + " holds no store of Sluice (expected: one that is there already)");
    }
  }

  private static void removeEarlier(
      HdfsClient client, HdfsPaths paths, HdfsStaging staging, HdfsRemains remains) {
    for (String folder : HdfsDirectory.names(client, paths.stagings())) {
      if (!folder.equals(staging.id())) {
        remains.take(paths.stagings() + "/" + folder, staging.epoch());
      }
    }
  }
}

package dev.sluice.engine.alluxio;

import dev.sluice.agent.store.engine.EngineSettings;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The parts of one engine, made for each other. */
record AlluxioParticipants(
    AlluxioClient client,
    AlluxioEpoch epoch,
    AlluxioRecords records,
    AlluxioBuckets buckets,
    AlluxioBucketWriter bucketWriter,
    AlluxioPublisher publisher,
    AlluxioWriter writer,
    AlluxioUploads uploads,
    AlluxioSweeper sweeper,
    AlluxioStorage storage) {
  /**
   * What is written is in the under-store when a call returns; when that has it on its devices, it
   * alone knows.
   */
  private static final String DURABILITY = "os";

  /**
   * Those of a storage that is read and written by this agent alone from now on: what earlier ones
   * began is finished or undone, and can be finished by them no more.
   *
   * @param location for people
   * @throws IllegalStateException with one sentence for people, where it cannot be served
   */
  static AlluxioParticipants writing(
      AlluxioClient client,
      AlluxioPaths paths,
      EngineSettings settings,
      LongSupplier nanoTime,
      String location) {
    requireStore(client, paths, settings, location);
    for (String folder :
        List.of(paths.records(), paths.sidecars(), paths.uploads(), paths.intents())) {
      if (!client.makeDirectories(folder)) {
        throw new IllegalStateException(folder + ": a file is in the way (expected: a folder)");
      }
    }
    AlluxioEpoch epoch =
        new AlluxioEpoch(client, paths, settings.agentId() + "." + UUID.randomUUID());
    AlluxioFormat format = AlluxioFormat.readOrWrite(client, paths, epoch);
    AlluxioPlaces places = new AlluxioPlaces();
    AlluxioRelocation relocation = new AlluxioRelocation(client, paths, epoch, places);
    AlluxioIntents intents = new AlluxioIntents(client, paths, epoch);
    new AlluxioTakeover(client, paths, epoch, relocation, intents).run();
    AlluxioBuckets buckets = new AlluxioBuckets(client, paths, nanoTime);
    AlluxioSidecars sidecars = new AlluxioSidecars(client, paths);
    AlluxioRecords records = new AlluxioRecords(client, sidecars);
    AlluxioReader reader = new AlluxioReader(client, paths, records, buckets, places);
    AlluxioUploads uploads =
        new AlluxioUploads(
            client,
            paths,
            epoch,
            intents,
            buckets,
            places,
            new AlluxioUploadCache(settings.uploadBytes()),
            settings.maximumUploads(),
            settings.clock());
    return new AlluxioParticipants(
        client,
        epoch,
        records,
        buckets,
        new AlluxioBucketWriter(client, paths, epoch, buckets, places),
        new AlluxioPublisher(client, paths, epoch, reader, buckets, places, relocation),
        new AlluxioWriter(client, paths, epoch, records, reader, buckets, places),
        uploads,
        new AlluxioSweeper(client, paths, uploads, sidecars, reader, places),
        new AlluxioStorage(
            client, paths, buckets, reader, places, location, DURABILITY, format.id()));
  }

  /** A storage that is only read. */
  static AlluxioStorage reading(
      AlluxioClient client, AlluxioPaths paths, LongSupplier nanoTime, String location) {
    AlluxioFormat format = AlluxioFormat.read(client, paths);
    AlluxioBuckets buckets = new AlluxioBuckets(client, paths, nanoTime);
    AlluxioPlaces places = new AlluxioPlaces();
    AlluxioRecords records = new AlluxioRecords(client, new AlluxioSidecars(client, paths));
    return new AlluxioStorage(
        client,
        paths,
        buckets,
        new AlluxioReader(client, paths, records, buckets, places),
        places,
        location,
        "read-only",
        format == null ? null : format.id());
  }

  /** Fails where there has to be a store and is none. */
  static void requireStore(
      AlluxioClient client, AlluxioPaths paths, EngineSettings settings, String location) {
    if (settings.requireExistingStore() && AlluxioFormat.read(client, paths) == null) {
      throw new IllegalStateException(
          location + " holds no store of Sluice (expected: one that is there already)");
    }
  }
}

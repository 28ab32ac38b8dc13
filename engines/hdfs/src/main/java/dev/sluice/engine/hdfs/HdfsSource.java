package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.Stage;

/** Bytes that become an object by the renaming of a file. */
sealed interface HdfsSource extends Stage permits HdfsStage, HdfsAssembly {
  /** The file. */
  String path();

  /** Ends the file, durably. Takes as long as there are bytes. */
  void end();

  /** Whether all bytes are in the file already, so that its record may be put with it. */
  boolean isWhole();

  /** Brings all bytes into the file, without moving any. */
  void join();

  /**
   * Brings the file into the folder of an epoch, where it is not yet.
   *
   * @throws HdfsEpoch.Over where that is gone and the file is not
   */
  void enter(HdfsEpoch epoch);

  /** Takes it out again, as it did not become an object and may yet. */
  void leave();

  /** The file is an object now. */
  void published();
}

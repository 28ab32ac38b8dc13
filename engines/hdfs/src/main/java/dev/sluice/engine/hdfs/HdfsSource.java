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

  /** The file is an object now. */
  void published();
}

package dev.sluice.agent.service;

import dev.sluice.agent.descriptor.PassedFile;
import dev.sluice.agent.store.ObjectReading;

/** An object that is held open for another process to take its file. */
record GrantedReading(ObjectReading reading, int descriptor, StoragePool pool)
    implements PassedFile {
  /** Closing the last descriptor of a deleted file frees its blocks, which may take long. */
  @Override
  public void close() {
    pool.resume(reading::close);
  }
}

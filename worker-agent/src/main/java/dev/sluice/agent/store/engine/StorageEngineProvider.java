package dev.sluice.agent.store.engine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A kind of storage engine: all that the agent knows of one until it is opened. The agent finds
 * providers by {@link java.util.ServiceLoader}, so that an engine comes with its jar alone, which
 * names its provider in {@code META-INF/services}. A provider has a public constructor without
 * parameters, and does nothing before it is asked to open.
 */
public interface StorageEngineProvider {
  /** Scheme of the URIs that it opens, in lower case: {@code file}. No two providers share one. */
  String scheme();

  /**
   * What a URI of the scheme has to be, in words that follow "expected: "; empty where this one is
   * as it has to be. Looks at nothing but the URI.
   */
  Optional<String> expected(StorageUri storage);

  /** Whether what is stored outlives the engine; else there is nothing to serve read-only. */
  boolean isLasting();

  /** Whether several agents may serve one storage of it at the same time. */
  default boolean canBeShared() {
    return false;
  }

  /**
   * The folder in the storage, on a disk of this machine, where its one agent keeps what is its
   * own; empty where the storage has no such place.
   */
  Optional<Path> stateFolder(StorageUri storage);

  /**
   * Opens the storage, and begins one where there is none, unless {@link
   * EngineSettings#requireExistingStore}.
   *
   * @throws IllegalStateException with one sentence for people, where it cannot be served
   * @throws UnsupportedOperationException with one sentence, where this machine cannot serve any
   */
  StorageEngine open(StorageUri storage, EngineSettings settings);

  /**
   * Opens the storage and changes nothing in it, neither now nor later.
   *
   * @throws IllegalStateException with one sentence for people, where it cannot be served
   * @throws UnsupportedOperationException with one sentence, where this machine cannot serve any
   */
  ReadableStorage openReadOnly(StorageUri storage, EngineSettings settings);
}

package dev.sluice.agent.store.local.record;

import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.local.posix.ErrnoException;
import org.jspecify.annotations.Nullable;

/** The reader of sidecars. */
interface SidecarSource {
  /** A sidecar; null where it is missing or was damaged. */
  @Nullable Sidecar read(String id) throws ErrnoException;
}

package dev.sluice.agent.store.local.record;

import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.local.posix.ErrnoException;
import org.jspecify.annotations.Nullable;

/** Where sidecars are read. */
interface SidecarSource {
  /** A sidecar; null where it is missing or was damaged. */
  @Nullable Sidecar read(String id) throws ErrnoException;
}

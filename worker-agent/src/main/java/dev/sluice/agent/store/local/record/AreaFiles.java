package dev.sluice.agent.store.local.record;

import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.volume.DamageCounters;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Syncs;

/**
 * An area with what is kept in it.
 *
 * @param area the directories
 * @param sidecars in it
 * @param records how records are kept on its file system
 */
public record AreaFiles(StorageArea area, Sidecars sidecars, Records records)
    implements AutoCloseable {
  public static AreaFiles of(Posix posix, Syncs syncs, DamageCounters damage, StorageArea area) {
    Sidecars sidecars = new Sidecars(posix, syncs, area);
    Records records =
        area.capabilities().attributes()
            ? new AttributeRecords(posix, sidecars, damage)
            : new SidecarRecords(posix, sidecars, damage);
    return new AreaFiles(area, sidecars, records);
  }

  @Override
  public void close() {
    area.close();
  }
}

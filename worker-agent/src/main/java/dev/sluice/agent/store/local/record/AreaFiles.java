package dev.sluice.agent.store.local.record;

import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Volume;

/**
 * An area with what is kept in it.
 *
 * @param area the directories
 * @param sidecars in it
 * @param records how records are kept on its file system
 */
public record AreaFiles(StorageArea area, Sidecars sidecars, Records records)
    implements AutoCloseable {
  public static AreaFiles of(Volume volume, StorageArea area) {
    Sidecars sidecars = new Sidecars(volume, area);
    Records records =
        area.capabilities().attributes()
            ? new AttributeRecords(volume, sidecars)
            : new SidecarRecords(volume, sidecars);
    return new AreaFiles(area, sidecars, records);
  }

  @Override
  public void close() {
    area.close();
  }
}

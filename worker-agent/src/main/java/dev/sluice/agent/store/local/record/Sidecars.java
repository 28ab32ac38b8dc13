package dev.sluice.agent.store.local.record;

import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The files in an area that hold records which no attribute can. */
public final class Sidecars implements SidecarSource {
  private static final int FILE_MODE = 0600;

  private final Posix posix;
  private final Syncs syncs;
  private final StorageArea area;

  /** Written, but not yet pointed to by an object. */
  private final Set<String> drafts = ConcurrentHashMap.newKeySet();

  Sidecars(Volume volume, StorageArea area) {
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.area = area;
  }

  /** Writes a sidecar durably, in place of an earlier one of the name. */
  void write(String id, Sidecar sidecar) throws ErrnoException {
    byte[] name = area.nextName();
    try (Descriptor file = posix.create(area.staging(), name, FILE_MODE)) {
      posix.write(file, ByteBuffer.wrap(CheckedMessage.write(sidecar)), 0);
      syncs.file(file);
      posix.rename(area.staging(), name, area.sidecars(), Names.of(id), RenameMode.REPLACE);
    } catch (ErrnoException e) {
      Tree.removeAfter(e, posix, area.staging(), name);
      throw e;
    }
    syncs.directory(area.sidecars());
  }

  @Override
  public @Nullable Sidecar read(String id) throws ErrnoException {
    byte[] bytes = Tree.readRecord(posix, area.sidecars(), Names.of(id));
    return bytes == null ? null : CheckedMessage.read(bytes, Sidecar.parser());
  }

  /**
   * A sidecar that is about to be removed unless it is needed; null where it is damaged. One that
   * may not be read fails: it may be whole.
   */
  public @Nullable Sidecar readToRemove(String id) throws ErrnoException {
    byte[] bytes = Tree.read(posix, area.sidecars(), Names.of(id));
    return bytes == null ? null : CheckedMessage.read(bytes, Sidecar.parser());
  }

  /** Removes a sidecar, if it is there. */
  public void remove(String id) throws ErrnoException {
    Tree.remove(posix, area.sidecars(), Names.of(id));
  }

  public List<String> all() throws ErrnoException {
    return Tree.names(posix, area.sidecars()).stream().map(Names::show).toList();
  }

  /** To be called before the sidecar is written: it is in use although nothing points to it. */
  void beginDraft(String id) {
    drafts.add(id);
  }

  void endDraft(String id) {
    drafts.remove(id);
  }

  public boolean isDraft(String id) {
    return drafts.contains(id);
  }
}

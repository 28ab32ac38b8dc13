package dev.sluice.agent.store.local.record;

import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records wherever an agent that writes left them: in attributes, or in sidecars of the root or of
 * a bucket that is a mount. The file system is not probed.
 */
public final class ReadOnlyRecords implements RecordReader {
  private final Posix posix;
  private final Descriptor root;
  private final List<byte[]> places;
  private final AttributeReader attributes;
  private final SidecarReader sidecars;

  public ReadOnlyRecords(Volume volume, Descriptor root, BucketName bucket) {
    this.posix = volume.posix();
    this.root = root;
    this.places =
        List.of(
            Names.of(".sluice/sidecars"),
            Names.join(Names.of(bucket.value()), Names.of(".%staging/sidecars")));
    this.attributes = new AttributeReader(volume, this::sidecar);
    this.sidecars = new SidecarReader(volume, this::sidecar);
  }

  private @Nullable Sidecar sidecar(String id) throws ErrnoException {
    for (byte[] place : places) {
      byte[] bytes = Tree.readRecord(posix, root, Names.join(place, Names.of(id)));
      Sidecar read = bytes == null ? null : CheckedMessage.read(bytes, Sidecar.parser());
      if (read != null) {
        return read;
      }
    }
    return null;
  }

  @Override
  public Found read(BucketName bucket, ObjectKey key, Descriptor file, FileStat stat)
      throws ErrnoException {
    Found attached = attributes.read(bucket, key, file, stat);
    return attached.isOutside() ? sidecars.read(bucket, key, file, stat) : attached;
  }

  @Override
  public Found glance(
      BucketName bucket, byte[] key, Descriptor directory, byte[] name, FileStat stat)
      throws ErrnoException {
    Found attached = attributes.glance(bucket, key, directory, name, stat);
    return attached.isOutside() ? sidecars.read(bucket, ObjectKey.ofUtf8(key), stat) : attached;
  }

  @Override
  public ObjectRecord ofOthers(Descriptor file) throws ErrnoException {
    return attributes.ofOthers(file);
  }
}

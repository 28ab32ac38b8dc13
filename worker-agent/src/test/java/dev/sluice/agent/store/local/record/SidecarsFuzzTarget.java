package dev.sluice.agent.store.local.record;

import static dev.sluice.fuzzing.FuzzTarget.require;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.local.posix.CountedDescriptor;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.fuzzing.FuzzTarget;
import java.time.InstantSource;
import java.util.List;

/**
 * What {@link Sidecars} find on the disk and {@link SidecarRecords} make of it: any file is the
 * record of the object that it names, or none; it speaks of the bytes only of a file with its seal.
 * An input is a sidecar without its check, and one as it lies.
 */
final class SidecarsFuzzTarget implements FuzzTarget {
  private static final Posix POSIX = Posix.system();
  private static final BucketName BUCKET = new BucketName("photos");
  private static final ObjectKey KEY = new ObjectKey("a");

  /** Of a file of 5 bytes, inode 7. */
  private static final FileStat STAT =
      new FileStat(0100644, 1, 0, 7, 1, 5, 1_700_000_000, 123, 1_700_000_000, 0, 0, 0);

  /** One for all, so that it says what it met ten times and no more. */
  private static final Volume VOLUME = Volume.toRead(POSIX, InstantSource.system());

  /** Never asked: the record lies beside its file. */
  private static final Descriptor FILE =
      new Descriptor(new CountedDescriptor(POSIX, -1), null, new byte[0]);

  @Override
  public void attack(byte[] input) throws ErrnoException {
    Sidecar lying = CheckedMessage.read(input, Sidecar.parser());
    if (lying != null) {
      found(lying);
    }
    Sidecar sidecar;
    try {
      sidecar = Sidecar.parseFrom(input).toBuilder().clearCrc32C().build();
    } catch (InvalidProtocolBufferException e) {
      return;
    }
    byte[] written = CheckedMessage.write(sidecar);
    Sidecar again = CheckedMessage.read(written, Sidecar.parser());
    require(again != null && again.equals(sidecar), "reads what it wrote");
    RecordReader.Found found = found(sidecar);
    if (!sidecar.getBucket().equals("photos") || !sidecar.getKey().equals("a")) {
      require(found.equals(RecordReader.Found.NOTHING), "nothing of another object", sidecar);
      return;
    }
    List<StoredRecord> records =
        sidecar.getCandidatesList().stream().map(candidate -> candidate.getRecord()).toList();
    boolean none = found.stored().equals(StoredRecord.getDefaultInstance());
    require(none || records.contains(found.stored()), "one of the candidates", sidecar);
    boolean sealed = found.stored().getSeal().equals(Seals.seal(STAT));
    require(sealed || found.record().etag() == null, "a tag of these bytes only", sidecar);
    require(sealed || found.record().parts().isEmpty(), "parts of these bytes only", sidecar);
  }

  private static RecordReader.Found found(Sidecar sidecar) throws ErrnoException {
    return new SidecarReader(VOLUME, id -> sidecar).read(BUCKET, KEY, FILE, STAT);
  }
}

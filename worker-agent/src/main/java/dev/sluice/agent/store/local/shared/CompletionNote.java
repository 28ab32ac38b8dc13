package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.Intent;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The note with an upload of what its last completion was about to make, out of which folder. It
 * was made if the assembled file has left that folder and nobody who emptied it left word that the
 * file was there. The note goes before its file does, so that with the note still there this holds
 * for every reader, whoever owns the slot.
 */
final class CompletionNote {
  private static final byte[] NAME = Names.of("completed");
  private static final int FILE_MODE = 0600;

  /** Looks at a note that is replaced meanwhile. */
  private static final int MAX_LOOKS = 64;

  private final Posix posix;
  private final Syncs syncs;
  private final Descriptor slots;
  private volatile Intent intent = Intent.getDefaultInstance();

  CompletionNote(Volume volume, Descriptor slots) {
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.slots = slots;
  }

  /** Says what the completion under way is about to make. */
  void intend(Intent next) {
    intent = next;
  }

  /** Puts the note, durably. */
  void put(SlotEpoch.Tenure tenure, Descriptor upload, String assembled) throws ErrnoException {
    Intent noted = intent.toBuilder().setFile(tenure.epoch().path() + "/" + assembled).build();
    byte[] made = tenure.epoch().nextName("note");
    try (Descriptor file = posix.create(tenure.folder(), made, FILE_MODE)) {
      posix.write(file, ByteBuffer.wrap(CheckedMessage.write(noted)), 0);
      syncs.file(file);
    }
    tenure.show(posix, made, upload, NAME, RenameMode.REPLACE);
    syncs.directory(upload);
  }

  /** Removes the note of a completion that is given up, durably. */
  void remove(SlotEpoch.Tenure tenure, Descriptor upload) throws ErrnoException {
    byte[] taken = tenure.take(posix, upload, NAME, "dropped");
    if (taken.length > 0) {
      syncs.directory(upload);
      posix.unlink(tenure.folder(), taken);
    }
  }

  /** The note of an upload that is completed; null while it is open. */
  @Nullable Intent completed(Descriptor upload) throws ErrnoException {
    byte[] before = Tree.read(posix, upload, NAME);
    for (int look = 0; look < MAX_LOOKS; look++) {
      if (before == null) {
        return null;
      }
      Intent noted = CheckedMessage.read(before, Intent.parser());
      if (noted == null) {
        throw new StorageException(
            FailureReason.STORAGE_FAULT, "upload: its note of a completion is damaged");
      }
      if (isUnpublished(upload, noted)) {
        return null;
      }
      byte[] after = Tree.read(posix, upload, NAME);
      if (Arrays.equals(before, after)) {
        return noted;
      }
      before = after;
    }
    throw new StorageException(
        FailureReason.UNAVAILABLE,
        "upload: completed anew at each of %d looks (expected: a retry)".formatted(MAX_LOOKS));
  }

  /** The folder first: a file that leaves it unpublished is with the upload by then. */
  private boolean isUnpublished(Descriptor upload, Intent noted) throws ErrnoException {
    byte[] path = Names.of(noted.getFile());
    return isThere(slots, path)
        || isThere(upload, AssemblyName.unpublished(Names.show(Names.last(path))));
  }

  private boolean isThere(Descriptor directory, byte[] path) throws ErrnoException {
    try {
      posix.openForReading(directory, path).close();
      return true;
    } catch (ErrnoException e) {
      if (e.isGone()) {
        return false;
      }
      throw e;
    }
  }
}

package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.digest.ContentProof;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.record.Seals;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/** Reads a file once, and says whether it holds what a record speaks of. */
final class ContentVerifier {
  private static final int CHUNK_BYTES = 256 << 10;

  private final Posix posix;
  private final LongConsumer progress;
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

  /**
   * A proof of many files, one after the other.
   *
   * @param progress receives how many bytes were read
   */
  ContentVerifier(Posix posix, LongConsumer progress) {
    this.posix = posix;
    this.progress = progress;
  }

  /**
   * Reads and compares.
   *
   * @param stat of the file, as it was when its record was read
   */
  ContentProof.Verdict of(Descriptor file, FileStat stat, ObjectRecord record)
      throws ErrnoException {
    ContentProof proof = new ContentProof(record);
    if (proof.saysNothing()) {
      return ContentProof.Verdict.SAYS_NOTHING;
    }
    for (long done = 0; done < stat.size(); done += chunk.limit()) {
      chunk.clear().limit((int) Math.min(CHUNK_BYTES, stat.size() - done));
      if (posix.read(file, chunk, done) < chunk.limit()) {
        return ContentProof.Verdict.MOVING;
      }
      progress.accept(chunk.limit());
      proof.add(chunk.flip());
    }
    return Seals.isSame(stat, posix.stat(file)) ? proof.verdict() : ContentProof.Verdict.MOVING;
  }
}

package dev.sluice.agent.store.local.upload;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.format.UploadCodec;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.fuzzing.FuzzTarget;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;

/**
 * {@link UploadLog} reads any bytes as far as they are whole: what a prefix of a log says is what
 * was said until then. {@link PartGrid} takes any part of it.
 */
final class UploadLogFuzzTarget implements FuzzTarget {
  private static final Posix POSIX = Posix.system();

  @Override
  public void attack(byte[] input) {
    UploadLog log = loaded(input);
    PartGrid grid = new PartGrid();
    for (Map.Entry<Integer, PartRecord> part : log.parts().entrySet()) {
      require(part.getKey() == part.getValue().number(), "parts by their numbers", part);
      UploadCodec.store(part.getValue());
      grid.remember(part.getValue());
    }
    if (log.intent() != null) {
      UploadCodec.completed(log.intent());
      UploadCodec.noted(log.intent());
    }
    UploadLog torn = loaded(Arrays.copyOf(input, Math.max(0, input.length - 1)));
    require(
        log.parts().keySet().containsAll(torn.parts().keySet()),
        "a torn log knows no part more",
        torn.parts());
  }

  private static UploadLog loaded(byte[] bytes) {
    UploadLog log = new UploadLog(Volume.toRead(POSIX, InstantSource.system()));
    log.load(bytes);
    return log;
  }
}

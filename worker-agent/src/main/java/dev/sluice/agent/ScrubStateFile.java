package dev.sluice.agent;

import dev.sluice.agent.store.format.ScrubCodec;
import dev.sluice.agent.store.scrub.ScrubState;
import dev.sluice.agent.store.scrub.ScrubStateStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the state of the scrub, in the state folder. It is replaced as a whole: a kill or a
 * power cut leaves the one before.
 *
 * @param file the file
 * @param unfinished its name until it is whole
 */
record ScrubStateFile(Path file, Path unfinished) implements ScrubStateStore {
  private static final Logger LOG = LoggerFactory.getLogger(ScrubStateFile.class);

  @Override
  public ScrubState load() {
    try {
      return ScrubCodec.read(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return ScrubState.NONE;
    } catch (IOException e) {
      LOG.warn("{} cannot be read, the scrub begins anew: {}", file, e.toString());
      return ScrubState.NONE;
    }
  }

  @Override
  public void keep(ScrubState state) {
    try {
      try (FileChannel channel =
          FileChannel.open(
              unfinished,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(ScrubCodec.write(state));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}", file, e.toString());
    }
  }
}

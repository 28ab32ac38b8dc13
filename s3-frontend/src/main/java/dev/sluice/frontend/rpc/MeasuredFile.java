package dev.sluice.frontend.rpc;

import dev.sluice.common.model.FileBytes;
import dev.sluice.common.model.Stopwatch;
import java.nio.channels.WritableByteChannel;

/** Bytes of a file, the time of whose moves counts as waiting for the agent. */
record MeasuredFile(FileBytes file, Stopwatch waited) implements FileBytes {
  @Override
  public long remaining() {
    return file.remaining();
  }

  @Override
  public void move(int most, WritableByteChannel target, Outcome outcome) {
    file.move(most, target, new MeasuredOutcome(outcome, waited, Stopwatch.start()));
  }

  private record MeasuredOutcome(Outcome outcome, Stopwatch waited, long started)
      implements Outcome {
    @Override
    public void moved(int bytes) {
      waited.stop(started);
      outcome.moved(bytes);
    }

    @Override
    public void failed(Throwable cause) {
      waited.stop(started);
      outcome.failed(cause);
    }
  }
}

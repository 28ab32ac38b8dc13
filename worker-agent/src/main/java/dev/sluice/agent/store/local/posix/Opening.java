package dev.sluice.agent.store.local.posix;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The parts of something that is being opened. Unless all of it is {@link #done}, they are closed
 * with this, the last one first.
 */
public final class Opening implements AutoCloseable {
  private final Deque<Runnable> closings = new ArrayDeque<>();

  /** One part more. */
  public Descriptor add(Descriptor part) {
    return add(part, Descriptor::close);
  }

  /** One part more, with what closes it. */
  public <T> T add(T part, Consumer<T> close) {
    closings.push(() -> close.accept(part));
    return part;
  }

  /** Leaves the parts to the whole, which closes them from now on. */
  public <T> T done(T whole) {
    closings.clear();
    return whole;
  }

  @Override
  public void close() {
    closings.forEach(Runnable::run);
  }
}

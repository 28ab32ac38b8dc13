package dev.sluice.agent.service;

import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.StorageStatus;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Answers of a call, as they come, and its end. */
final class CollectedAnswers<A> extends ClientCall.Listener<A> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<A> messages = new ArrayList<>();
  private @Nullable Status status;
  private @Nullable Metadata trailers;

  @Override
  public void onMessage(A message) {
    lock.lock();
    try {
      messages.add(message);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onClose(Status end, Metadata details) {
    lock.lock();
    try {
      status = end;
      trailers = details;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  List<A> messages() {
    lock.lock();
    try {
      return List.copyOf(messages);
    } finally {
      lock.unlock();
    }
  }

  void awaitMessages(int count) {
    lock.lock();
    try {
      while (messages.size() < count) {
        if (status != null) {
          throw new IllegalStateException("call: ended with " + status + " (expected: messages)");
        }
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  Status awaitStatus() {
    lock.lock();
    try {
      while (status == null) {
        changed.awaitUninterruptibly();
      }
      return Objects.requireNonNull(status);
    } finally {
      lock.unlock();
    }
  }

  /** Why the call failed. */
  StorageException failure() {
    return StorageStatus.fromStatus(awaitStatus(), trailers);
  }
}

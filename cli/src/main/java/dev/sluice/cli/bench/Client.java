package dev.sluice.cli.bench;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One of the clients of a run: sends one request at a time and records what came of it. */
final class Client {
  /** Pause after a broken connection, so that a dead server is not asked without end. */
  private static final long PAUSE_NANOS = 20_000_000L;

  /** The check of an answer. */
  @FunctionalInterface
  interface Check {
    void check(Response response) throws ExchangeFailure;
  }

  private final int number;
  private final Connection connection;
  private final Schedule schedule;
  private final Recording recording;
  private final SplittableRandom random;

  Client(int number, Connection connection, Schedule schedule, Recording recording) {
    this.number = number;
    this.connection = connection;
    this.schedule = schedule;
    this.recording = recording;
    this.random = new SplittableRandom(number);
  }

  /** Its place among the clients, from 0. */
  int number() {
    return number;
  }

  /** The same numbers in each run. */
  SplittableRandom random() {
    return random;
  }

  Schedule schedule() {
    return schedule;
  }

  Recording recording() {
    return recording;
  }

  /** The time that durations are measured with. */
  static long now() {
    return System.nanoTime();
  }

  /** Waits until a request is due. */
  void await(long due) {
    for (long left = due - now(); left > 0 && !schedule.isStopped(); left = due - now()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Sends a request that takes back what failed: its own failure is no further one. */
  void abandon(Request request) {
    try {
      Response _ = connection.exchange(request, false);
    } catch (ExchangeFailure e) {
      // The cleanup after the run removes the rest.
    }
  }

  /**
   * Sends a request, checks its answer and records both.
   *
   * @param due when it was to be sent
   * @return the answer; null where there was none, or a wrong one
   */
  @Nullable Response send(Operation operation, Request request, long due, Check check) {
    boolean kept = operation == Operation.LIST || request.method().equals("POST");
    long sent = now();
    boolean answered = false;
    try {
      Response response = connection.exchange(request, kept);
      answered = true;
      long done = now();
      check.check(response);
      long bytes =
          switch (operation) {
            case PUT, UPLOAD_PART, PUT_IF_NONE_MATCH, PUT_IF_MATCH -> request.body().length();
            case GET, LIST -> response.bytes();
            case HEAD, DELETE, UPLOAD, CREATE_UPLOAD, COMPLETE_UPLOAD -> 0;
          };
      recording.success(operation, schedule.isFixedRate() ? due : sent, sent, done, bytes);
      return response;
    } catch (ExchangeFailure e) {
      recording.failure(operation, e);
      if (!answered) {
        await(now() + PAUSE_NANOS);
      }
      return null;
    }
  }
}

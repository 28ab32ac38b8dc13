package dev.sluice.cli.tool.session;

import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.Output;
import dev.sluice.cli.tool.terminal.Progress;
import dev.sluice.cli.tool.terminal.Streams;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.rpc.CallMetadata;
import dev.sluice.frontend.AgentAddress;
import dev.sluice.frontend.AgentConnection;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.v1.FailureReason;
import io.grpc.MethodDescriptor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/** One run of a tool: the agent it speaks to, where it prints, and how long it waits. */
public final class Session implements AutoCloseable {
  /** Memory for data under way. */
  private static final long BUFFER_BYTES = 4 << 20;

  /** The longest time an agent may take to complete an object, which can mean copying it. */
  private static final Duration LONG_WORK = Duration.ofHours(6);

  /** The text that gRPC puts before the transport's own description of a refused connection. */
  private static final String CONNECTION_FAILED = "io exception";

  private static final Set<FailureReason> GONE =
      Set.of(
          FailureReason.UNAVAILABLE, FailureReason.DEADLINE_PASSED, FailureReason.CALL_CANCELLED);
  private static final Set<FailureReason> CORRUPTED =
      Set.of(FailureReason.TRANSFER_CORRUPTED, FailureReason.DIGEST_MISMATCH);

  private final AgentAddress address;
  private final AgentConnection connection;
  private final StallTimeout stall;
  private final InstantSource clock;
  private final Streams streams;
  private final Output output;
  private final BufferPool buffers;
  private final boolean quiet;

  public Session(
      AgentAddress address,
      AgentConnection connection,
      Duration patience,
      InstantSource clock,
      Streams streams,
      Output output,
      boolean quiet) {
    this.address = address;
    this.connection = connection;
    this.stall = new StallTimeout(patience, connection::close);
    this.clock = clock;
    this.streams = streams;
    this.output = output;
    this.buffers = new BufferPool(BUFFER_BYTES, patience);
    this.quiet = quiet;
  }

  /** A call with one message each way. */
  public <Q, A> A call(MethodDescriptor<Q, A> method, Q request) {
    return connection.client().call(context(stall.limit()), method, request);
  }

  /** A call that may take the agent long. */
  public <Q, A> A longCall(MethodDescriptor<Q, A> method, Q request) {
    return connection.client().call(context(LONG_WORK), method, request);
  }

  /** The clock of the machine. */
  public InstantSource clock() {
    return clock;
  }

  /** The context of a call with one message each way. */
  public CallContext context() {
    return context(stall.limit());
  }

  private CallContext context(Duration limit) {
    return new CallContext(Caller.operator(CallMetadata.DIRECT), "", clock.instant().plus(limit));
  }

  /** The context of a transfer, which is only ended by {@link #stall()}. */
  public CallContext transfer() {
    return new CallContext(Caller.operator(CallMetadata.DIRECT), "", null);
  }

  public AgentClient agent() {
    return connection.client();
  }

  public StallTimeout stall() {
    return stall;
  }

  public Streams streams() {
    return streams;
  }

  public Output output() {
    return output;
  }

  public BufferPool buffers() {
    return buffers;
  }

  /** Shows the progress of a transfer at a terminal, and nothing elsewhere. */
  public Progress progress(String what, long total) {
    return streams.errWatched() && !quiet
        ? Progress.shown(streams.err(), Output.escaped(what), total)
        : Progress.HIDDEN;
  }

  /** Prints a sentence to standard error. */
  public void say(String sentence) {
    streams.err().println("sluice: " + Output.escaped(sentence));
  }

  /**
   * Asks before something that cannot be taken back. Without a terminal it is done without asking.
   *
   * @param question without its mark
   */
  public void confirm(String question, boolean yes) throws IOException {
    if (yes || !isPersonThere()) {
      return;
    }
    streams.err().print(Output.escaped(question) + "? [y/N] ");
    streams.err().flush();
    // The answer is all that is read: no second reader misses what this one buffers.
    String answer =
        new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8)).readLine();
    if (answer == null || !Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT))) {
      throw new ToolFailure(ExitCode.REFUSED, "nothing was removed");
    }
  }

  /** Fails as a mistake of the command line without a terminal. */
  public void requirePerson(String sentence) {
    if (!isPersonThere()) {
      throw ToolFailure.usage(sentence);
    }
  }

  private boolean isPersonThere() {
    return streams.inWatched() && streams.errWatched();
  }

  /** The meaning of a failed call for the user of the tool. */
  public ToolFailure explained(StorageException failure) throws InterruptedException {
    if (stall.isBroken()) {
      return new ToolFailure(
          ExitCode.UNREACHABLE,
          "the agent at %s was silent for %d seconds (--timeout sets the limit)"
              .formatted(address, stall.limit().toSeconds()));
    }
    Optional<String> other = OtherServer.at(address, failure.getMessage());
    if (other.isPresent() || GONE.contains(failure.reason())) {
      return new ToolFailure(
          ExitCode.UNREACHABLE,
          "no answer from the agent at %s: %s"
              .formatted(address, other.orElseGet(() -> why(failure))));
    }
    return new ToolFailure(
        CORRUPTED.contains(failure.reason()) ? ExitCode.CORRUPTED : ExitCode.REFUSED,
        failure.getMessage());
  }

  /** The reason why no connection was made; the transport's words do not help. */
  private String why(StorageException failure) {
    if (address instanceof AgentAddress.UnixSocket socket && Files.notExists(socket.path())) {
      return "there is no such socket (expected: an agent that serves this folder)";
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return "no TLS connection: " + cause.getMessage();
      }
    }
    return failure.getMessage().startsWith(CONNECTION_FAILED)
        ? "no connection (expected: an agent that listens there)"
        : failure.getMessage();
  }

  @Override
  public void close() {
    stall.close();
    connection.close();
  }
}

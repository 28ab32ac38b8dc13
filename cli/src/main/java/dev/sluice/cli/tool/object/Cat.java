package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.Progress;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireSelection;
import dev.sluice.v1.GetObjectRequest;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cat}: the bytes of an object, or a range of them, to standard output. */
public final class Cat implements Tool {
  private static final String RANGE = "--range";
  private static final Pattern RANGE_FORM = Pattern.compile("(\\d{0,18})-(\\d{0,18})");

  @Override
  public String name() {
    return "cat";
  }

  @Override
  public String about() {
    return "Write an object's bytes to standard output.";
  }

  @Override
  public List<String> examples() {
    return List.of("sluice cat photos/notes.txt", "sluice cat --range 0-99 photos/lake.jpg | xxd");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.address(command, "0", "1");
    Arguments.value(command, "FIRST-LAST", "These bytes, from 0: 0-99, 100- or -100.", RANGE);
    conditions(command);
  }

  /** Declares the conditions of a read. */
  static void conditions(CommandSpec command) {
    Arguments.value(command, "ETAG", "Only if it has this ETag.", Arguments.IF_MATCH);
    Arguments.value(command, "ETAG", "Only if it has another ETag.", Arguments.IF_NONE_MATCH);
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException, InterruptedException {
    Address address = arguments.address(0).requireObject();
    GetObjectRequest.Builder request = request(address, arguments);
    arguments
        .text(RANGE)
        .ifPresent(text -> WireSelection.set(request, new Selection.Range(range(text))));
    copy(session, address, request.build());
  }

  /** Asks for an object under the conditions of the command line. */
  static GetObjectRequest.Builder request(Address address, Arguments arguments) {
    return GetObjectRequest.newBuilder()
        .setBucket(address.bucket())
        .setKey(address.key())
        .setConditions(
            WireConditions.toProto(
                new ReadConditions(
                    arguments.etagCondition(Arguments.IF_MATCH),
                    arguments.etagCondition(Arguments.IF_NONE_MATCH),
                    null,
                    null)));
  }

  /** Writes the bytes to standard output and proves them. */
  static void copy(Session session, Address address, GetObjectRequest request)
      throws IOException, InterruptedException {
    // What is not flushed is only lost when the transfer has failed anyway.
    copy(session, address, request, Channels.newChannel(session.output().bytes()));
  }

  /** Writes the bytes to a stream that cannot be taken back, and proves them. */
  static void copy(
      Session session, Address address, GetObjectRequest request, WritableByteChannel out)
      throws IOException, InterruptedException {
    try (Receiving receiving = Receiving.begin(session, request);
        Progress progress =
            session.streams().outWatched()
                ? Progress.HIDDEN
                : session.progress(address.lastName(), receiving.length())) {
      DigestVerifier verifier =
          receiving.isWhole() ? DigestVerifier.of(receiving.info()) : DigestVerifier.NONE;
      receiving.copyTo(
          bytes -> {
            while (bytes.hasRemaining()) {
              out.write(bytes);
            }
          },
          verifier,
          progress);
      session.output().flush();
      verifier.require();
    }
  }

  static ByteRange range(String text) {
    Matcher form = RANGE_FORM.matcher(text);
    if (form.matches() && text.length() > 1) {
      String first = form.group(1);
      String last = form.group(2);
      if (first.isEmpty()) {
        return new ByteRange.Suffix(Long.parseLong(last));
      }
      if (last.isEmpty()) {
        return new ByteRange.From(Long.parseLong(first));
      }
      if (Long.parseLong(first) <= Long.parseLong(last)) {
        return new ByteRange.FromTo(Long.parseLong(first), Long.parseLong(last));
      }
    }
    throw ToolFailure.usage(
        "%s: '%s' (expected: FIRST-LAST, FIRST- or -COUNT)".formatted(RANGE, text));
  }
}

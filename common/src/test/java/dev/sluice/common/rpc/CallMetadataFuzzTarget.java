package dev.sluice.common.rpc;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Cancellation;
import dev.sluice.common.model.Principal;
import dev.sluice.fuzzing.FuzzTarget;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * {@link CallMetadata} with {@link WireCaller} carries every name, and makes a context of any
 * headers. An input is lines: request id, principal's id and name, taken as names that travel; and
 * all of it as the headers that came.
 */
final class CallMetadataFuzzTarget implements FuzzTarget {
  private static final int LONGEST_NAME = 256;

  @Override
  public void attack(byte[] input) {
    String[] lines = (FuzzTarget.text(input) + "\n\n\n").split("\n", -1);
    String id = shortened(lines[1]);
    Principal principal =
        id.isEmpty() ? CallMetadata.DIRECT : new Principal(id, shortened(lines[2]));
    String requestId = shortened(lines[0]).isEmpty() ? "new" : shortened(lines[0]);
    CallContext sent = new CallContext(Caller.operator(principal), requestId, null);
    Metadata headers = CallMetadata.toHeaders(sent);
    String value =
        headers.get(Metadata.Key.of("sluice-request-id", Metadata.ASCII_STRING_MARSHALLER));
    require(value != null && value.matches("[!-~]*"), "travels in a header", value);
    CallContext arrived = context(headers);
    require(arrived.principal().equals(principal), "carries everybody", principal, arrived);
    require(arrived.requestId().equals(requestId), "carries every id", requestId, arrived);

    Metadata any = new Metadata();
    any.put(
        Metadata.Key.of("sluice-request-id", Metadata.ASCII_STRING_MARSHALLER),
        (FuzzTarget.wireText(input) + "\n").split("\n", -1)[0]);
    any.put(Metadata.Key.of("sluice-caller-bin", Metadata.BINARY_BYTE_MARSHALLER), input);
    CallContext context = context(any);
    any.put(Metadata.Key.of("sluice-request-keys-bin", Metadata.BINARY_BYTE_MARSHALLER), input);
    require(
        context(any).caller().evaluations().size() <= context.caller().evaluations().size(),
        "condition keys grant nothing",
        Arrays.toString(input));
    require(!context.requestId().isEmpty(), "a request has an id", Arrays.toString(input));
    require(!context.principal().id().isEmpty(), "somebody calls", Arrays.toString(input));
    require(
        context.caller().evaluations().size() <= Caller.MOST_EVALUATIONS,
        "bounded",
        Arrays.toString(input));
  }

  private static CallContext context(Metadata headers) {
    return CallMetadata.toContext(headers, null, () -> "new", Cancellation.ENDLESS);
  }

  /** As long as a name may be, of UTF-8's characters. */
  private static String shortened(String text) {
    String shortest = text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
    return new String(shortest.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}

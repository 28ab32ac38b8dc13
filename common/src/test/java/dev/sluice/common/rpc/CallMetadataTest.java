package dev.sluice.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Cancellation;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.Principal;
import dev.sluice.v1.Caller.Kind;
import dev.sluice.v1.PendingStatements;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asserts what {@code access.proto} says of the header. */
class CallMetadataTest {
  private static final Metadata.Key<byte[]> RAW =
      Metadata.Key.of("sluice-caller-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** As AWS writes canonical user ids. */
  private static final Principal ALICE = new Principal("0123456789abcdef".repeat(4), "Alice");

  private static final Evaluation READS =
      new Evaluation("s3:GetObject", Evaluation.Resource.TARGET, Evaluation.Verdict.ALLOW);

  private static Caller arrived(byte[] header) {
    Metadata headers = new Metadata();
    headers.put(RAW, header);
    return CallMetadata.toContext(headers, null, () -> "new", Cancellation.ENDLESS).caller();
  }

  private static Caller sent(Caller caller) {
    Metadata headers = CallMetadata.toHeaders(new CallContext(caller, "request", null));
    return CallMetadata.toContext(headers, null, () -> "new", Cancellation.ENDLESS).caller();
  }

  private static byte[] header(Caller caller) {
    byte[] header = CallMetadata.toHeaders(new CallContext(caller, "request", null)).get(RAW);
    assertThat(header).isNotNull();
    return header;
  }

  private static dev.sluice.v1.Caller.Builder alice() {
    return dev.sluice.v1.Caller.newBuilder()
        .setKind(Kind.IDENTITY)
        .setPrincipal(WirePrincipal.toProto(ALICE));
  }

  @ParameterizedTest
  @EnumSource
  void caller_arrivesAsItWasSent(Caller.Kind kind) {
    List<Evaluation> evaluations =
        List.of(
            READS,
            new Evaluation("s3:PutObject", Evaluation.Resource.SOURCE, Evaluation.Verdict.SILENT),
            new Evaluation("s3:PutObject", Evaluation.Resource.TARGET, Evaluation.Verdict.DENY),
            new Evaluation(
                "s3:GetObject", Evaluation.Resource.TARGET, new Evaluation.Pending(List.of("{}"))));
    Caller caller =
        new Caller(kind, ALICE, "user", "2001:db8::1", true, evaluations)
            .withConditionKeys(
                Map.of(
                    "aws:useragent", List.of("curl/8"),
                    "s3:signatureage", List.of("17"),
                    "s3:requestobjecttagkeys", List.of("a", "b")));

    assertThat(sent(caller)).isEqualTo(caller);
  }

  /** So that HPACK sends the header once for each connection, and then an index. */
  @Test
  void requestsOfOneClient_haveTheSameCallerHeader() {
    Caller client =
        new Caller(Caller.Kind.IDENTITY, ALICE, "user", "203.0.113.129", true, List.of(READS));
    Map<String, List<String>> same =
        Map.of(
            "aws:useragent", List.of("aws-cli/2"),
            "aws:requestedregion", List.of("us-east-1"),
            "s3:authtype", List.of("REST-HEADER"),
            "s3:signatureversion", List.of("AWS4-HMAC-SHA256"),
            "s3:tlsversion", List.of("1.3"));
    Map<String, List<String>> one = new HashMap<>(same);
    one.put("s3:signatureage", List.of("17"));
    one.put("s3:x-amz-content-sha256", List.of("a".repeat(64)));
    Map<String, List<String>> other = new TreeMap<>(same);
    other.put("s3:signatureage", List.of("1250"));
    other.put("s3:versionid", List.of("v"));

    assertThat(header(client.withConditionKeys(one)))
        .isEqualTo(header(client.withConditionKeys(other)))
        .isNotEqualTo(header(client));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no message", "\n\u0004\n\u0002ss\n\u0004\n\u0002ss"})
  void unreadableRequestKeys_areNotLeftOut(String keys) {
    Metadata headers = new Metadata();
    headers.put(RAW, alice().build().toByteArray());
    headers.put(
        Metadata.Key.of("sluice-request-keys-bin", Metadata.BINARY_BYTE_MARSHALLER),
        keys.getBytes(StandardCharsets.UTF_8));

    assertThat(
            CallMetadata.toContext(headers, null, () -> "new", Cancellation.ENDLESS)
                .caller()
                .kind())
        .isEqualTo(Caller.Kind.ANONYMOUS);
  }

  @Test
  void callWithoutCaller_isTheOperators() {
    Caller caller =
        CallMetadata.toContext(new Metadata(), null, () -> "new", Cancellation.ENDLESS).caller();

    assertThat(caller).isEqualTo(Caller.operator(CallMetadata.DIRECT));
  }

  /**
   * A header that cannot be read is never taken for the operator, nor for a caller with a grant.
   */
  @ParameterizedTest
  @ValueSource(strings = {"", "no message", "\u0008\u0001"})
  void unreadableCaller_isGrantedNothing(String header) {
    Caller caller = arrived(header.getBytes(StandardCharsets.UTF_8));

    assertThat(caller.kind()).isEqualTo(Caller.Kind.ANONYMOUS);
    assertThat(caller.evaluations()).isEmpty();
  }

  @Test
  void evaluationsBeyondTheLimit_areGrantedNothing() {
    dev.sluice.v1.Caller many =
        alice()
            .addAllEvaluations(
                WireCaller.toProto(Collections.nCopies(Caller.MOST_EVALUATIONS, READS)))
            .addAllEvaluations(WireCaller.toProto(List.of(READS)))
            .build();
    dev.sluice.v1.Caller pending =
        alice()
            .addEvaluations(
                dev.sluice.v1.Evaluation.newBuilder()
                    .setPending(PendingStatements.getDefaultInstance()))
            .build();

    assertThat(arrived(many.toByteArray()).evaluations()).isEmpty();
    assertThat(arrived(pending.toByteArray()).evaluations()).isEmpty();
  }

  /** A later frontend may say what is not known here; it allows nothing. */
  @Test
  void unknownValues_allowNothing() {
    dev.sluice.v1.Caller later =
        alice()
            .setKindValue(99)
            .addEvaluations(dev.sluice.v1.Evaluation.newBuilder().setVerdictValue(99))
            .addEvaluations(dev.sluice.v1.Evaluation.newBuilder().setAction("s3:GetObject"))
            .addEvaluations(
                dev.sluice.v1.Evaluation.newBuilder()
                    .setResourceValue(99)
                    .setVerdict(dev.sluice.v1.Evaluation.Verdict.ALLOW))
            .build();
    Caller caller = arrived(later.toByteArray());

    assertThat(caller.kind()).isEqualTo(Caller.Kind.IDENTITY);
    assertThat(caller.evaluations()).hasSize(3).noneMatch(Evaluation::allows);
  }

  /** The bytes that the caller adds to the headers of a GET by a named identity. */
  @Test
  void header_isSmall() {
    Caller caller =
        new Caller(Caller.Kind.IDENTITY, ALICE, "", "203.0.113.129", true, List.of(READS));

    assertThat(WireCaller.toProto(caller).getSerializedSize()).isLessThanOrEqualTo(120);
  }
}

package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.frontend.cors.CorsCache;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.rpc.BucketPlacement;
import dev.sluice.frontend.rpc.Candidate;
import dev.sluice.frontend.rpc.SharedPlacement;
import dev.sluice.frontend.s3.IdentityDirectory;
import dev.sluice.frontend.s3.Permissions;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.RequestSubject;
import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.S3Xml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operations before {@link StubAgent}s: a request and its body go in, an answer or a refusal
 * comes out.
 */
final class OperationsUnderTest implements AutoCloseable {
  /** The caller. */
  static final Principal CALLER = new Principal("caller", "Caller");

  /** What the request is about, as the client addressed it. */
  static final String URL = "http://localhost:39999/bucket/key";

  /** Longest document of a request. */
  static final int MOST_DOCUMENT_BYTES = 1 << 20;

  private static final MemoryPlan PLAN = MemoryPlan.frontend(128 << 20, 32 << 20);

  private final List<StubAgent> agents;
  private final S3Xml xml = new S3Xml();
  private final BufferPool buffers = new BufferPool(1 << 20, Duration.ofSeconds(1));
  private final Operations operations;
  private final List<Runnable> ends = new ArrayList<>();
  private Permissions permissions = GivenPermissions.ALL;
  private IdentityDirectory identities = IdentityDirectory.OPEN;

  /** With one agent, and buckets in the regions that their creators named. */
  OperationsUnderTest() {
    this(1, null);
  }

  /** With one agent, which is in this process. */
  static OperationsUnderTest inOneProcess() {
    return new OperationsUnderTest(1, null, StubAgent::clientInThisProcess);
  }

  /**
   * With several agents.
   *
   * @param region the configured one; null: none
   */
  OperationsUnderTest(int agents, @Nullable Region region) {
    this(agents, region, StubAgent::client);
  }

  /** With several agents of one namespace. */
  static OperationsUnderTest ofOneNamespace(int agents) {
    return new OperationsUnderTest(
        agents,
        null,
        StubAgent::client,
        clients -> {
          List<Candidate> candidates =
              clients.stream()
                  .map(client -> new Candidate("id-" + clients.indexOf(client), client, () -> true))
                  .toList();
          return new SharedPlacement(() -> candidates);
        });
  }

  private OperationsUnderTest(
      int agents, @Nullable Region region, Function<StubAgent, AgentClient> clients) {
    this(agents, region, clients, BucketPlacement::new);
  }

  private OperationsUnderTest(
      int agents,
      @Nullable Region region,
      Function<StubAgent, AgentClient> clients,
      Function<List<AgentClient>, AgentDirectory> placements) {
    this.agents = Stream.generate(StubAgent::new).limit(agents).toList();
    AgentDirectory placement = placements.apply(this.agents.stream().map(clients).toList());
    operations =
        new Operations(
            placement,
            buffers,
            xml,
            new DocumentMemory(PLAN, MOST_DOCUMENT_BYTES),
            region,
            new CorsCache(new AgentCors(placement)));
  }

  /** The only agent, or the first. */
  StubAgent agent() {
    return agents.getFirst();
  }

  StubAgent agent(int index) {
    return agents.get(index);
  }

  /** Replaces permissions that allow everything. */
  void permit(Permissions only) {
    permissions = only;
  }

  /** Replaces a directory to which everybody may be known. */
  void know(IdentityDirectory only) {
    identities = only;
  }

  /** The answer to a request without a body; that of late work is awaited. */
  S3Response answer(S3Request request) throws InterruptedException {
    return answer(request, GivenBody.none());
  }

  /** The answer to a request; that of late work is awaited. */
  S3Response answer(S3Request request, GivenBody body) throws InterruptedException {
    S3Response answer =
        operations.answer(
            request,
            new RequestContext(
                new CallContext(Caller.operator(CALLER), "request", null),
                permissions,
                identities,
                body,
                URL,
                false,
                ends::add));
    return answer instanceof S3Response.DeferredDocument late ? late.work().finish() : answer;
  }

  /** The refusal where the decision alone is asked for. */
  StorageException refusalToDecide(BucketName bucket) {
    CallContext context = new CallContext(Caller.operator(CALLER), "request", null);
    return Objects.requireNonNull(
        catchThrowableOfType(
            StorageException.class,
            () ->
                operations.decide(
                    context, new RequestSubject(S3Operation.GET_OBJECT, bucket, null, ""), null)));
  }

  /** The error that answers a request without a body. */
  S3Exception refusal(S3Request request) {
    return refusal(request, GivenBody.none());
  }

  /** The error that answers a request. */
  S3Exception refusal(S3Request request, GivenBody body) {
    return Objects.requireNonNull(
        catchThrowableOfType(S3Exception.class, () -> answer(request, body)));
  }

  /** The agent's failure that an operation leaves to be answered by its reason. */
  StorageException failure(S3Request request) {
    return failure(request, GivenBody.none());
  }

  /** The agent's failure that an operation leaves to be answered by its reason. */
  StorageException failure(S3Request request, GivenBody body) {
    return Objects.requireNonNull(
        catchThrowableOfType(StorageException.class, () -> answer(request, body)));
  }

  /** The document of an answer as the production mapper writes it, without its declaration. */
  String text(S3Response answer) {
    return new String(xml.element(document(answer)), StandardCharsets.UTF_8);
  }

  /**
   * Requires the document of an answer to be the one that the production mapper reads from this
   * text.
   */
  void assertDocument(S3Response answer, String expected) throws IOException {
    S3Document document = document(answer);
    assertThat(document)
        .isEqualTo(
            xml.read(
                new ByteArrayInputStream(expected.getBytes(StandardCharsets.UTF_8)),
                document.getClass()));
  }

  /** Requires that all memory for bodies was given back. */
  @Override
  public void close() {
    agents.forEach(StubAgent::close);
    ends.forEach(Runnable::run);
    assertThat(buffers.inUse()).isZero();
  }

  private static S3Document document(S3Response answer) {
    assertThat(answer).isInstanceOf(S3Response.Document.class);
    return ((S3Response.Document) answer).document();
  }
}

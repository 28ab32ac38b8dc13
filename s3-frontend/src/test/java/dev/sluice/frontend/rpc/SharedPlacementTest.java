package dev.sluice.frontend.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.v1.DeleteObjectRequest;
import dev.sluice.v1.DeleteObjectResponse;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three agents of one namespace. */
@Timeout(60)
class SharedPlacementTest {
  private static final CallContext CALL =
      new CallContext(Caller.operator(new Principal("id", "name")), "request", null);
  private static final BucketName BUCKET = new BucketName("bucket");
  private static final BucketName SOURCE = new BucketName("source");
  private static final List<ObjectKey> KEYS =
      IntStream.range(0, 300)
          .mapToObj(i -> new ObjectKey("folder-" + i / 3 + "/key-" + i))
          .toList();
  private static final ObjectKey KEY = KEYS.getFirst();

  private final List<FakeAgent> agents =
      List.of(new FakeAgent("one"), new FakeAgent("two"), new FakeAgent("three"));
  private final Set<FakeAgent> away = ConcurrentHashMap.newKeySet();
  private final List<Candidate> candidates = agents.stream().map(this::candidate).toList();
  private final SharedPlacement directory = new SharedPlacement(() -> candidates);

  SharedPlacementTest() {
    agents.forEach(agent -> agent.buckets().add("bucket"));
  }

  private Candidate candidate(FakeAgent agent) {
    return new Candidate(agent.name(), agent.client(), () -> !away.contains(agent));
  }

  @AfterEach
  void close() {
    agents.forEach(FakeAgent::close);
  }

  private FakeAgent fake(AgentClient client) {
    return agents.stream()
        .filter(agent -> agent.client().isSameAgentAs(client))
        .findFirst()
        .orElseThrow();
  }

  private Map<ObjectKey, FakeAgent> readers(SharedPlacement placement) {
    Map<ObjectKey, FakeAgent> chosen = new HashMap<>();
    KEYS.forEach(key -> chosen.put(key, fake(placement.ofRead(CALL, BUCKET, key))));
    return chosen;
  }

  private Map<ObjectKey, FakeAgent> changers(SharedPlacement placement) {
    Map<ObjectKey, FakeAgent> chosen = new HashMap<>();
    KEYS.forEach(key -> chosen.put(key, fake(placement.ofChange(CALL, BUCKET, key))));
    return chosen;
  }

  @Test
  void keys_areSharedOutAlikeByEveryFrontend() {
    SharedPlacement other = new SharedPlacement(candidates::reversed);

    assertThat(readers(other)).isEqualTo(readers(directory));
    assertThat(changers(other)).isEqualTo(changers(directory));
    assertThat(fake(other.of(CALL, BUCKET))).isEqualTo(fake(directory.of(CALL, BUCKET)));
    for (FakeAgent agent : agents) {
      assertThat(readers(directory).values())
          .filteredOn(agent::equals)
          .hasSizeGreaterThan(KEYS.size() / 10);
      assertThat(changers(directory).values())
          .filteredOn(agent::equals)
          .hasSizeGreaterThan(KEYS.size() / 10);
    }
  }

  /** So that an agent keeps its slots, and keys that make room for one another have one agent. */
  @Test
  void changesOfOneSlot_haveOneAgent() {
    Map<KeySlot, Set<FakeAgent>> ofSlots = new HashMap<>();
    changers(directory)
        .forEach(
            (key, agent) ->
                ofSlots.computeIfAbsent(KeySlot.of(BUCKET, key), _ -> new HashSet<>()).add(agent));

    assertThat(ofSlots.values()).allSatisfy(each -> assertThat(each).hasSize(1));
    assertThat(ofSlots).hasSizeGreaterThan(KeySlot.COUNT / 2);
  }

  @Test
  void agentThatIsAway_losesItsKeysAndNobodyElseDoes() {
    FakeAgent gone = agents.getFirst();
    Map<ObjectKey, FakeAgent> before = readers(directory);
    Map<ObjectKey, FakeAgent> changed = changers(directory);
    away.add(gone);

    readers(directory).forEach((key, agent) -> assertMovedOnly(before.get(key), gone, agent));
    changers(directory).forEach((key, agent) -> assertMovedOnly(changed.get(key), gone, agent));
    away.clear();
    assertThat(readers(directory)).isEqualTo(before);
  }

  private static void assertMovedOnly(@Nullable FakeAgent before, FakeAgent gone, FakeAgent now) {
    assertThat(now).isNotEqualTo(gone);
    if (before != gone) {
      assertThat(now).isEqualTo(before);
    }
  }

  @Test
  void oneNamespace_isAskedOnce() {
    assertThat(directory.namespaces()).hasSize(1);
    assertThat(fake(directory.ofCopy(CALL, SOURCE, BUCKET, KEY)))
        .isEqualTo(fake(directory.ofChange(CALL, BUCKET, KEY)));
    assertThat(fake(directory.forCreation(CALL, BUCKET)))
        .isEqualTo(fake(directory.of(CALL, BUCKET)));
    assertThat(agents).allSatisfy(agent -> assertThat(agent.asked()).isZero());
  }

  @Test
  void noAgent_isUnavailable() {
    away.addAll(agents);

    assertThat(failureOf(() -> directory.of(CALL, BUCKET)).reason())
        .isEqualTo(FailureReason.UNAVAILABLE);
    assertThat(failureOf(() -> new SharedPlacement(List::of).of(CALL, BUCKET)).reason())
        .isEqualTo(FailureReason.UNAVAILABLE);
  }

  private String head() {
    return directory.ofRead(CALL, BUCKET, KEY).object(CALL, BUCKET, KEY).getEtag();
  }

  private String get() throws InterruptedException {
    GetObjectRequest request =
        GetObjectRequest.newBuilder().setBucket("bucket").setKey(KEY.value()).build();
    try (BodyReceiver receiver = directory.ofRead(CALL, BUCKET, KEY).getObject(CALL, request);
        DataFrame<GetObjectResponse> frame = receiver.first()) {
      return frame.message().getInfo().getEtag();
    }
  }

  private DeleteObjectResponse delete() {
    DeleteObjectRequest request =
        DeleteObjectRequest.newBuilder().setBucket("bucket").setKey(KEY.value()).build();
    return directory
        .ofChange(CALL, BUCKET, KEY)
        .call(CALL, ObjectServiceGrpc.getDeleteObjectMethod(), request);
  }

  /** The agents in the order of a read of the key. */
  private List<FakeAgent> order() {
    List<FakeAgent> order = new ArrayList<>();
    while (order.size() < agents.size()) {
      FakeAgent next = fake(directory.ofRead(CALL, BUCKET, KEY));
      order.add(next);
      away.add(next);
    }
    away.clear();
    return order;
  }

  @Test
  void read_goesOnToTheNextAgents() throws Exception {
    List<FakeAgent> order = order();
    assertThat(head()).isEqualTo(order.getFirst().name());

    order.getFirst().close();
    order.get(1).becomeUnavailable();

    assertThat(head()).isEqualTo(order.getLast().name());
    assertThat(get()).isEqualTo(order.getLast().name());
    order.getLast().becomeUnavailable();
    assertThat(failureOf(this::head).reason()).isEqualTo(FailureReason.UNAVAILABLE);
    assertThat(failureOf(this::get).reason()).isEqualTo(FailureReason.UNAVAILABLE);
  }

  /** What an agent says of the object is an answer. */
  @Test
  void readThatIsRefused_isAskedOfNobodyElse() {
    order().getFirst().buckets().clear();

    assertThat(failureOf(this::head).reason()).isEqualTo(FailureReason.BUCKET_NOT_FOUND);
  }

  /** Its requests wait without a deadline of theirs: nothing else would end them. */
  @Test
  void readOfAnAgentThatHangs_goesOnOnceItIsKnownToBeLost() throws Exception {
    List<FakeAgent> order = order();
    order.getFirst().hang();
    Thread monitor = Thread.ofVirtual().unstarted(() -> away.add(order.getFirst()));
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> head = readers.submit(this::head);
      Future<String> get = readers.submit(this::get);
      monitor.start();

      assertThat(head.get()).isEqualTo(order.get(1).name());
      assertThat(get.get()).isEqualTo(order.get(1).name());
    }
  }

  /** It may have been carried out: a client that wants to may repeat it. */
  @Test
  void changeThatAnAgentFails_isSentToNoOther() {
    fake(directory.ofChange(CALL, BUCKET, KEY)).becomeUnavailable();

    assertThat(failureOf(this::delete).reason()).isEqualTo(FailureReason.UNAVAILABLE);
    assertThat(agents.stream().mapToInt(FakeAgent::changes).sum()).isEqualTo(1);
  }

  /** Nothing listens: the request has not left, so that another agent may get it. */
  @Test
  void changeThatNeverLeft_goesToTheNextAgent() throws Exception {
    int free;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = gone.getLocalPort();
    }
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", free).usePlaintext().disableRetry().build();
    try {
      AgentClient nobody =
          new AgentClient(
              channel,
              new ReadLanes(MemoryPlan.frontend(128 << 20, 32 << 20)),
              InstantSource.system());
      Candidate there = candidate(agents.getFirst());
      String id = idBefore(there);
      SharedPlacement two =
          new SharedPlacement(() -> List.of(there, new Candidate(id, nobody, () -> true)));
      AgentClient chosen = two.ofChange(CALL, BUCKET, KEY);
      assertThat(chosen.isSameAgentAs(nobody)).isTrue();

      DeleteObjectResponse _ =
          chosen.call(
              CALL,
              ObjectServiceGrpc.getDeleteObjectMethod(),
              DeleteObjectRequest.newBuilder().setBucket("bucket").setKey(KEY.value()).build());
      assertThat(agents.getFirst().changes()).isEqualTo(1);
    } finally {
      channel.shutdownNow();
    }
  }

  /** An id that is ranked before another agent's. */
  private static String idBefore(Candidate other) {
    long name = Rendezvous.name(KeySlot.of(BUCKET, KEY));
    return IntStream.range(0, 1000)
        .mapToObj(i -> "id-" + i)
        .filter(
            id ->
                Rendezvous.rank(name, Rendezvous.agent(id))
                    > Rendezvous.rank(name, other.identity()))
        .findFirst()
        .orElseThrow();
  }

  private static StorageException failureOf(ThrowingCallable call) {
    return Objects.requireNonNull(catchThrowableOfType(StorageException.class, call));
  }
}

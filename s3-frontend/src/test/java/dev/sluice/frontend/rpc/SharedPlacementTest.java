package dev.sluice.frontend.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three agents of one namespace. */
class SharedPlacementTest {
  private static final CallContext CALL =
      new CallContext(Caller.operator(new Principal("id", "name")), "request", null);
  private static final BucketName BUCKET = new BucketName("bucket");
  private static final BucketName SOURCE = new BucketName("source");
  private static final List<ObjectKey> KEYS =
      IntStream.range(0, 300).mapToObj(i -> new ObjectKey("folder/key-" + i)).toList();

  private final List<FakeAgent> agents =
      List.of(new FakeAgent("one"), new FakeAgent("two"), new FakeAgent("three"));
  private final List<AgentClient> clients = agents.stream().map(FakeAgent::client).toList();
  private final Set<AgentClient> away = new HashSet<>();
  private final SharedPlacement directory =
      new SharedPlacement(clients, agent -> !away.contains(agent));

  @AfterEach
  void close() {
    agents.forEach(FakeAgent::close);
  }

  private Map<ObjectKey, AgentClient> chosen(SharedPlacement placement) {
    Map<ObjectKey, AgentClient> chosen = new HashMap<>();
    KEYS.forEach(key -> chosen.put(key, placement.of(CALL, BUCKET, key)));
    return chosen;
  }

  @Test
  void keys_areSharedOutAlikeByEveryFrontend() {
    Map<ObjectKey, AgentClient> chosen = chosen(directory);

    assertThat(chosen(new SharedPlacement(clients, _ -> true))).isEqualTo(chosen);
    for (AgentClient agent : clients) {
      assertThat(chosen.values()).filteredOn(agent::equals).hasSizeGreaterThan(KEYS.size() / 10);
    }
  }

  @Test
  void agentThatIsAway_losesItsKeysAndNobodyElseDoes() {
    Map<ObjectKey, AgentClient> before = chosen(directory);
    away.add(clients.getFirst());

    chosen(directory)
        .forEach(
            (key, agent) -> {
              assertThat(agent).isNotEqualTo(clients.getFirst());
              if (before.get(key) != clients.getFirst()) {
                assertThat(agent).isEqualTo(before.get(key));
              }
            });
    away.clear();
    assertThat(chosen(directory)).isEqualTo(before);
  }

  @Test
  void oneNamespace_isAskedOnce() {
    assertThat(directory.namespaces()).hasSize(1);
    assertThat(directory.ofCopy(CALL, SOURCE, BUCKET, KEYS.getFirst()))
        .isEqualTo(directory.of(CALL, BUCKET, KEYS.getFirst()));
    assertThat(directory.forCreation(CALL, BUCKET)).isEqualTo(directory.of(CALL, BUCKET));
    assertThat(agents).allSatisfy(agent -> assertThat(agent.buckets()).isEmpty());
  }

  @Test
  void noAgent_isUnavailable() {
    away.addAll(clients);

    StorageException failure =
        catchThrowableOfType(StorageException.class, () -> directory.of(CALL, BUCKET));

    assertThat(failure.reason()).isEqualTo(FailureReason.UNAVAILABLE);
  }
}

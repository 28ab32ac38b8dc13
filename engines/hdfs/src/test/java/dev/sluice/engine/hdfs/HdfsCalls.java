package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.EngineSettings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The calls of one agent to the namenode, counted. */
final class HdfsCalls {
  /** Of which there are as many as it takes until the datanodes have reported a block. */
  static final String COMPLETE = "complete";

  private final ConcurrentMap<String, Integer> calls = new ConcurrentHashMap<>();

  /** Opens a root of its own, whose calls are counted. */
  HdfsRoot open(EngineSettings settings) {
    return new HdfsHook(call -> calls.merge(call.method(), 1, Integer::sum))
        .open(HdfsCluster.shared().newRoot(), settings);
  }

  void clear() {
    calls.clear();
  }

  /** How often each was made since they were cleared. */
  Map<String, Integer> counted() {
    // The client asks for these once, not for each operation.
    calls.keySet().removeIf(name -> name.equals("renewLease") || name.startsWith("getServer"));
    calls.computeIfPresent(COMPLETE, (_, _) -> 1);
    return Map.copyOf(calls);
  }
}

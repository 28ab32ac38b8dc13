package dev.sluice.agent.store;

import dev.sluice.agent.store.engine.StorageEngine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** Looks on while an engine is used. */
final class WatchedEngine {
  private WatchedEngine() {}

  /** What a test wants to see or do. */
  interface Watcher {
    /** Before a method runs; what this throws the method throws. */
    default void before(String method) {}

    /** After a listing. */
    default void listed(List<?> entries) {}
  }

  static StorageEngine of(StorageEngine engine, Watcher watcher) {
    return (StorageEngine)
        Proxy.newProxyInstance(
            WatchedEngine.class.getClassLoader(),
            new Class<?>[] {StorageEngine.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("decidedBy")) {
                return proxy; // the change that follows is watched
              }
              watcher.before(method.getName());
              try {
                Object answer = method.invoke(engine, arguments);
                if (answer instanceof List<?> entries && method.getName().equals("list")) {
                  watcher.listed(entries);
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}

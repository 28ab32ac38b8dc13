package dev.sluice.agent.store.contract;

import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.upload.UploadArea;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Several agents on one storage as one engine: each call goes to the next of them, so that every
 * slot changes its owner all the time. What an agent began, a stage say, it also ends.
 */
public final class InTurn implements InvocationHandler {
  private final List<StorageEngine> agents;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Object, StorageEngine> begun = Collections.synchronizedMap(new WeakHashMap<>());

  private InTurn(List<StorageEngine> agents) {
    this.agents = agents;
  }

  /** An engine of these agents, which closes them. */
  public static StorageEngine of(StorageEngine... agents) {
    return (StorageEngine)
        Proxy.newProxyInstance(
            StorageEngine.class.getClassLoader(),
            new Class<?>[] {StorageEngine.class},
            new InTurn(List.of(agents)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("close")) {
      agents.forEach(StorageEngine::close);
      return null;
    }
    StorageEngine agent = of(arguments);
    return noted(agent, call(method, agent, arguments));
  }

  private StorageEngine of(Object @Nullable [] arguments) {
    if (arguments != null) {
      for (Object argument : arguments) {
        boolean handle = argument instanceof Stage || argument instanceof SealedStage;
        StorageEngine agent = handle ? begun.get(argument) : null;
        if (agent != null) {
          return agent;
        }
      }
    }
    return agents.get(Math.floorMod(calls.getAndIncrement(), agents.size()));
  }

  private static @Nullable Object call(Method method, Object target, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private @Nullable Object noted(StorageEngine agent, @Nullable Object result) {
    if (result instanceof Stage || result instanceof SealedStage) {
      begun.put(result, agent);
    }
    return result instanceof UploadArea area
        ? Proxy.newProxyInstance(
            UploadArea.class.getClassLoader(),
            new Class<?>[] {UploadArea.class},
            (_, method, arguments) -> noted(agent, call(method, anew(agent, area), arguments)))
        : result;
  }

  /** The upload as a request finds it, which does so at its beginning. */
  private static UploadArea anew(StorageEngine agent, UploadArea area) {
    UploadArea found = agent.upload(area.upload().bucket(), area.upload().id());
    return found == null ? area : found;
  }
}

package dev.sluice.agent.service;

import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.contract.ObjectStoreContract;
import dev.sluice.agent.store.contract.StoreUnderTest;
import dev.sluice.agent.store.local.LocalStoreUnderTest;
import dev.sluice.common.rpc.CallerRunsThread;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The contract over plain files, called by threads on which short calls run at once. */
final class CallerRunsStoreTest extends ObjectStoreContract {
  @Override
  protected StoreUnderTest open(StoreLimits limits) throws IOException {
    ServedStoreUnderTest served =
        ServedStoreUnderTest.of(LocalStoreUnderTest.open(limits), BodyMethods.FRAMED);
    return new ServedStoreUnderTest(served.behind(), served.served(), calling(served.store()));
  }

  private static ObjectStore calling(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            CallerRunsStoreTest.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, arguments) -> {
              FutureTask<Object> call = new FutureTask<>(() -> method.invoke(store, arguments));
              new CallerRunsThread(call, "caller").start();
              try {
                return call.get();
              } catch (ExecutionException e) {
                throw e.getCause() instanceof InvocationTargetException failed
                    ? failed.getCause()
                    : e.getCause();
              }
            });
  }
}

package dev.sluice.agent.service;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.ObjectReading;
import dev.sluice.agent.store.ObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store that counts the bodies that were begun and not closed. */
final class CountedStore {
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger overlapped = new AtomicInteger();
  private final ObjectStore store;

  private CountedStore(ObjectStore counted) {
    this.store =
        proxy(
            ObjectStore.class,
            (method, arguments) -> {
              Object answer = invoke(counted, method, arguments);
              return switch (answer) {
                case BodyWriter<?> writer -> counted(BodyWriter.class, writer);
                case ObjectReading reading -> counted(ObjectReading.class, reading);
                case null, default -> answer;
              };
            });
  }

  static CountedStore of(ObjectStore store) {
    return new CountedStore(store);
  }

  ObjectStore store() {
    return store;
  }

  /** Bodies that are open now. */
  int open() {
    return open.get();
  }

  /** Bodies that were ever opened. */
  int opened() {
    return opened.get();
  }

  /** Buffers that might be hashed and written at the same time. */
  int overlapped() {
    return overlapped.get();
  }

  private <T> T counted(Class<T> type, T body) {
    opened.incrementAndGet();
    open.incrementAndGet();
    AtomicBoolean closed = new AtomicBoolean();
    return proxy(
        type,
        (method, arguments) -> {
          if (method.getName().equals("close") && closed.compareAndSet(false, true)) {
            open.decrementAndGet();
          }
          if (method.getName().equals("write") && method.getParameterCount() == 2) {
            overlapped.incrementAndGet();
          }
          return invoke(body, method, arguments);
        });
  }

  private interface Call {
    @Nullable Object answer(Method method, Object @Nullable [] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            CountedStore.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.answer(method, arguments)));
  }

  private static @Nullable Object invoke(
      Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}

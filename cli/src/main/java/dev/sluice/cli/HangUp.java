package dev.sluice.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIGHUP, by which those who rotate logs ask a service to open them anew. */
final class HangUp {
  private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

  private volatile Runnable action = () -> {};

  private HangUp() {}

  /**
   * Hears the signal, which from here on ends the process no longer. Where the process was started
   * to ignore it, as by {@code nohup}, it stays ignored.
   */
  static HangUp heard() {
    HangUp hangUp = new HangUp();
    hangUp.hear();
    return hangUp;
  }

  /** Runs this at each such signal; nothing, until one is set. */
  void then(Runnable wanted) {
    action = wanted;
  }

  private void hear() {
    try {
      // The JDK has no other interface to signals, and javac refuses to be silent about this one.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Method handle = signal.getMethod("handle", signal, handler);
      Object caller =
          Proxy.newProxyInstance(
              HangUp.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                action.run();
                return null;
              });
      handle.invoke(null, signal.getConstructor(String.class).newInstance("HUP"), caller);
    } catch (ReflectiveOperationException e) {
      LOG.warn("SIGHUP ends this process: the JVM leaves signals alone", e);
    }
  }
}

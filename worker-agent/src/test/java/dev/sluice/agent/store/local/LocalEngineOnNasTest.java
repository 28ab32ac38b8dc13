package dev.sluice.agent.store.local;

import dev.sluice.agent.store.local.posix.Lack;
import dev.sluice.agent.store.local.posix.LackingPosix;

/** The engine contract where a rename only ever replaces, and bytes are copied by hand. */
final class LocalEngineOnNasTest extends LocalEngineContract {
  LocalEngineOnNasTest() {
    super(new LackingPosix(Lack.EXCHANGE, Lack.NO_REPLACE, Lack.SHARING));
  }
}

package dev.sluice.agent.store.local;

import dev.sluice.agent.store.local.posix.Lack;
import dev.sluice.agent.store.local.posix.LackingPosix;

/** The engine contract where a file has one name. */
final class LocalEngineNoLinksTest extends LocalEngineContract {
  LocalEngineNoLinksTest() {
    super(new LackingPosix(Lack.LINKS));
  }
}

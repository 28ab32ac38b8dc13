package dev.sluice.agent.store.local;

/** The engine contract where a file has one name. */
final class LocalEngineNoLinksTest extends LocalEngineContract {
  LocalEngineNoLinksTest() {
    super(new LackingPosix(Lack.LINKS));
  }
}

package dev.sluice.integration.trial.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.SluiceProcess;
import dev.sluice.integration.trial.core.Figures;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * An agent and a frontend with 128 MiB of heap each; direct memory is bounded by the same number.
 */
final class Tiers implements AutoCloseable {
  private static final String SMALL = "-Xmx128m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError";

  /** Heap, direct memory, and what the JVM needs for itself: classes, code, stacks. */
  private static final long MOST_RESIDENT = 640L << 20;

  private static final long MOST_DIRECT = 128L << 20;

  private final SluiceProcess agent;
  private final SluiceProcess frontend;

  Tiers(Path data, Object... frontendFlags) throws IOException {
    agent = SluiceProcess.agent(data).javaOptions(SMALL).start();
    frontend = SluiceProcess.frontend(data).with(frontendFlags).javaOptions(SMALL).start();
  }

  URI s3() {
    return frontend.s3();
  }

  SluiceProcess agent() {
    return agent;
  }

  SluiceProcess frontend() {
    return frontend;
  }

  /** Asserts that both live and stayed within their memory; tells what they hold. */
  String requireBounded() throws IOException {
    assertThat(agent.isAlive() && frontend.isAlive()).as(stories()).isTrue();
    assertThat(stories()).doesNotContain("OutOfMemory").doesNotContain("OutOfDirectMemory");
    Figures ofAgent = Figures.now(agent);
    Figures ofFrontend = Figures.now(frontend);
    String story = "agent: " + ofAgent + "; frontend: " + ofFrontend;
    assertThat(ofAgent.residentBytes()).as(story).isLessThan(MOST_RESIDENT);
    assertThat(ofFrontend.residentBytes()).as(story).isLessThan(MOST_RESIDENT);
    assertThat(ofAgent.directBytes()).as(story).isLessThan(MOST_DIRECT);
    assertThat(ofFrontend.directBytes()).as(story).isLessThan(MOST_DIRECT);
    return story;
  }

  private String stories() {
    return agent.stderr() + frontend.stderr();
  }

  @Override
  public void close() {
    frontend.close();
    agent.close();
  }
}

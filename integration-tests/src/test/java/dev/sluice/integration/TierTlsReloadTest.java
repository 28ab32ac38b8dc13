package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.OutsideCommand.Answer;
import dev.sluice.integration.SignedHttp.Message;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Certificates and authorities between the tiers, changed on the disk while both run. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class TierTlsReloadTest {
  private static final int UNREACHABLE = 3;

  @TempDir private Path folder;

  @Test
  void changedFiles_countWithoutARestart() throws Exception {
    TestAuthority old = new TestAuthority(folder.resolve("old"), "Old");
    TestAuthority fresh = new TestAuthority(folder.resolve("fresh"), "Fresh");
    Files.createDirectory(folder.resolve("live"));
    install(old);
    try (SluiceProcess agent = agent().announced();
        Relay relay = new Relay(agent.agentAddress());
        SluiceProcess frontend =
            proving(SluiceProcess.frontend(relay.address()), "caller").start();
        SignedHttp http = new SignedHttp(frontend.s3());
        ExecutorService executor = Executors.newSingleThreadExecutor()) {
      assertThat(http.anonymous(Message.of("PUT", "/bucket")).statusCode()).isEqualTo(200);
      Message put = Message.of("PUT", "/bucket/key").carrying("text");
      assertThat(http.anonymous(put).statusCode()).isEqualTo(200);
      AtomicBoolean enough = new AtomicBoolean();
      Future<Integer> served = executor.submit(reads(http, enough));
      try {
        list(agent, old, old).good();
        requireRefused(list(agent, fresh, old), "alert");

        install(fresh);
        awaitLog(agent, "certificates of agent read again");
        awaitLog(frontend, "certificates of agents read again");

        list(agent, fresh, fresh).good();
        requireRefused(list(agent, old, fresh), "alert");
        requireRefused(list(agent, fresh, old), "no TLS connection");
      } finally {
        enough.set(true);
      }
      assertThat(served.get()).isPositive();

      // One that never knew the old authority, and that no session leads back to.
      agent.kill();
      try (SluiceProcess next = agent().announced()) {
        relay.leadTo(next.agentAddress());
        frontend.awaitReady();
        assertThat(http.anonymous(Message.of("GET", "/bucket/key")).body()).isEqualTo("text");
      }
    }
  }

  private SluiceProcess.Starter agent() {
    return proving(SluiceProcess.agent(folder.resolve("data")), "agent");
  }

  private SluiceProcess.Starter proving(SluiceProcess.Starter tier, String name) {
    return tier.with("--agent-tls-certificate", live(name + ".pem"))
        .with("--agent-tls-key", live(name + ".key"))
        .with("--agent-tls-ca", live("authority.pem"));
  }

  private Path live(String name) {
    return folder.resolve("live").resolve(name);
  }

  /** Everything of both tiers by one authority, and trust in that one alone. */
  private void install(TestAuthority authority) throws IOException {
    link("authority.pem", authority.certificate());
    for (String name : new String[] {"agent", "caller"}) {
      TestAuthority.Pair pair = authority.good(name);
      link(name + ".pem", pair.certificate());
      link(name + ".key", pair.key());
    }
  }

  private void link(String name, Path target) throws IOException {
    Path next = Files.createSymbolicLink(live(name + ".new"), target);
    Files.move(next, live(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Somebody who has not called before asks the agent. */
  private Answer list(SluiceProcess agent, TestAuthority shown, TestAuthority trusted) {
    TestAuthority.Pair pair = shown.good("tool");
    return OutsideCommand.of(TestProject.launcher(), "ls", "--agent", agent.agentAddress())
        .with("--cert", pair.certificate(), "--key", pair.key(), "--ca", trusted.certificate())
        .run();
  }

  private static void requireRefused(Answer answer, String reason) {
    assertThat(answer.exitCode()).as(answer.toString()).isEqualTo(UNREACHABLE);
    assertThat(answer.err()).startsWith("sluice: no answer from the agent").contains(reason);
  }

  /** Reads until told, and fails with the first request that fails. */
  private static Callable<Integer> reads(SignedHttp http, AtomicBoolean enough) {
    return () -> {
      int count = 0;
      while (!enough.get()) {
        HttpResponse<String> answer = http.anonymous(Message.of("GET", "/bucket/key"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        count++;
      }
      return count;
    };
  }

  private static void awaitLog(SluiceProcess process, String line) {
    Await.until("records", process::stderr, text -> text.contains(line));
  }
}

package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Large bodies in two processes on one machine, one of which passes their files to the other. */
final class PassedFilesTest extends MovedBodiesContract {
  private SluiceProcess agent;
  private SluiceProcess frontend;

  @Override
  void start(Path data, Path accessLog) {
    agent = SluiceProcess.agent(data).start();
    frontend = SluiceProcess.frontend(data).with("--access-log", accessLog).start();
  }

  @Override
  SluiceProcess frontend() {
    return frontend;
  }

  @Override
  SluiceProcess agent() {
    return agent;
  }

  @Override
  void stop() {
    frontend.close();
    agent.close();
  }

  private static double passed(SluiceProcess agent) throws IOException, InterruptedException {
    return measured(agent, "sluice_agent_descriptors_passed_total", "");
  }

  private static double moved(SluiceProcess frontend) throws IOException, InterruptedException {
    return measured(frontend, "sluice_s3_short_circuit_bytes_total", "");
  }

  private static byte[] get(SluiceProcess frontend, String key) {
    try (S3Client s3 = S3Clients.pathStyle(frontend.s3())) {
      return s3.getObjectAsBytes(r -> r.bucket("bucket").key(key)).asByteArray();
    }
  }

  @Test
  void body_leavesByItsOwnFile() throws Exception {
    store("passed");
    double files = passed(agent);
    double bytes = moved(frontend);
    assertThat(get(frontend, "passed")).isEqualTo(CONTENT);
    assertThat(passed(agent)).isEqualTo(files + 1);
    assertThat(moved(frontend)).isEqualTo(bytes + LENGTH);
  }

  @Test
  void frontendThatGetsNoFile_getsTheBytes(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    Files.createDirectories(data.resolve("bucket"));
    Files.write(data.resolve("bucket/large"), CONTENT);
    try (SluiceProcess passing = SluiceProcess.agent(data).start()) {
      Files.delete(data.resolve(".sluice/agent-fd.sock"));
      try (SluiceProcess asking = SluiceProcess.frontend(data).start()) {
        assertThat(get(asking, "large")).isEqualTo(CONTENT);
        assertThat(moved(asking)).isZero();
      }
      assertThat(passed(passing)).isZero();
    }
  }

  @Test
  void agentThatPassesNone_sendsTheBytes(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    Files.createDirectories(data.resolve("bucket"));
    Files.write(data.resolve("bucket/large"), CONTENT);
    try (SluiceProcess sending =
            SluiceProcess.agent(data).with("--short-circuit-from", "0B").start();
        SluiceProcess asking = SluiceProcess.frontend(data).start()) {
      assertThat(data.resolve(".sluice/agent-fd.sock")).doesNotExist();
      assertThat(get(asking, "large")).isEqualTo(CONTENT);
      assertThat(moved(asking)).isZero();
      assertThat(passed(sending)).isZero();
    }
  }
}

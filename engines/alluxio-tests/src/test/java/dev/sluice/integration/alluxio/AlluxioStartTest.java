package dev.sluice.integration.alluxio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.CurlAnswer;
import dev.sluice.integration.OutsideCommand;
import dev.sluice.integration.SluiceProcess;
import dev.sluice.integration.TestProject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user meets who starts an agent on Alluxio. All of it is ours. */
@Timeout(300)
class AlluxioStartTest {
  @TempDir private Path folder;

  private OutsideCommand agent(String storage) {
    return OutsideCommand.of(TestProject.launcher(), "agent", "--storage", storage)
        .with("--state", folder.resolve("state"), "--admin-listen", "127.0.0.1:0");
  }

  @Test
  void placementShared_isRefused() {
    OutsideCommand.Answer answer =
        agent("alluxio://127.0.0.1:19998/objects").with("--placement", "shared").run();

    assertThat(answer.exitCode()).isNotZero();
    assertThat(answer.err())
        .contains("placement: shared (expected: bucket, as this storage is served by one agent");
  }

  @Test
  void masterThatDoesNotAnswer_isRefusedInASentence() {
    OutsideCommand.Answer answer = agent("alluxio://127.0.0.1:1/objects").run();

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err())
        .contains("alluxio://127.0.0.1:1/objects cannot be served")
        .doesNotContain("\tat ");
  }

  @Test
  void uriWithoutAPort_isRefusedWithWhatIsExpected() {
    OutsideCommand.Answer answer = agent("alluxio://master/objects").run();

    assertThat(answer.exitCode()).isNotZero();
    assertThat(answer.err()).contains("masters with their ports and an absolute path");
  }

  @Test
  void agentAndFrontend_serveAlluxioInTwoProcesses() {
    try (SluiceProcess agent =
            SluiceProcess.agentWithoutData()
                .with("--storage", AlluxioServer.daemons().uri("/tiers"))
                .with("--state", folder.resolve("state"))
                .start();
        SluiceProcess frontend =
            SluiceProcess.frontend("unix:" + folder.resolve("state/agent.sock")).start()) {
      assertThat(agent.isAlive()).isTrue();
      String key = frontend.s3() + "/photos/key";
      assertThat(CurlAnswer.of("-X", "PUT", frontend.s3() + "/photos").status()).isEqualTo(200);
      assertThat(CurlAnswer.of("-X", "PUT", "-d", "bytes", key).status()).isEqualTo(200);
      assertThat(CurlAnswer.of(key).body()).isEqualTo("bytes");
    }
  }
}

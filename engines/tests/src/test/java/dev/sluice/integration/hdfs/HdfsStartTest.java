package dev.sluice.integration.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.CurlAnswer;
import dev.sluice.integration.OutsideCommand;
import dev.sluice.integration.SluiceProcess;
import dev.sluice.integration.TestProject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user meets who starts an agent on HDFS. All of it is ours. */
@Timeout(300)
class HdfsStartTest {
  @TempDir private Path folder;

  @Test
  void agentWithoutAStateFolder_isRefusedWithTheSettingToMake() {
    OutsideCommand.Answer answer =
        OutsideCommand.of(TestProject.launcher(), "agent", "--storage", "hdfs://cluster/objects")
            .run();

    assertThat(answer.exitCode()).isNotZero();
    assertThat(answer.err())
        .contains("state: not set (expected: a folder on a disk of this machine");
  }

  @Test
  void nameNodeThatNobodyKnows_isRefusedInASentence() {
    OutsideCommand.Answer answer =
        OutsideCommand.of(
                TestProject.launcher(), "agent", "--storage", "hdfs://127.0.0.1:1/objects")
            .with("--state", folder.resolve("state"), "--admin-listen", "127.0.0.1:0")
            .run();

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains("hdfs://127.0.0.1:1/objects").doesNotContain("\tat ");
  }

  @Test
  void agentAndFrontend_serveHdfsInTwoProcesses() {
    HdfsCluster cluster = HdfsCluster.shared();
    try (SluiceProcess agent =
            SluiceProcess.agentWithoutData()
                .with("--storage", cluster.uri("/tiers"), "--state", folder.resolve("state"))
                .environment("HADOOP_CONF_DIR", cluster.configuration().toString())
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

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

/** An agent that proves itself to HDFS by a keytab, as docs/clusters.md says. */
@Timeout(300)
class HdfsKerberosTest {
  @TempDir private Path folder;

  private static String options(SecureHdfs hdfs) {
    return "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 " + hdfs.option();
  }

  @Test
  void keytab_letsTheAgentInAndNobodyElse() throws Exception {
    try (SecureHdfs hdfs = new SecureHdfs(folder)) {
      try (SluiceProcess server =
          SluiceProcess.standalone(hdfs.uri("/objects"), folder.resolve("state"))
              .environment("HADOOP_CONF_DIR", hdfs.configuration().toString())
              .environment("KRB5PRINCIPAL", hdfs.principal(SecureHdfs.SLUICE))
              .environment("KRB5KEYTAB", hdfs.keytab().toString())
              .javaOptions(options(hdfs))
              .start()) {
        String key = server.s3() + "/photos/key";
        assertThat(CurlAnswer.of("-X", "PUT", server.s3() + "/photos").status()).isEqualTo(200);
        assertThat(CurlAnswer.of("-X", "PUT", "-d", "bytes", key).status()).isEqualTo(200);
        assertThat(CurlAnswer.of(key).body()).isEqualTo("bytes");
      }

      OutsideCommand.Answer refused =
          OutsideCommand.of(TestProject.launcher(), "agent", "--storage", hdfs.uri("/objects"))
              .with("--state", folder.resolve("other"), "--admin-listen", "127.0.0.1:0")
              .environment("HADOOP_CONF_DIR", hdfs.configuration().toString())
              .environment("SLUICE_JAVA_OPTS", options(hdfs))
              .run();
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains(hdfs.uri("/objects"));
    }
  }
}

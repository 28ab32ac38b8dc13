package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More connections than a process may have, and the admin port beside them. */
@Timeout(180)
class ConnectionLimitTest {
  private static final int CROWD = 600;

  @TempDir private Path folder;

  @Test
  void adminPort_answersWhileS3IsAtItsLimit() throws Exception {
    try (SluiceProcess server =
        SluiceProcess.standalone(folder.resolve("data")).with("--maximum-connections", 2).start()) {
      assertAdminAnswersBeside(server);
    }
  }

  @Test
  void openFilesBelowWhatConnectionsNeed_areAWarningAndLeaveRoomForTheRest() throws Exception {
    try (SluiceProcess server =
        SluiceProcess.by("bash", "-c", "ulimit -n 400; exec \"$0\" \"$@\"")
            .with(TestProject.launcher(), "standalone", "--data", folder.resolve("data"))
            .with("--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0")
            .start()) {
      assertThat(server.stderr())
          .contains("WARN", "maximum-connections: 10000 need", "may have 400 (ulimit -n")
          .contains("100 connections are served");
      assertAdminAnswersBeside(server);
    }
  }

  /** Connections that the server does not take wait in the kernel, or do not even come about. */
  private static void assertAdminAnswersBeside(SluiceProcess server) throws Exception {
    List<SocketChannel> crowd = new ArrayList<>();
    InetSocketAddress s3 =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.s3().getPort());
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int i = 0; i < CROWD; i++) {
        SocketChannel one = SocketChannel.open();
        crowd.add(one);
        one.setOption(StandardSocketOptions.SO_LINGER, 0);
        one.configureBlocking(false);
        one.connect(s3);
      }
      for (String path : List.of("/healthz", "/readyz", "/metrics")) {
        URI address = server.admin(path);
        HttpRequest request =
            HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(60)).build();
        assertThat(http.send(request, BodyHandlers.discarding()).statusCode())
            .as(path)
            .isEqualTo(200);
      }
    } finally {
      for (SocketChannel one : crowd) {
        one.close();
      }
    }
  }
}

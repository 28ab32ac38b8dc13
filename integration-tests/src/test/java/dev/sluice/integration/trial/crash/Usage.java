package dev.sluice.integration.trial.crash;

import dev.sluice.integration.OutsideCommand;
import dev.sluice.integration.TestProject;
import dev.sluice.integration.trial.core.Client;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Request;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * What a bucket with a quota holds.
 *
 * @param objects how many
 * @param bytes of them, and of the parts of unfinished uploads
 */
record Usage(long objects, long bytes) {
  static final Usage NONE = new Usage(0, 0);

  Usage plus(Usage other) {
    return new Usage(objects + other.objects, bytes + other.bytes);
  }

  /** Gives a bucket a quota that nothing will exceed, so that it is counted. */
  static void count(String bucket, Path data) {
    OutsideCommand.of(TestProject.launcher(), "bucket", "quota", bucket)
        .with("--bytes", "1TiB", "--objects", "1000000", "--root", data)
        .environment("SLUICE_JAVA_OPTS", "-Xmx64m")
        .run()
        .good();
  }

  /** Requires that the agent reports this of a bucket, once it has counted. */
  void require(String bucket, Deployment deployment) {
    URI metrics = deployment.agentProcess(0).admin("/metrics");
    List<String> lines =
        List.of(
            line("uncounted", bucket, 0),
            line("used_objects", bucket, objects),
            line("used_bytes", bucket, bytes));
    try (Client client = new Client(() -> metrics)) {
      var _ =
          Await.until(
              "usage of the bucket: " + lines,
              () ->
                  client
                      .send(Request.of("GET", "metrics"))
                      .text()
                      .lines()
                      .filter(line -> line.contains("{bucket=\"" + bucket + "\"}"))
                      .toList(),
              shown -> shown.containsAll(lines));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String line(String metric, String bucket, long value) {
    return "sluice_agent_bucket_%s{bucket=\"%s\"} %s".formatted(metric, bucket, (double) value);
  }
}

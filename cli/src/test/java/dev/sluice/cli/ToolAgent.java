package dev.sluice.cli;

import dev.sluice.common.config.ConfigSources;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An agent in the test's process, and the tools that speak to it by its socket. */
final class ToolAgent implements AutoCloseable {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-02T03:04:05Z"));

  private final Path data;
  private final Service service;

  private ToolAgent(Path data, Service service) {
    this.data = data;
    this.service = service;
  }

  static ToolAgent start(Path folder) {
    ConfigSources sources = new ConfigSources(Optional.empty(), FreePlaces.in(folder), Map.of());
    Service service =
        new Launch(new PrintWriter(new StringWriter()))
            .start(Tier.AGENT, Tier.AGENT.schema().load(sources));
    return new ToolAgent(folder.resolve("data"), service);
  }

  /** A path in the data folder. */
  Path data(String path) {
    return data.resolve(path);
  }

  /** Runs a tool. */
  CommandRun run(String command, Object... rest) {
    return CommandRun.of(
        Map.of("SLUICE_DATA", data.toString()),
        Stream.concat(Stream.of(command), Stream.of(rest).map(Object::toString))
            .toArray(String[]::new));
  }

  /** Makes a bucket of files from outside, all changed long ago. */
  void bucketOf(String bucket, Map<String, String> objects) throws IOException {
    files(data(bucket), objects);
  }

  /** Makes files of texts, all changed long ago. */
  static void files(Path folder, Map<String, String> texts) throws IOException {
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Path file = folder.resolve(text.getKey());
      Files.createDirectories(file.getParent());
      Files.setLastModifiedTime(Files.writeString(file, text.getValue()), LONG_AGO);
    }
  }

  @Override
  public void close() {
    service.stop();
  }
}

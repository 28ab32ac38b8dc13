package dev.sluice.integration.hdfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Files by which daemons and clients of HDFS are configured. */
final class HdfsConfigurationFiles {
  private HdfsConfigurationFiles() {}

  /**
   * Writes them into a folder.
   *
   * @param common of {@code core-site.xml}
   * @param settings of {@code hdfs-site.xml}
   */
  static void write(Path folder, Map<String, ?> common, Map<String, ?> settings)
      throws IOException {
    Files.writeString(folder.resolve("core-site.xml"), document(common));
    Files.writeString(folder.resolve("hdfs-site.xml"), document(settings));
    for (String pages : List.of("hdfs", "datanode", "static")) { // else unpacked from their jar
      Files.createDirectories(folder.resolve("webapps").resolve(pages));
    }
    try (InputStream log =
        Objects.requireNonNull(
            HdfsConfigurationFiles.class.getResourceAsStream("/logback-test.xml"))) {
      Files.copy(log, folder.resolve("logback.xml"));
    }
  }

  private static String document(Map<String, ?> settings) {
    return settings.entrySet().stream()
        .map(
            setting ->
                "<property><name>%s</name><value>%s</value></property>\n"
                    .formatted(setting.getKey(), setting.getValue()))
        .collect(Collectors.joining("", "<configuration>\n", "</configuration>\n"));
  }
}

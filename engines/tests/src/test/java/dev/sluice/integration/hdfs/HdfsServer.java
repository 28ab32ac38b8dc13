package dev.sluice.integration.hdfs;

import dev.sluice.integration.S3Clients;
import dev.sluice.integration.SluiceProcess;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/** A {@code sluice standalone} that keeps its objects in a folder of the shared cluster. */
final class HdfsServer implements AutoCloseable {
  private final HdfsCluster cluster = HdfsCluster.shared();
  private final String folder;
  private final SluiceProcess process;

  private HdfsServer(String folder, Path state, boolean open) {
    this.folder = folder;
    SluiceProcess.Starter starter =
        SluiceProcess.standalone(cluster.uri(folder), state)
            .environment("HADOOP_CONF_DIR", cluster.configuration().toString());
    process =
        (open
                ? starter
                : starter
                    .environment("SLUICE_ACCESS_KEY", S3Clients.ACCESS_KEY)
                    .environment("SLUICE_SECRET_KEY", S3Clients.SECRET_KEY))
            .start();
  }

  /** One that everybody may use. */
  static HdfsServer open(String folder, Path state) {
    return new HdfsServer(folder, state, true);
  }

  /** One for the holder of the tests' key. */
  static HdfsServer start(String folder, Path state) {
    return new HdfsServer(folder, state, false);
  }

  SluiceProcess process() {
    return process;
  }

  HdfsCluster cluster() {
    return cluster;
  }

  S3Client client() {
    return S3Clients.pathStyle(process.s3());
  }

  /** The path in HDFS of what lies in its folder. */
  String path(String inFolder) {
    return folder + "/" + inFolder;
  }

  /** Paths of the files below a bucket, as {@code hdfs dfs -ls -R} has them, without the bucket. */
  List<String> files(String bucket) {
    String listed = cluster.dfs("-ls", "-R", path(bucket)).good().out();
    return listed
        .lines()
        .filter(line -> line.startsWith("-"))
        .map(line -> line.substring(line.indexOf(path(bucket)) + path(bucket).length() + 1))
        .toList();
  }

  /** The text of a file, as {@code hdfs dfs -cat} has it. */
  String text(String file) {
    return cluster.dfs("-cat", path(file)).good().out();
  }

  /** Whether {@code hdfs dfs -test -e} finds it. */
  boolean isThere(String file) {
    return cluster.dfs("-test", "-e", path(file)).exitCode() == 0;
  }

  @Override
  public void close() {
    process.close();
  }
}

package dev.sluice.integration.alluxio;

import dev.sluice.engine.alluxio.AlluxioDaemons;
import dev.sluice.integration.OutsideCommand;
import dev.sluice.integration.S3Clients;
import dev.sluice.integration.SluiceProcess;
import dev.sluice.testing.Await;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.AssertionFailedError;
import software.amazon.awssdk.services.s3.S3Client;

/** A {@code sluice standalone} that keeps its objects in a folder of the shared cluster. */
final class AlluxioServer implements AutoCloseable {
  private static final String SHELL = "alluxio.cli.fs.FileSystemShell";

  private static final class Started {
    static final AlluxioDaemons DAEMONS = started();
  }

  private final String folder;
  private final SluiceProcess process;

  private AlluxioServer(String folder, SluiceProcess process) {
    this.folder = folder;
    this.process = process;
  }

  /** The daemons that all tests share, with a master and a worker that answer. */
  static AlluxioDaemons daemons() {
    return Started.DAEMONS;
  }

  private static AlluxioDaemons started() {
    AlluxioDaemons daemons = new AlluxioDaemons();
    var _ =
        Await.until(
            "cluster",
            () -> {
              if (!daemons.areAlive()) {
                throw new AssertionFailedError(daemons.logs());
              }
              return fs(daemons, "touch", "/probe").exitCode();
            },
            code -> code == 0);
    return daemons;
  }

  private static SluiceProcess.Starter starter(String folder, Path state) {
    return SluiceProcess.standalone(daemons().uri(folder), state);
  }

  /** One that everybody may use. */
  static AlluxioServer open(String folder, Path state) {
    return new AlluxioServer(folder, starter(folder, state).start());
  }

  /** One for the holder of the tests' key. */
  static AlluxioServer start(String folder, Path state) {
    return new AlluxioServer(
        folder,
        starter(folder, state)
            .environment("SLUICE_ACCESS_KEY", S3Clients.ACCESS_KEY)
            .environment("SLUICE_SECRET_KEY", S3Clients.SECRET_KEY)
            .start());
  }

  SluiceProcess process() {
    return process;
  }

  S3Client client() {
    return S3Clients.pathStyle(process.s3());
  }

  /** The path in Alluxio of what lies in its folder. */
  String path(String inFolder) {
    return folder + "/" + inFolder;
  }

  /** What {@code alluxio fs} does with these words. */
  static OutsideCommand.Answer fs(Object... words) {
    return fs(daemons(), words);
  }

  private static OutsideCommand.Answer fs(AlluxioDaemons daemons, Object... words) {
    return OutsideCommand.of(daemons.words(SHELL, words).toArray()).run();
  }

  /**
   * Paths of the files below a bucket, as {@code alluxio fs ls -R} has them, without the bucket.
   */
  List<String> files(String bucket) {
    String begin = path(bucket) + "/";
    return fs("ls", "-R", path(bucket))
        .good()
        .out()
        .lines()
        .filter(line -> line.contains(begin) && !line.contains(" DIR "))
        .map(line -> line.substring(line.indexOf(begin) + begin.length()).strip())
        .toList();
  }

  /** The text of a file, as {@code alluxio fs cat} has it. */
  String text(String file) {
    return fs("cat", path(file)).good().out();
  }

  /** Whether {@code alluxio fs test -e} finds it. */
  boolean isThere(String file) {
    return fs("test", "-e", path(file)).exitCode() == 0;
  }

  @Override
  public void close() {
    process.close();
  }
}

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/** Load on HDFS by its own client: the work that Sluice's agents do, without S3 on top. */
final class HdfsLoad {
  private static final int CHUNK = 1 << 20;
  private static final int FILLERS = 16;

  /** Files that each thread writes in turns. */
  private static final int WRITTEN = 16;

  private final FileSystem files;
  private final Path folder;
  private final byte[] bytes = new byte[CHUNK];

  private HdfsLoad(FileSystem files, Path folder) {
    this.files = files;
    this.folder = folder;
    ThreadLocalRandom.current().nextBytes(bytes);
  }

  /**
   * Prints operations a second.
   *
   * @param arguments {@code put|get FOLDER BYTES THREADS WARM-UP SECONDS}, the last two in seconds,
   *     or {@code fill FOLDER FORMAT COUNT}, which makes empty files
   */
  public static void main(String[] arguments) throws Exception {
    try (FileSystem files = FileSystem.get(new Configuration())) {
      HdfsLoad load = new HdfsLoad(files, new Path(arguments[1]));
      switch (arguments[0]) {
        case "fill" -> load.fill(arguments[2], Integer.parseInt(arguments[3]));
        case "put", "get" ->
            System.out.println(
                load.rate(
                    arguments[0].equals("put"),
                    Long.parseLong(arguments[2]),
                    Integer.parseInt(arguments[3]),
                    Long.parseLong(arguments[4]),
                    Long.parseLong(arguments[5])));
        default -> throw new IllegalArgumentException(arguments[0] + " (expected: put, get, fill)");
      }
    }
  }

  private void fill(String format, int count) throws Exception {
    List<Future<?>> made = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(FILLERS)) {
      for (int number = 0; number < count; number++) {
        Path path = new Path(folder, format.formatted(number));
        made.add(
            threads.submit(
                () -> {
                  files.create(path).close();
                  return path;
                }));
      }
    }
    requireDone(made);
  }

  private static void requireDone(List<Future<?>> all) throws Exception {
    for (Future<?> one : all) {
      one.get();
    }
  }

  private double rate(boolean put, long size, int threads, long warmUp, long seconds)
      throws Exception {
    for (int number = 0; !put && number < threads; number++) {
      Path path = new Path(folder, "read-" + size + "-" + number);
      if (!files.exists(path)) {
        write(path, size);
      }
    }
    long begin = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUp);
    long end = begin + TimeUnit.SECONDS.toNanos(seconds);
    LongAdder done = new LongAdder();
    List<Future<?>> loads = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int thread = 0; thread < threads; thread++) {
        int own = thread;
        loads.add(
            pool.submit(
                () -> {
                  for (int turn = 0; System.nanoTime() < end; turn++) {
                    if (put) {
                      write(new Path(folder, "written-" + own + "-" + turn % WRITTEN), size);
                    } else {
                      read(new Path(folder, "read-" + size + "-" + (own + turn) % threads), size);
                    }
                    long now = System.nanoTime();
                    if (now >= begin && now < end) {
                      done.increment();
                    }
                  }
                  return own;
                }));
      }
    }
    requireDone(loads);
    return (double) done.sum() / seconds;
  }

  /** Synced by the datanodes, as Sluice's objects are. */
  private void write(Path path, long size) throws IOException {
    EnumSet<CreateFlag> flags =
        EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE, CreateFlag.SYNC_BLOCK);
    try (OutputStream output =
        files.create(
            path,
            FsPermission.getFileDefault(),
            flags,
            CHUNK,
            files.getDefaultReplication(path),
            files.getDefaultBlockSize(path),
            null)) {
      for (long left = size; left > 0; left -= Math.min(CHUNK, left)) {
        output.write(bytes, 0, (int) Math.min(CHUNK, left));
      }
    }
  }

  private void read(Path path, long size) throws IOException {
    byte[] buffer = new byte[CHUNK];
    long read = 0;
    try (InputStream input = files.open(path)) {
      for (int count = input.read(buffer); count > 0; count = input.read(buffer)) {
        read += count;
      }
    }
    if (read != size) {
      throw new IOException(path + ": " + read + " bytes (expected: " + size + ")");
    }
  }
}

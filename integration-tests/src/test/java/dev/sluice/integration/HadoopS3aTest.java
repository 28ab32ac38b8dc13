package dev.sluice.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hadoop's {@code s3a://}. */
@Timeout(300)
@ExtendWith(ClientServer.Extension.class)
class HadoopS3aTest {

  private static final int MEBIBYTE = 1 << 20;

  private final ClientServer server;

  @TempDir private java.nio.file.Path folder;

  private Configuration configuration;
  private FileSystem fs;

  HadoopS3aTest(ClientServer server) {
    this.server = server;
  }

  @BeforeEach
  void open() throws IOException {
    configuration = new Configuration(false);
    configuration.addResource("core-default.xml");
    configuration.addResource("mapred-default.xml");
    configuration.set("fs.s3a.endpoint", server.endpoint().toString());
    configuration.set("fs.s3a.endpoint.region", "us-east-1");
    configuration.set("fs.s3a.path.style.access", "true");
    configuration.set("fs.s3a.access.key", ClientServer.ACCESS_KEY);
    configuration.set("fs.s3a.secret.key", ClientServer.SECRET_KEY);
    // Parts as small as S3 allows; and where files wait for their upload.
    configuration.set("fs.s3a.multipart.size", "5M");
    configuration.set("fs.s3a.multipart.threshold", "5M");
    configuration.set("fs.s3a.buffer.dir", folder.resolve("buffers").toString());
    configuration.set("hadoop.tmp.dir", folder.resolve("tmp").toString());
    Files.createDirectories(server.bucket("hadoop"));
    fs = FileSystem.newInstance(URI.create("s3a://hadoop/"), configuration);
  }

  @AfterEach
  void close() throws IOException {
    if (fs != null) {
      fs.close();
    }
  }

  @Test
  void files_areWrittenReadRenamedListedAndDeleted() throws Exception {
    byte[] large = random(11 * MEBIBYTE);
    write("dir/large +%41 ünï", large);
    write("dir/sub/small", "text".getBytes(UTF_8));
    fs.mkdirs(new Path("/dir/empty"));

    assertThat(server.bucket("hadoop/dir/large +%41 ünï")).hasBinaryContent(large);
    assertThat(read("/dir/large +%41 ünï")).isEqualTo(large);
    assertThat(names(fs.listStatus(new Path("/dir"))))
        .containsExactly("empty/", "large +%41 ünï", "sub/");
    assertThat(all("/dir")).containsExactlyInAnyOrder("large +%41 ünï", "small");

    assertThat(fs.rename(new Path("/dir"), new Path("/renamed"))).isTrue();
    assertThat(fs.exists(new Path("/dir"))).isFalse();
    assertThat(read("/renamed/large +%41 ünï")).isEqualTo(large);
    assertThat(fs.getFileStatus(new Path("/renamed/empty")).isDirectory()).isTrue();

    assertThatThrownBy(() -> fs.create(new Path("/renamed/sub/small"), false).close())
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(fs.delete(new Path("/renamed"), true)).isTrue();
    assertThat(server.bucket("hadoop/renamed")).doesNotExist();
  }

  /**
   * Of two who may not overwrite, the second to close loses, though both found nothing at first.
   */
  @Test
  void fileMadeMeanwhile_isNotOverwritten() throws Exception {
    Path path = new Path("/conditional");
    FSDataOutputStreamBuilder<?, ?> builder = fs.createFile(path);
    builder.overwrite(false);
    builder.must("fs.option.create.conditional.overwrite", true);
    FSDataOutputStream late = (FSDataOutputStream) builder.build();
    late.write(2);
    write("conditional", new byte[] {1});

    assertThatThrownBy(late::close).isInstanceOf(IOException.class);
    assertThat(read("/conditional")).containsExactly(1);
  }

  @Test
  void ranges_areReadTogether() throws Exception {
    byte[] bytes = random(3 * MEBIBYTE);
    write("ranges", bytes);
    List<FileRange> ranges =
        List.of(
            FileRange.createFileRange(10, 100),
            FileRange.createFileRange(MEBIBYTE, 50_000),
            FileRange.createFileRange(3 * MEBIBYTE - 7, 7));
    try (FSDataInputStream in = fs.open(new Path("/ranges"))) {
      in.readVectored(ranges, ByteBuffer::allocate);
      for (FileRange range : ranges) {
        int from = (int) range.getOffset();
        byte[] read = new byte[range.getLength()];
        range.getData().get().get(read);
        assertThat(read).isEqualTo(Arrays.copyOfRange(bytes, from, from + range.getLength()));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"magic", "directory", "partitioned"})
  void committer_publishesWhatItsTaskWrote(String committer) throws Exception {
    configuration.set("fs.s3a.committer.name", committer);
    configuration.set("fs.s3a.committer.staging.tmp.path", folder.resolve("staging").toString());
    configuration.set("fs.s3a.committer.staging.conflict-mode", "append");
    configuration.set(
        "mapreduce.outputcommitter.factory.scheme.s3a",
        "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
    Job job = Job.getInstance(configuration);
    Path output = new Path("s3a://hadoop/output-" + committer);
    FileOutputFormat.setOutputPath(job, output);
    TaskAttemptContext task =
        new TaskAttemptContextImpl(
            job.getConfiguration(), TaskAttemptID.forName("attempt_200102030405_0001_m_000000_0"));
    TextOutputFormat<LongWritable, Text> format = new TextOutputFormat<>();

    OutputCommitter commits = format.getOutputCommitter(task);
    commits.setupJob(task);
    commits.setupTask(task);
    RecordWriter<LongWritable, Text> writer = format.getRecordWriter(task);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      writer.write(new LongWritable(i), new Text("line"));
      lines.append(i).append("\tline\n");
    }
    writer.close(task);
    assertThat(fs.exists(new Path(output, "part-m-00000"))).isFalse();
    assertThat(commits.needsTaskCommit(task)).isTrue();
    commits.commitTask(task);
    assertThat(fs.exists(new Path(output, "part-m-00000"))).isFalse();
    commits.commitJob(task);

    assertThat(all(output.toString())).hasSize(2).contains("_SUCCESS");
    // Some committers put the job's id into the name.
    FileStatus[] parts = fs.globStatus(new Path(output, "part-m-00000*"));
    assertThat(parts).hasSize(1);
    assertThat(read(parts[0].getPath().toString())).asString(UTF_8).isEqualTo(lines.toString());
    assertThat(fs.exists(new Path(output, "__magic_job-job_200102030405_0001"))).isFalse();
  }

  private void write(String path, byte[] bytes) throws IOException {
    try (FSDataOutputStream out = fs.create(new Path("/" + path))) {
      out.write(bytes);
    }
  }

  private byte[] read(String path) throws IOException {
    try (FSDataInputStream in = fs.open(new Path(path))) {
      return in.readAllBytes();
    }
  }

  private List<String> all(String path) throws IOException {
    List<String> names = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> files = fs.listFiles(new Path(path), true);
    while (files.hasNext()) {
      names.add(files.next().getPath().getName());
    }
    return names;
  }

  private static List<String> names(FileStatus[] statuses) {
    return Arrays.stream(statuses)
        .map(status -> status.getPath().getName() + (status.isDirectory() ? "/" : ""))
        .sorted()
        .toList();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}

package dev.sluice.integration.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** A data node that dies costs no request that HDFS itself survives. All of it is ours. */
@Timeout(600)
class HdfsOutageTest {
  private static final String BUCKET = "outage";
  private static final byte[] BYTES = new byte[64 << 20];

  @TempDir private static Path folder;

  private static HdfsServer hdfs;
  private static S3Client s3;

  @BeforeAll
  static void start() {
    new Random(117).nextBytes(BYTES);
    hdfs = HdfsServer.start("/outage", folder.resolve("state"));
    s3 = hdfs.client();
    s3.createBucket(request -> request.bucket(BUCKET));
  }

  @AfterAll
  static void stop() {
    if (s3 != null) {
      s3.close();
    }
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @Test
  void read_goesOnWhenADataNodeIsKilled() throws IOException {
    s3.putObject(request -> request.bucket(BUCKET).key("read"), RequestBody.fromBytes(BYTES));

    byte[] begin;
    byte[] rest;
    try (ResponseInputStream<GetObjectResponse> object =
        s3.getObject(request -> request.bucket(BUCKET).key("read"))) {
      begin = object.readNBytes(HdfsCluster.BLOCK_BYTES);
      hdfs.cluster().killDataNode(0);
      rest = object.readAllBytes();
    } finally {
      hdfs.cluster().restartDataNode(0);
    }

    assertThat(begin).isEqualTo(Arrays.copyOf(BYTES, begin.length));
    assertThat(rest).isEqualTo(Arrays.copyOfRange(BYTES, begin.length, BYTES.length));
  }

  /** A body in whose middle a data node is killed. */
  private static final class KillingBody extends ByteArrayInputStream {
    private boolean killed;

    KillingBody() {
      super(BYTES);
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int length) {
      if (!killed && pos > BYTES.length / 2) {
        killed = true;
        hdfs.cluster().killDataNode(1);
      }
      return super.read(buffer, offset, length);
    }
  }

  @Test
  void write_goesOnWhenADataNodeIsKilled() throws IOException {
    KillingBody body = new KillingBody();
    try {
      s3.putObject(
          request -> request.bucket(BUCKET).key("written"),
          RequestBody.fromInputStream(body, BYTES.length));
    } finally {
      hdfs.cluster().restartDataNode(1);
    }

    assertThat(body.killed).isTrue();
    assertThat(s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("written")).asByteArray())
        .isEqualTo(BYTES);
  }
}

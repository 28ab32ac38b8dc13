package dev.sluice.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A storage that takes no writes, as clients, load balancers and monitoring see it. */
@Timeout(300)
class StorageStateTest {
  private static final long DISK_BYTES = 64 << 20;
  private static final int FILLER_BYTES = 45 << 20;

  @TempDir private Path folder;

  @Test
  void lowSpace_refusesWritesUntilItPasses() throws IOException {
    try (LoopMount disk = LoopMount.of(folder, "ext4", DISK_BYTES, "-m", "0");
        SluiceProcess server =
            SluiceProcess.standalone(Files.createDirectory(disk.point().resolve("data")))
                .with("--minimum-free-space", "1TiB", "--minimum-free-percent", "50")
                .start()) {
      String object = server.s3() + "/bucket/key";
      assertThat(CurlAnswer.of("-X", "PUT", server.s3() + "/bucket").status()).isEqualTo(200);
      assertThat(put(object).status()).isEqualTo(200);
      assertThat(CurlAnswer.of(server.admin("/readyz")).body().strip()).isEqualTo("ready");
      assertThat(metric(server, "sluice_storage_low_filesystems")).isZero();

      Path filler = Files.write(disk.point().resolve("filler"), new byte[FILLER_BYTES]);
      Await.until(
          "low file systems",
          () -> metric(server, "sluice_storage_low_filesystems"),
          low -> low == 1);
      CurlAnswer refused = put(object);
      assertThat(refused.status()).isEqualTo(507);
      assertThat(refused.text("Code")).isEqualTo("InsufficientStorage");
      assertThat(metric(server, "sluice_storage_refused_writes_total")).isPositive();
      CurlAnswer ready = CurlAnswer.of(server.admin("/readyz"));
      assertThat(ready.status()).isEqualTo(200);
      assertThat(ready.body()).startsWith("ready: low on space, writes are refused");
      assertThat(CurlAnswer.of(object).status()).isEqualTo(200);
      assertThat(CurlAnswer.of("-X", "DELETE", object).status()).isEqualTo(204);

      Files.delete(filler);
      Await.until("status of a put", () -> put(object).status(), status -> status == 200);
    }
  }

  @Test
  void readOnly_servesWhatIsThereAndChangesNothing() throws Exception {
    Path data = folder.resolve("data");
    Path lake = data.resolve("photos/2026/lake");
    Files.createDirectories(lake.getParent());
    Files.writeString(lake, "water");
    Files.setAttribute(lake, "user:sluice", "no record".getBytes(UTF_8));
    List<String> before = tree(data);
    try (SluiceProcess server =
        SluiceProcess.standalone(data).with("--read-only", "true").start()) {
      String bucket = server.s3() + "/photos";
      String object = bucket + "/2026/lake";
      assertThat(CurlAnswer.of(object).body()).isEqualTo("water");
      assertThat(CurlAnswer.of(bucket + "?list-type=2").text("Key")).isEqualTo("2026/lake");
      String upload = object + "?uploadId=0123456789ab";
      String part = upload + "&partNumber=1";
      String copy = "x-amz-copy-source: /photos/2026/lake";
      String parts = completion("d41d8cd98f00b204e9800998ecf8427e");
      for (CurlAnswer change :
          List.of(
              put(object),
              put(bucket + "/new"),
              CurlAnswer.of("-X", "PUT", server.s3() + "/bucket"),
              CurlAnswer.of("-X", "DELETE", bucket),
              CurlAnswer.of("-X", "DELETE", object),
              CurlAnswer.of("-X", "PUT", "-H", copy, bucket + "/copy"),
              CurlAnswer.of("-F", "key=form", "-F", "file=text", bucket),
              CurlAnswer.of("-X", "POST", bucket + "/new?uploads"),
              put(part),
              CurlAnswer.of("-X", "PUT", "-H", copy, part),
              CurlAnswer.of("-X", "POST", "-d", parts, upload),
              CurlAnswer.of("-X", "DELETE", upload))) {
        assertThat(change.status()).as(change.body()).isEqualTo(403);
        assertThat(change.text("Code")).isEqualTo("AccessDenied");
      }
      String entry = "<Delete><Object><Key>2026/lake</Key></Object></Delete>";
      String digest =
          Base64.getEncoder()
              .encodeToString(MessageDigest.getInstance("MD5").digest(entry.getBytes(UTF_8)));
      CurlAnswer each =
          CurlAnswer.of("-H", "Content-MD5: " + digest, "-d", entry, bucket + "?delete");
      assertThat(each.status()).isEqualTo(200);
      assertThat(each.text("Code")).isEqualTo("AccessDenied");
      assertThat(CurlAnswer.of(server.admin("/readyz")).status()).isEqualTo(200);
      assertThat(metric(server, "sluice_storage_refused_writes_total")).isZero();
    }
    assertThat(tree(data)).isEqualTo(before);
  }

  @Test
  void dataFolderThatIsUnmounted_isRefusedUntilItIsBack() throws IOException {
    try (LoopMount disk = LoopMount.of(folder, "ext4", DISK_BYTES, "-m", "0")) {
      SluiceProcess.standalone(disk.point()).start().close();
      try (SluiceProcess server =
          SluiceProcess.standalone(disk.point()).with("--require-existing-store", "true").start()) {
        String bucket = server.s3() + "/bucket";
        assertThat(CurlAnswer.of("-X", "PUT", bucket).status()).isEqualTo(200);
        assertThat(put(bucket + "/key").status()).isEqualTo(200);

        disk.unmountLazily();
        Await.until(
            "readiness",
            () -> CurlAnswer.of(server.admin("/readyz")).status(),
            status -> status == 503);
        assertThat(CurlAnswer.of(server.admin("/readyz")).body()).contains("data folder");
        for (CurlAnswer refused :
            List.of(
                CurlAnswer.of(server.s3() + "/"),
                CurlAnswer.of(bucket + "/key"),
                CurlAnswer.of(bucket + "?list-type=2"),
                put(bucket + "/other"))) {
          assertThat(refused.status()).as(refused.body()).isEqualTo(503);
          assertThat(refused.text("Code")).isEqualTo("ServiceUnavailable");
        }
        assertThat(disk.point()).isEmptyDirectory();

        disk.mountAgain();
        Await.until(
            "readiness",
            () -> CurlAnswer.of(server.admin("/readyz")).status(),
            status -> status == 200);
        assertThat(CurlAnswer.of(bucket + "/key").body()).isEqualTo("text");
        assertThat(put(bucket + "/other").status()).isEqualTo(200);
        Await.until("socket", () -> Files.exists(disk.point().resolve(".sluice/agent.sock")));
      }
    }
  }

  private static String completion(String tag) {
    return ("<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>%s</ETag></Part>"
            + "</CompleteMultipartUpload>")
        .formatted(tag);
  }

  private static CurlAnswer put(String address) {
    return CurlAnswer.of("-X", "PUT", "-d", "text", address);
  }

  /** The sum of a metric's values; 0 where it is not shown. */
  private static double metric(SluiceProcess server, String name) {
    return CurlAnswer.of(server.admin("/metrics"))
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /**
   * All that lies there: kinds, modes, owners, sizes, times of change, digests and attributes.
   * Nothing is left out but times of access, since this reads as well.
   */
  private static List<String> tree(Path data) throws Exception {
    List<Path> all;
    try (Stream<Path> files = Files.walk(data)) {
      all = files.sorted().toList();
    }
    List<String> lines = new ArrayList<>();
    for (Path file : all) {
      lines.add(
          data.relativize(file)
              + " "
              + Files.readAttributes(
                  file,
                  "unix:ino,nlink,mode,uid,gid,size,ctime,lastModifiedTime",
                  LinkOption.NOFOLLOW_LINKS));
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        lines.add(HexFormat.of().formatHex(digest));
      }
      UserDefinedFileAttributeView attributes =
          Objects.requireNonNull(
              Files.getFileAttributeView(file, UserDefinedFileAttributeView.class));
      for (String name : attributes.list()) {
        ByteBuffer value = ByteBuffer.allocate(attributes.size(name));
        attributes.read(name, value);
        lines.add(name + "=" + HexFormat.of().formatHex(value.array()));
      }
    }
    return lines;
  }
}

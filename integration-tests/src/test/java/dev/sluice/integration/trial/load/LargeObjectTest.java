package dev.sluice.integration.trial.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The largest object of one put, and the same by 640 parts, through two tiers of 128 MiB each. It
 * is the slowest of the tests: {@code -DexcludedGroups=large} leaves it out.
 */
@Tag("large")
class LargeObjectTest {
  private static final long LENGTH = 5L << 30;
  private static final long BLOCKS = LENGTH / Pattern.BLOCK;
  private static final int PARTS = 640;
  private static final int BLOCKS_OF_PART = (int) (BLOCKS / PARTS);
  private static final int SENDERS = 4;

  private static final int WHOLE = 1;
  private static final int IN_PARTS = 2;
  private static final String PUT = "/large/whole";
  private static final String UPLOADED = "/large/in-parts";

  private static final java.util.regex.Pattern UPLOAD_ID =
      java.util.regex.Pattern.compile("<UploadId>([^<]+)</UploadId>");
  private static final java.util.regex.Pattern TAG =
      java.util.regex.Pattern.compile("etag: (\"[0-9a-f]{32}\")");

  @TempDir private Path data;

  @Test
  @Timeout(900)
  void fiveGibibytes_passThroughSmallHeaps() throws Exception {
    Assumptions.assumeTrue(
        Files.getFileStore(data).getUsableSpace() > LENGTH + (1 << 30), "too little space");
    try (Tiers tiers = new Tiers(data)) {
      answer(tiers, "PUT", "/large", "");

      assertThat(Pattern.put(tiers.s3(), PUT, WHOLE, BLOCKS)).isEqualTo(200);
      requireStretches(tiers, PUT, WHOLE);
      Pattern.get(tiers.s3(), PUT, WHOLE, BLOCKS);
      answer(tiers, "DELETE", PUT, "");

      upload(tiers);
      requireStretches(tiers, UPLOADED, IN_PARTS);
      requireRange(
          tiers, UPLOADED + "?partNumber=" + PARTS, "", IN_PARTS, BLOCKS - BLOCKS_OF_PART, BLOCKS);
      Pattern.get(tiers.s3(), UPLOADED, IN_PARTS, BLOCKS);

      tiers.requireBounded();
    }
  }

  /** Some parts at a time, as SDKs send them. */
  private static void upload(Tiers tiers) throws Exception {
    Matcher begun = UPLOAD_ID.matcher(answer(tiers, "POST", UPLOADED + "?uploads", ""));
    assertThat(begun.find()).isTrue();
    String upload = begun.group(1);
    List<Callable<String>> parts = new ArrayList<>();
    for (int part = 1; part <= PARTS; part++) {
      int number = part;
      parts.add(() -> sendPart(tiers, upload, number));
    }
    StringBuilder list = new StringBuilder("<CompleteMultipartUpload>");
    try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      for (Future<String> part : senders.invokeAll(parts)) {
        list.append(part.get());
      }
    }
    list.append("</CompleteMultipartUpload>");
    assertThat(answer(tiers, "POST", UPLOADED + "?uploadId=" + upload, list.toString()))
        .contains("-" + PARTS + "&quot;</ETag>");
  }

  /** Its line in the list of parts. */
  private static String sendPart(Tiers tiers, String upload, int part) throws IOException {
    String target = UPLOADED + "?partNumber=" + part + "&uploadId=" + upload;
    long bytes = (long) BLOCKS_OF_PART * Pattern.BLOCK;
    try (RawHttp http = RawHttp.send(tiers.s3(), "PUT", target, bytes).patient()) {
      for (int block = 0; block < BLOCKS_OF_PART; block++) {
        http.body(Pattern.block(IN_PARTS, (long) (part - 1) * BLOCKS_OF_PART + block));
      }
      String head = http.head();
      Matcher tag = TAG.matcher(head);
      assertThat(tag.find()).as(head).isTrue();
      return "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>"
          .formatted(part, tag.group(1));
    }
  }

  /** At both ends, across 4 GiB, and where parts meet. */
  private static void requireStretches(Tiers tiers, String target, int owner) throws IOException {
    requireRange(tiers, target, "bytes=-" + Pattern.BLOCK, owner, BLOCKS - 1, BLOCKS);
    for (long part : new long[] {0, 1, PARTS / 2, 512, PARTS - 1}) {
      long middle = part * BLOCKS_OF_PART;
      long from = Math.max(0, middle - 2);
      String range =
          "bytes=%d-%d".formatted(from * Pattern.BLOCK, (middle + 2) * Pattern.BLOCK - 1);
      requireRange(tiers, target, range, owner, from, middle + 2);
    }
  }

  private static void requireRange(
      Tiers tiers, String target, String range, int owner, long from, long to) throws IOException {
    String[] headers = range.isEmpty() ? new String[0] : new String[] {"Range: " + range};
    try (RawHttp http = RawHttp.send(tiers.s3(), "GET", target, -1, headers).patient()) {
      assertThat(http.status()).as(range).isEqualTo(206);
      for (long block = from; block < to; block++) {
        Pattern.require(http, owner, block);
      }
      assertThat(http.drain()).as("bytes past the end of %s", range).isZero();
    }
  }

  /** Asks with a small body, or none; the answer's body, whose status is good. */
  private static String answer(Tiers tiers, String method, String target, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (RawHttp http = RawHttp.send(tiers.s3(), method, target, bytes.length).patient()) {
      http.body(bytes);
      assertThat(http.status()).as("%s %s", method, target).isIn(200, 204);
      return new String(http.input().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

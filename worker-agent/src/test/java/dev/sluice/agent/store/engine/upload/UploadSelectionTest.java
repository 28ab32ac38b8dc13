package dev.sluice.agent.store.engine.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.listing.DelimiterRule;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.UploadId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A page of uploads is the beginning of a sorted list of all of them. */
class UploadSelectionTest {
  private static final Comparator<UploadRecord> ORDER =
      Comparator.comparing((UploadRecord upload) -> upload.key().utf8(), Arrays::compareUnsigned)
          .thenComparing(upload -> upload.id().value());

  @Property
  void anyPage_isTheBeginningOfTheSortedList(
      @ForAll("uploads") Set<UploadRecord> uploads,
      @ForAll("texts") String prefix,
      @ForAll("texts") String delimiter,
      @ForAll("texts") String from,
      @ForAll("ids") String afterId,
      @ForAll @IntRange(min = 1, max = 5) int limit) {
    UploadScan scan =
        new UploadScan(new DelimiterRule(prefix, delimiter), utf8(from), afterId, limit);
    UploadSelection selection = new UploadSelection(scan);

    uploads.forEach(selection::add);

    assertThat(selection.page()).isEqualTo(sorted(uploads, scan));
  }

  @Test
  void uploadBehindAFullPage_isNotWanted() {
    UploadSelection selection =
        new UploadSelection(new UploadScan(new DelimiterRule("", "/"), new byte[0], "", 2));
    selection.add(upload("b", "1"));
    selection.add(upload("c/1", "1"));

    assertThat(selection.wants(upload("d", "1"))).isFalse();
    assertThat(selection.wants(upload("c/2", "1"))).isFalse();
    assertThat(selection.wants(upload("b", "2"))).isTrue();
    assertThat(selection.wants(upload("a", "1"))).isTrue();
  }

  /** Asserts nothing of how it is found: by sorting all. */
  private static List<ListedUpload> sorted(Set<UploadRecord> uploads, UploadScan scan) {
    List<ListedUpload> lines = new ArrayList<>();
    for (UploadRecord upload : uploads.stream().sorted(ORDER).toList()) {
      int order = Arrays.compareUnsigned(upload.key().utf8(), scan.from());
      boolean later = scan.afterId().isEmpty() || upload.id().value().compareTo(scan.afterId()) > 0;
      if (upload.key().value().startsWith(scan.keys().prefix())
          && (order > 0 || (order == 0 && later))) {
        String rolledUp = scan.keys().prefixOf(upload.key().value());
        ListedUpload line =
            rolledUp == null
                ? new ListedUpload.Upload(upload.withoutMetadata())
                : new ListedUpload.Prefix(rolledUp);
        if (!lines.contains(line)) {
          lines.add(line);
        }
      }
    }
    return lines.stream().limit(scan.limit()).toList();
  }

  @Provide
  Arbitrary<Set<UploadRecord>> uploads() {
    return texts()
        .filter(text -> !text.isEmpty())
        .flatMap(key -> Arbitraries.of("1", "2", "3").map(id -> upload(key, id)))
        .set()
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "b", "/", "é", "~")
        .list()
        .ofMaxSize(3)
        .map(it -> String.join("", it));
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.of("", "0", "1", "2", "3");
  }

  private static UploadRecord upload(String key, String id) {
    return new UploadRecord(
        new BucketName("bucket"),
        new ObjectKey(key),
        new UploadId(id),
        new Principal("id", "name"),
        Instant.EPOCH,
        ObjectMetadata.NONE,
        null,
        null);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.v1.FailureReason;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureAnswersTest {
  private final StorageException current =
      new StorageException(
          FailureReason.NOT_MODIFIED,
          "current",
          new FailureDetail.NotModified(new ETag("e"), Instant.EPOCH, "max-age=5", ""));

  /** RFC 9110 section 15.4.5: what 200 would have said. */
  @Test
  void notModified_hasTheHeadersOfTheWholeAnswer() {
    Map<String, String> kept =
        Map.of(
            "ETag", "\"e\"",
            "Last-Modified", "Thu, 01 Jan 1970 00:00:00 GMT",
            "Cache-Control", "max-age=5");
    assertThat(FailureAnswers.of(current, get(ContentHeaders.NONE)).headers()).isEqualTo(kept);

    ContentHeaders overrides = new ContentHeaders("", "no-store", "", "", "", "0");
    assertThat(FailureAnswers.of(current, get(overrides)).headers())
        .containsEntry("Cache-Control", "no-store")
        .containsEntry("Expires", "0");
  }

  /**
   * Asserts AWS's elements; the limit is documented in "Working with object metadata",
   * AmazonS3/latest/userguide/UsingMetadata.html.
   */
  @Test
  void metadataTooLarge_saysItsSizeAndTheLimit() {
    StorageException tooLarge =
        new StorageException(
            FailureReason.METADATA_TOO_LARGE, "too large", new FailureDetail.Size(2049, 2048));

    S3Exception answer = FailureAnswers.of(tooLarge, null);

    assertThat(answer.code()).isEqualTo(S3ErrorCode.METADATA_TOO_LARGE);
    assertThat(answer.elements()).isEqualTo(Map.of("Size", "2049", "MaxSizeAllowed", "2048"));
  }

  private static ObjectRequest.GetObject get(ContentHeaders overrides) {
    return new ObjectRequest.GetObject(
        new BucketName("bucket"),
        new ObjectKey("key"),
        null,
        Selection.ALL,
        ReadConditions.NONE,
        overrides,
        false);
  }
}

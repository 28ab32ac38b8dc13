package dev.sluice.agent.store;

import static dev.sluice.agent.store.QuotaFixture.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.CompletionRequest.ListedPart;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Changes and steps of counts in any order. */
class QuotaPropertiesTest {
  private static final int MOST_BYTES = 400;

  private QuotaFixture fixture = new QuotaFixture();
  private final List<UploadRef> uploads = new ArrayList<>();

  @Property(tries = 150)
  void usage_isExactAfterEveryStep(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 9_999) Integer> steps) {
    fixture = new QuotaFixture();
    uploads.clear();
    for (int before = 0; before < 5; before++) {
      change(before * 1_000 + 37 * before);
    }
    fixture.limit(MOST_BYTES);

    for (int step : steps) {
      if (step % 10 < 4) {
        count(step);
      } else {
        change(step);
      }
      if (fixture.usage().exact()) {
        assertThat(fixture.usage().used()).isEqualTo(fixture.truth());
        assertThat(fixture.usage().used().bytes()).isLessThanOrEqualTo(MOST_BYTES);
      }
    }
    fixture.work();

    assertThat(fixture.usage().exact()).isTrue();
    assertThat(fixture.usage().used()).isEqualTo(fixture.truth());
  }

  /** A page of a count; sometimes the next day, on which another one begins; or a restart. */
  private void count(int step) {
    switch (step / 10 % 12) {
      case 0 -> fixture.pass(Duration.ofDays(1));
      case 1 -> fixture.open(2);
      case 2 -> {
        fixture.store.close();
        fixture.open(2);
      }
      default -> fixture.store.quotas().work();
    }
  }

  private void change(int step) {
    int size = step / 10 % 60;
    String key = "key-" + step / 600 % 9;
    try {
      switch (step % 10) {
        case 4, 5 -> fixture.put(key, size);
        case 6 -> fixture.delete(key);
        case 7 -> uploads.add(fixture.begin(key));
        case 8 -> fixture.part(upload(step), 1 + step / 20 % 3, size);
        default -> end(step);
      }
    } catch (StorageException e) {
      assertThat(e.reason()).isIn(FailureReason.QUOTA_EXCEEDED, FailureReason.UPLOAD_NOT_FOUND);
    }
  }

  private UploadRef upload(int step) {
    if (uploads.isEmpty()) {
      uploads.add(fixture.begin("key-0"));
    }
    return uploads.get(step / 60 % uploads.size());
  }

  private void end(int step) {
    UploadRef upload = upload(step);
    List<PartRecord> parts = fixture.store.listParts(CALL, upload, 0, 1000).parts();
    if (step / 10 % 3 == 0 || parts.isEmpty()) {
      fixture.store.abortUpload(CALL, upload);
    } else {
      List<ListedPart> listed =
          parts.stream()
              .limit(1 + step / 30 % 3)
              .map(part -> new ListedPart(part.number(), part.etag(), part.checksum()))
              .toList();
      fixture.store.completeUpload(
          CALL, new CompletionRequest(upload, listed, null, null, null, WriteConditions.NONE));
    }
  }
}

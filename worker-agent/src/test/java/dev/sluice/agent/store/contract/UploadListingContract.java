package dev.sluice.agent.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.request.UploadPage;
import dev.sluice.agent.store.request.UploadQuery;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pages of unfinished uploads. */
abstract class UploadListingContract extends StoreContract {
  UploadListingContract(Opener opener) {
    super(opener);
  }

  static UploadPage page(
      ObjectStore store, String prefix, String delimiter, String key, String id, int limit) {
    return store.listUploads(ALICE, new UploadQuery(BUCKET, prefix, delimiter, key, id, limit));
  }

  @Test
  void uploads_areListedByKeyThenBeginning() {
    String laterKey = begin("b");
    String first = begin("a");
    String second = begin("a");
    begin("c");

    UploadPage page = page(store, "", "", "", "", 3);

    assertThat(ids(page)).containsExactly(first, second, laterKey);
    assertThat(page.truncated()).isTrue();
    assertThat(page.nextKeyMarker()).isEqualTo("b");
    assertThat(page.nextUploadIdMarker()).isEqualTo(laterKey);
    assertThat(page.uploads().getFirst().initiator()).isEqualTo(ALICE.principal());
  }

  @Test
  void markers_leadOn() {
    String a1 = begin("a");
    String a2 = begin("a");
    String b = begin("b");

    assertThat(ids(page(store, "", "", "a", "", 10))).containsExactly(b);
    assertThat(ids(page(store, "", "", "a", a1, 10))).containsExactly(a2, b);
    assertThat(ids(page(store, "", "", "a", a2, 10))).containsExactly(b);
    assertThat(ids(page(store, "", "", "b", b, 10))).isEmpty();
  }

  @Test
  void marker_thatWasAbortedMeanwhile_stillLeadsOn() {
    Uploading gone = Uploading.begin(store, "a");
    String later = begin("a");
    gone.abort();

    assertThat(ids(page(store, "", "", "a", gone.record().id().value(), 10)))
        .containsExactly(later);
  }

  @Test
  void delimiter_rollsUp() {
    String a = begin("a");
    begin("b/1");
    begin("b/2");
    String c = begin("c");

    UploadPage first = page(store, "", "/", "", "", 2);
    assertThat(ids(first)).containsExactly(a);
    assertThat(first.commonPrefixes()).containsExactly("b/");
    assertThat(first.truncated()).isTrue();
    assertThat(first.nextKeyMarker()).isEqualTo("b/");
    assertThat(first.nextUploadIdMarker()).isEmpty();
    UploadPage second = page(store, "", "/", "b/", "", 2);
    assertThat(ids(second)).containsExactly(c);
    assertThat(second.commonPrefixes()).isEmpty();
    assertThat(second.truncated()).isFalse();
    assertThat(ids(page(store, "", "/", "b/1", "", 2))).containsExactly(c);
    assertThat(page(store, "", "/", "b/1", "", 2).commonPrefixes()).isEmpty();
    assertThat(page(store, "b/", "/", "", "", 10).uploads()).hasSize(2);
    assertThat(page(store, "", "", "", "", 0).uploads()).isEmpty();
  }

  @Test
  void finishedUploads_areNotListed() {
    Uploading completed = Uploading.begin(store, "a");
    completed.complete(completed.part(1, bytes(10, 11)));
    Uploading.begin(store, "a").abort();

    assertThat(page(store, "", "", "", "", 10).uploads()).isEmpty();
  }

  private String begin(String key) {
    return Uploading.begin(store, key).record().id().value();
  }

  private static List<String> ids(UploadPage page) {
    return page.uploads().stream().map(UploadRecord::id).map(id -> id.value()).toList();
  }
}

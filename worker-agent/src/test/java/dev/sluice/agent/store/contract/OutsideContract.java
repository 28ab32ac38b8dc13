package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.ObjectReading;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files that other programs put there or change. */
abstract class OutsideContract extends StoreContract {
  OutsideContract(Opener opener) {
    super(opener);
  }

  @Test
  void fileFromOutside_isAnObject() {
    write("dir/page.html", "<p>");

    ObjectInfo info = head("dir/page.html");

    assertThat(read("dir/page.html")).isEqualTo("<p>".getBytes(UTF_8));
    assertThat(info.metadata().headers().contentType()).isEqualTo("text/html");
    assertThat(info.owner()).isEqualTo(ALICE.principal()); // the bucket's
    assertThat(info.etag().isMd5()).isFalse();
    assertThat(info.etag().value()).endsWith("-1");
    assertThat(head("dir/page.html").etag()).isEqualTo(info.etag());
    assertThat(list("", "/").commonPrefixes()).containsExactly("dir/");
    assertThat(list("dir/", "/").objects())
        .singleElement()
        .extracting("etag")
        .isEqualTo(info.etag());
    assertThat(delete("dir/page.html")).isTrue();
    assertThat(list("", "").objects()).isEmpty();
  }

  @Test
  void fileOfUnknownName_hasTheGeneralType() {
    write("README", "text");

    assertThat(head("README").metadata().headers().contentType())
        .isEqualTo("application/octet-stream");
  }

  @Test
  void changedFile_losesWhatSpokeOfItsBytesAndKeepsTheRest() {
    ContentHeaders headers = new ContentHeaders("text/x-own", "c", "", "", "", "");
    PutRequest request =
        new PutRequest(
            BUCKET,
            key("key"),
            3,
            ObjectMetadata.of(headers, Map.of("kept", "yes")),
            ChecksumAlgorithm.SHA256,
            WriteConditions.NONE);
    ObjectInfo before = put(request, "old".getBytes(UTF_8));

    write("key", "newer");

    ObjectInfo after = head("key");
    assertThat(read("key")).isEqualTo("newer".getBytes(UTF_8));
    assertThat(after.size()).isEqualTo(5);
    assertThat(after.etag()).isNotEqualTo(before.etag());
    assertThat(after.etag().isMd5()).isFalse();
    assertThat(after.checksum()).isNull();
    assertThat(after.metadata().headers()).isEqualTo(headers);
    assertThat(after.metadata().userMetadata()).isEqualTo(Map.of("kept", "yes"));
  }

  @Test
  void changeOfSameSize_isNoticed() {
    ObjectInfo before = put("key", "old");

    write("key", "new");

    assertThat(head("key").etag()).isNotEqualTo(before.etag());
    EtagCondition tag = new EtagCondition(false, List.of(before.etag()));
    PutRequest request = putRequest("key", 1, new WriteConditions(tag, null, null, null));
    assertThat(failureOf(() -> put(request, new byte[1])).reason())
        .isEqualTo(FailureReason.PRECONDITION_FAILED);
  }

  @Test
  void fileChangedWhileItIsRead_isNeverCalledWhole() {
    byte[] body = bytes(8 << 20, 4);
    put("key", body);
    try (ObjectReading reading = store.getObject(ALICE, readRequest("key", Selection.ALL))) {
      reading.read(ByteBuffer.allocate(1000));
      tested.writeFromOutside(BUCKET, key("key"), bytes(8 << 20, 5));

      assertThat(failureOf(() -> readAll(reading)).reason()).isEqualTo(FailureReason.STORAGE_FAULT);
    }
  }

  @Test
  void conditionsOnProvisionalTags_work() {
    write("key", "text");
    EtagCondition tag = new EtagCondition(false, List.of(head("key").etag()));

    put(putRequest("key", 1, new WriteConditions(tag, null, null, null)), new byte[1]);

    assertThat(head("key").size()).isEqualTo(1);
  }

  private void write(String key, String text) {
    tested.writeFromOutside(BUCKET, key(key), text.getBytes(UTF_8));
  }
}

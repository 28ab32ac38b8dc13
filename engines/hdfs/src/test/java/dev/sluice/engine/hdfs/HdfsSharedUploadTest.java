package dev.sluice.engine.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.common.model.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An upload of which one of two agents is paused in the middle of a change, while the other takes
 * its slot over: what was acknowledged stays, and either of them may go on with it.
 */
final class HdfsSharedUploadTest {
  private final String root = HdfsCluster.shared().newRoot();
  private final HdfsHook hook = new HdfsHook();
  private final HdfsRoot first = hook.open(root, HdfsCluster.settings(Placement.SHARED, "agent-1"));
  private final HdfsRoot second = new HdfsRoot(HdfsCluster.shared().openShared(root, "agent-2"));

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private UploadArea beginWithTwoParts() {
    UploadArea area = first.begin("key");
    HdfsRoot.part(area, 1, "one");
    HdfsRoot.part(area, 2, "two");
    return area;
  }

  @ParameterizedTest
  @CsvSource({
    "rename2, 'upload-bucket-one,upload-1'",
    "setXAttr, name=sluice.intent",
    "concat, ''",
    "rename2, bucket-one/key"
  })
  void completionThatWasTakenOver_completesNothing_andLosesNoPart(String method, String arguments) {
    UploadArea area = beginWithTwoParts();
    hook.pauseBefore(method, arguments, () -> HdfsRoot.part(second.upload(), 3, "three"));

    HdfsRoot.assertUnavailable(() -> first.complete("key", area));

    assertThat(hook.isWaiting()).isFalse();
    assertThat(second.engine().stat(HdfsRoot.name("key"))).isNull();
    assertThat(first.upload().parts().keySet()).containsExactly(1, 2, 3);
    first.complete("key", first.upload());
    assertThat(second.read("key")).isEqualTo("onetwothree");
  }

  @Test
  void partThatWasTakenOver_isNotOverANewerOne() {
    UploadArea area = beginWithTwoParts();
    hook.pauseBefore("rename2", "/part-1", () -> HdfsRoot.part(second.upload(), 1, "next"));

    HdfsRoot.assertUnavailable(() -> HdfsRoot.part(area, 1, "late"));

    first.complete("key", first.upload());
    assertThat(second.read("key")).isEqualTo("nexttwo");
  }
}

package dev.sluice.agent.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.ObjectReading;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.contract.ObjectStoreContract;
import dev.sluice.agent.store.contract.StoreUnderTest;
import dev.sluice.agent.store.local.LocalStoreUnderTest;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The contract over plain files, whose bodies their readers take from the files themselves. */
final class GrpcPassedStoreTest extends ObjectStoreContract {
  private static final CallContext CALL =
      new CallContext(Caller.operator(new Principal("id", "name")), "request", null);
  private static final BucketName BUCKET = new BucketName("bucket");

  @Override
  protected StoreUnderTest open(StoreLimits limits) throws IOException {
    StoreUnderTest behind = LocalStoreUnderTest.open(limits);
    PassingStore passing = new PassingStore(behind.store());
    return new ServedStoreUnderTest(behind, passing.served(), passing.store());
  }

  @Test
  void bodyWithBytes_comesByItsFile() throws Exception {
    try (StoreUnderTest behind = LocalStoreUnderTest.open(StoreLimits.DEFAULTS);
        PassingStore passing = new PassingStore(behind.store())) {
      behind.makeBucketFromOutside(BUCKET);
      for (String content : new String[] {"", "b", "bytes"}) {
        behind.writeFromOutside(BUCKET, new ObjectKey("key"), content.getBytes(UTF_8));
        assertThat(read(passing)).isEqualTo(content);
      }
      assertThat(passing.passed()).isEqualTo(2);
    }
  }

  private static String read(PassingStore passing) {
    ReadRequest request =
        new ReadRequest(BUCKET, new ObjectKey("key"), ReadConditions.NONE, Selection.ALL);
    try (ObjectReading reading = passing.store().getObject(CALL, request)) {
      ByteBuffer bytes = ByteBuffer.allocate(10);
      assertThat(reading.read(bytes)).isZero();
      return UTF_8.decode(bytes.flip()).toString();
    }
  }
}

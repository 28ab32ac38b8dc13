package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.DeleteObjectRequest;
import dev.sluice.v1.DeleteObjectResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asserts AWS's behaviour: "DeleteObject", AmazonS3/latest/API/API_DeleteObject.html. */
class DeleteObjectTest {
  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void object_isGoneWhetherItWasThereOrNot(boolean existed) throws Exception {
    s3.agent()
        .answers(
            ObjectServiceGrpc.getDeleteObjectMethod(),
            DeleteObjectResponse.newBuilder().setExisted(existed).build());
    WriteConditions conditions =
        new WriteConditions(
            new EtagCondition(false, List.of(new ETag("e"))), null, Instant.EPOCH, 5L);

    assertThat(s3.answer(Requests.deleteObject(conditions)))
        .isEqualTo(new S3Response.Empty(204, Map.of()));
    assertThat(s3.agent().received(ObjectServiceGrpc.getDeleteObjectMethod()))
        .isEqualTo(
            DeleteObjectRequest.newBuilder()
                .setBucket("bucket")
                .setKey(Requests.KEY.value())
                .setConditions(WireConditions.toProto(conditions))
                .build());
  }
}

package dev.sluice.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.UnknownFieldSet;
import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Principal;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.CorsRule;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetBucketRequest;
import dev.sluice.v1.GetBucketSettingsRequest;
import dev.sluice.v1.GetBucketSettingsResponse;
import dev.sluice.v1.ObjectOwnership;
import dev.sluice.v1.ReplaceBucketSettingsRequest;
import dev.sluice.v1.Tag;
import io.grpc.StatusRuntimeException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Settings as the messages of a caller in any language. */
@Timeout(60)
class SettingsServiceTest {
  private final ObjectStore store =
      new EngineObjectStore(
          new MemoryEngine(InstantSource.system()),
          StoreLimits.DEFAULTS,
          InstantSource.system(),
          new UploadIds(InstantSource.system()));
  private final ServedStore served = ServedStore.of(store);
  private final BucketServiceGrpc.BucketServiceBlockingStub buckets =
      BucketServiceGrpc.newBlockingStub(served.channel());

  @BeforeEach
  void makeBucket() {
    store.createBucket(
        new CallContext(Caller.operator(new Principal("id", "name")), "request", null),
        new BucketName("bucket"));
  }

  @AfterEach
  void close() {
    served.close();
    store.close();
  }

  private GetBucketSettingsResponse get() {
    return buckets.getBucketSettings(
        GetBucketSettingsRequest.newBuilder().setBucket("bucket").build());
  }

  private long replace(BucketSettings settings, long expected) {
    return buckets
        .replaceBucketSettings(
            ReplaceBucketSettingsRequest.newBuilder()
                .setBucket("bucket")
                .setSettings(settings)
                .setExpectedGeneration(expected)
                .build())
        .getGeneration();
  }

  private FailureReason refusal(BucketSettings settings) {
    StatusRuntimeException failure =
        Objects.requireNonNull(
            catchThrowableOfType(
                StatusRuntimeException.class, () -> replace(settings, get().getGeneration())));
    return StorageStatus.fromStatus(failure.getStatus(), failure.getTrailers()).reason();
  }

  private static BucketSettings tagged(String... pairs) {
    BucketSettings.Builder settings = BucketSettings.newBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      settings.addTags(Tag.newBuilder().setKey(pairs[i]).setValue(pairs[i + 1]));
    }
    return settings.build();
  }

  @Test
  void generation_isThatOfTheBucket() {
    assertThat(get().getSettings())
        .isEqualTo(
            BucketSettings.newBuilder()
                .setObjectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .build());

    long generation = replace(tagged("b", "1", "a", "2"), get().getGeneration());

    assertThat(get().getSettings()).isEqualTo(tagged("b", "1", "a", "2"));
    assertThat(get().getGeneration()).isEqualTo(generation);
    assertThat(
            buckets
                .getBucket(GetBucketRequest.newBuilder().setBucket("bucket").build())
                .getBucket()
                .getSettingsGeneration())
        .isEqualTo(generation);
  }

  @Test
  void tagsThatAreNone_areRefusedByName() {
    long before = get().getGeneration();
    assertThat(refusal(tagged("aws:x", ""))).isEqualTo(FailureReason.TAG_INVALID);
    assertThat(refusal(tagged("", "x"))).isEqualTo(FailureReason.TAG_INVALID);
    assertThat(refusal(tagged("k", "1", "k", "2"))).isEqualTo(FailureReason.TAG_INVALID);
    String[] many = new String[102];
    for (int i = 0; i < many.length; i++) {
      many[i] = "k" + i;
    }
    assertThat(refusal(tagged(many))).isEqualTo(FailureReason.TAGS_TOO_MANY);
    assertThat(get().getGeneration()).isEqualTo(before);
  }

  @Test
  void corsRulesThatAreNone_areRefused() {
    GetBucketSettingsResponse before = get();
    CorsRule rule = CorsRule.newBuilder().addAllowedOrigins("*").addAllowedMethods("GET").build();
    List<CorsRule> wrong =
        List.of(
            CorsRule.getDefaultInstance(),
            rule.toBuilder().addAllowedMethods("OPTIONS").build(),
            rule.toBuilder().addAllowedOrigins("*.*").build(),
            rule.toBuilder().addAllowedHeaders("**").build(),
            rule.toBuilder().addExposeHeaders("*").build(),
            rule.toBuilder().addExposeHeaders("a\r\nb: c").build(),
            rule.toBuilder().setMaxAgeSeconds(-1).build(),
            rule.toBuilder().setId("i".repeat(256)).build(),
            rule.toBuilder().addAllowedOrigins("o".repeat(64 << 10)).build());

    assertThat(wrong)
        .allSatisfy(
            it ->
                assertThat(refusal(BucketSettings.newBuilder().addCorsRules(it).build()))
                    .isEqualTo(FailureReason.REQUEST_INVALID));
    assertThat(
            refusal(
                BucketSettings.newBuilder()
                    .addAllCorsRules(Collections.nCopies(101, rule))
                    .build()))
        .isEqualTo(FailureReason.REQUEST_INVALID);
    assertThat(get()).isEqualTo(before);
  }

  @Test
  void settingThatTheAgentDoesNotKnow_isRefusedAndNotDropped() {
    BucketSettings later =
        tagged("k", "v").toBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build())
            .build();

    assertThat(refusal(later)).isEqualTo(FailureReason.NOT_IMPLEMENTED);
    assertThat(get().getSettings().getTagsList()).isEmpty();
  }
}

package dev.sluice.agent.store.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.bucket.Acceleration;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.KeptUsage;
import dev.sluice.agent.store.engine.bucket.Payer;
import dev.sluice.agent.store.engine.bucket.PublicAccessBlock;
import dev.sluice.agent.store.engine.bucket.Quota;
import dev.sluice.agent.store.engine.bucket.Usage;
import dev.sluice.common.model.CorsRule;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.TagSet;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Records of buckets with their settings, on their way to the disk and back. */
class BucketCodecPropertiesTest {
  @Property(tries = 200)
  void bucket_comesBackAsItWas(@ForAll("buckets") BucketRecord record) throws Exception {
    StoredBucket stored = StoredBucket.parseFrom(BucketCodec.store(record).toByteArray());

    assertThat(BucketCodec.load(stored, Instant.EPOCH)).isEqualTo(record);
  }

  /** Nothing of the settings before is left. */
  @Property(tries = 200)
  void settings_takeThePlaceOfOthers(
      @ForAll("buckets") BucketRecord before, @ForAll("settings") BucketSettings settings) {
    BucketRecord changed =
        new BucketRecord(
            before.created(),
            before.owner(),
            before.region(),
            settings,
            before.generation() + 1,
            before.usage());

    StoredBucket stored = BucketCodec.withSettings(BucketCodec.store(before), changed);

    assertThat(BucketCodec.load(stored, Instant.EPOCH)).isEqualTo(changed);
  }

  @Provide
  Arbitrary<BucketRecord> buckets() {
    Arbitrary<Long> count = Arbitraries.longs().between(0, Long.MAX_VALUE);
    Arbitrary<KeptUsage> usage =
        Combinators.combine(
                Combinators.combine(count, count, count).as(Usage::new),
                Arbitraries.of(true, false),
                StoredValues.times().injectNull(0.3))
            .as(KeptUsage::new);
    return Combinators.combine(
            StoredValues.times(),
            StoredValues.principals().injectNull(0.2),
            Arbitraries.of("us-east-1", "eu-central-1", "r").map(Region::new),
            settings(),
            Arbitraries.longs().between(0, Long.MAX_VALUE - 1),
            usage.injectNull(0.3))
        .as(BucketRecord::new);
  }

  @Provide
  Arbitrary<BucketSettings> settings() {
    Arbitrary<Boolean> flag = Arbitraries.of(true, false);
    Arbitrary<Long> limit = Arbitraries.longs().between(0, Long.MAX_VALUE).injectNull(0.3);
    return Combinators.combine(
            Combinators.combine(
                    StoredValues.tags(TagSet.MAX_OF_BUCKET),
                    StoredValues.texts().filter(policy -> !policy.isEmpty()).injectNull(0.3),
                    StoredValues.acls().injectNull(0.3),
                    Arbitraries.of(ObjectOwnership.class).injectNull(0.3))
                .as(
                    (tags, policy, acl, ownership) ->
                        BucketSettings.NONE
                            .withTags(tags)
                            .withPolicy(policy)
                            .withAcl(acl)
                            .withOwnership(ownership)),
            Combinators.combine(flag, flag, flag, flag).as(PublicAccessBlock::new).injectNull(0.3),
            rules(),
            Arbitraries.of(Payer.class).injectNull(0.3),
            Arbitraries.of(Acceleration.class).injectNull(0.3),
            Combinators.combine(limit, limit).as(Quota::new).injectNull(0.3))
        .as(
            (some, block, rules, payer, acceleration, quota) ->
                new BucketSettings(
                    some.tags(),
                    some.policy(),
                    some.acl(),
                    some.ownership(),
                    block,
                    rules,
                    payer,
                    acceleration,
                    quota));
  }

  private static Arbitrary<List<CorsRule>> rules() {
    Arbitrary<List<String>> names = Arbitraries.of("*", "x-a", "ETag", "x-*").list().ofMaxSize(3);
    return Combinators.combine(
            StoredValues.texts(),
            Arbitraries.of("*", "http://*.example.org", "https://ä.example")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3),
            Arbitraries.of(CorsRule.METHODS).list().ofMinSize(1).ofMaxSize(5),
            names,
            Arbitraries.of("ETag", "x-amz-b").list().ofMaxSize(2),
            Arbitraries.integers().between(0, Integer.MAX_VALUE).injectNull(0.3))
        .as(CorsRule::new)
        .list()
        .ofMaxSize(3);
  }
}

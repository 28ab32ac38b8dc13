package dev.sluice.agent.store;

import dev.sluice.agent.store.ObjectStore.BucketPage;
import dev.sluice.agent.store.ObjectStore.NamedBucket;
import dev.sluice.agent.store.access.Access;
import dev.sluice.agent.store.access.Decision;
import dev.sluice.agent.store.acl.BucketDefaults;
import dev.sluice.agent.store.acl.BucketRules;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.agent.store.request.CreationRequest;
import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.Wildcard;
import dev.sluice.v1.FailureReason;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Buckets. */
final class Buckets {
  /** Least names that are looked at at once: most of them may be hidden from the caller. */
  private static final int LEAST_SCAN = 100;

  /** Attempts at a change of settings; each that fails does so because another one succeeded. */
  private static final int SETTINGS_ATTEMPTS = 16;

  private final StorageEngine engine;
  private final Quotas quotas;
  private final InstantSource clock;
  private final BucketDefaults defaults;

  Buckets(StorageEngine engine, Quotas quotas, BucketDefaults defaults, InstantSource clock) {
    this.engine = engine;
    this.quotas = quotas;
    this.clock = clock;
    this.defaults = defaults;
  }

  BucketRecord create(Access access, CreationRequest request) {
    BucketName bucket = request.bucket();
    Principal owner = access.context().principal();
    BucketSettings settings = settings(owner, request);
    access.context().requireWaiting();
    BucketRecord record =
        new BucketRecord(clock.instant(), owner, request.region()).withSettings(settings);
    if (engine.createBucket(bucket, record)) {
      quotas.forget(bucket);
      return record;
    }
    BucketRecord there = engine.bucket(bucket);
    if (there == null) {
      throw new StorageException(
          FailureReason.BUCKET_ALREADY_EXISTS,
          "bucket: "
              + bucket
              + ": the name is taken by a file that is no bucket (expected: a free name)");
    }
    Principal other = there.owner();
    boolean own =
        other == null
            ? owner.account().equals(Principal.ROOT.account())
            : owner.id().equals(other.id());
    if (!own) {
      throw new StorageException(
          FailureReason.BUCKET_ALREADY_EXISTS,
          "bucket: " + bucket + ": belongs to another owner (expected: a free name)");
    }
    throw new StorageException(
        FailureReason.BUCKET_ALREADY_OWNED,
        "bucket: " + bucket + ": exists already (expected: a free name)");
  }

  private BucketSettings settings(Principal owner, CreationRequest request) {
    BucketRules rules =
        new BucketRules(
            owner,
            Objects.requireNonNullElse(request.ownership(), defaults.ownership()),
            defaults.publicAccessBlock());
    return BucketSettings.NONE
        .withTags(request.tags())
        .withOwnership(rules.ownership())
        .withPublicAccessBlock(rules.publicAccessBlock())
        .withAcl(rules.ofNewBucket(request.acl()));
  }

  BucketRecord get(Access access, BucketName bucket) {
    BucketRecord record = engine.bucket(bucket);
    if (record == null) {
      throw StorageException.noSuchBucket(bucket);
    }
    quotas.met(bucket, record);
    return record;
  }

  BucketRecord replaceSettings(
      Access access, BucketName bucket, BucketSettings settings, long generation) {
    BucketRecord replaced =
        Publishing.retried(
            () -> {
              access.renew();
              return replaceOnce(access, bucket, settings, generation);
            });
    quotas.refresh(bucket);
    return replaced;
  }

  private BucketRecord replaceOnce(
      Access access, BucketName bucket, BucketSettings settings, long generation) {
    PolicyRules.check(bucket, get(access, bucket).settings(), settings);
    requireSameQuota(access, bucket, settings, generation);
    BucketRules.requireReplaceable(get(access, bucket), settings, defaults.ownership());
    access.context().requireWaiting();
    try {
      return engine
          .decidedBy(access.settings())
          .replaceSettings(
              bucket, settings, new Expectation.Exactly(BucketRecord.state(generation)));
    } catch (ExpectationNotMet e) {
      long there = get(access, bucket).generation();
      if (there == generation) {
        throw e; // the caller was let in by settings before
      }
      throw new StorageException(
          FailureReason.CONDITIONAL_CONFLICT,
          "settings of bucket "
              + bucket
              + ": generation "
              + there
              + " (expected: "
              + generation
              + ")");
    }
  }

  /** What a bucket may hold is up to the operator, whoever owns it. */
  private void requireSameQuota(
      Access access, BucketName bucket, BucketSettings settings, long generation) {
    BucketRecord before = get(access, bucket);
    if (before.generation() == generation
        && !Objects.equals(before.settings().quota(), settings.quota())) {
      Decision.ofAdministration(access.context().caller()).require();
    }
  }

  /** Replaces the list of a bucket, whatever other settings are changed meanwhile. */
  BucketRecord replaceAcl(
      Access access, BucketName name, AclSpec acl, @Nullable String expectedOwner) {
    for (int attempt = 0; attempt < SETTINGS_ATTEMPTS; attempt++) {
      access.renew();
      BucketRecord bucket = get(access, name);
      BucketRules rules = BucketRules.of(bucket, defaults.ownership());
      BucketRules.requireOwner(rules.owner(), expectedOwner);
      BucketSettings settings = bucket.settings().withAcl(rules.ofBucket(acl));
      if (settings.equals(bucket.settings())) {
        return bucket;
      }
      access.context().requireWaiting();
      try {
        return engine
            .decidedBy(access.settings())
            .replaceSettings(name, settings, new Expectation.Exactly(bucket.state()));
      } catch (ExpectationNotMet e) {
        // what is there now decides
      }
    }
    throw new StorageException(
        FailureReason.CONDITIONAL_CONFLICT,
        "settings of bucket "
            + name
            + ": changed by other callers at each of "
            + SETTINGS_ATTEMPTS
            + " attempts (expected: a retry later)");
  }

  BucketPage list(
      Access access, String prefix, String startAfter, int limit, List<Wildcard> granted) {
    Refusals.requireWithin("bucket limit", limit, 1, StoreLimits.MAX_BUCKET_PAGE);
    List<NamedBucket> page = new ArrayList<>();
    String after = startAfter;
    while (true) {
      access.context().requireWaiting();
      int wanted = Math.max(limit + 1, LEAST_SCAN);
      List<BucketName> names = engine.buckets(new BucketScan(prefix, after, wanted));
      for (BucketName name : names) {
        BucketRecord record = engine.bucket(name);
        boolean shown =
            record != null // else deleted meanwhile
                && access.shows(
                    record, granted.stream().anyMatch(pattern -> pattern.matches(name.value())));
        if (record != null && shown) {
          if (page.size() == limit) {
            return new BucketPage(page, true);
          }
          page.add(new NamedBucket(name, record));
        }
      }
      if (names.size() < wanted) {
        return new BucketPage(page, false);
      }
      after = names.getLast().value();
    }
  }

  void delete(Access access, BucketName bucket) {
    boolean deleted =
        Publishing.retried(
            () -> {
              access.renew();
              access.context().requireWaiting();
              return engine.decidedBy(access.settings()).deleteBucket(bucket);
            });
    if (!deleted) {
      throw new StorageException(
          FailureReason.BUCKET_NOT_EMPTY,
          "bucket: "
              + bucket
              + ": holds files (expected: none; where its listing is empty, 'sluice fsck' names"
              + " them)");
    }
    quotas.forget(bucket);
  }
}

package dev.sluice.agent.store.access;

import static dev.sluice.common.model.Evaluation.Resource.SOURCE;
import static dev.sluice.common.model.Evaluation.Resource.TARGET;

import dev.sluice.agent.store.acl.BucketRules;
import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Access of a call to what it touches. {@link AccessControl} gives one to callers whom it does not
 * refuse at once; their calls are allowed as far as that depends on the caller and the bucket. What
 * depends on an object is decided when the object is at hand, before anything of it is answered or
 * changed: code that opens one calls {@link #toTarget} or {@link #toSource}, and {@link #renew}
 * right before a change becomes visible. Used by one thread at a time.
 */
public final class Access {
  private static final String LIST = "s3:ListBucket";
  private static final String GET_ACL = "s3:GetObjectAcl";
  private static final String GET_TAGS = "s3:GetObjectTagging";
  private static final String PUT_TAGS = "s3:PutObjectTagging";

  private final AccessControl control;
  private final CallContext context;
  private final AccessTarget target;
  private final @Nullable AccessTarget source;
  private final boolean bound;

  private Instant now = Instant.EPOCH;
  private @Nullable BucketAccess targetBucket;
  private @Nullable BucketAccess sourceBucket;
  private boolean targetOpen;
  private boolean sourceOpen;

  /** Policies by the index of the evaluation that asks them. */
  private AskedPolicies[] policies = {};

  Access(
      AccessControl control,
      CallContext context,
      AccessTarget target,
      @Nullable AccessTarget source) {
    this.control = control;
    this.context = context;
    this.target = target;
    this.source = source;
    this.bound =
        switch (context.caller().kind()) {
          case OPERATOR, ROOT -> false;
          case ACCOUNT_ROOT, IDENTITY, ANONYMOUS -> true;
        };
  }

  /** The context of the call. */
  public CallContext context() {
    return context;
  }

  /** Decides what can be decided before anything is looked at. */
  void decide() {
    if (!bound) {
      return;
    }
    now = control.now();
    targetBucket = bucketOf(target);
    sourceBucket = source == null ? null : bucketOf(source);
    policies = new AskedPolicies[context.caller().evaluations().size()];
    targetOpen = decideEarly(TARGET, target, targetBucket);
    sourceOpen = decideEarly(SOURCE, source, sourceBucket);
  }

  private @Nullable BucketAccess bucketOf(AccessTarget touched) {
    BucketName name = touched.deciding();
    return name == null ? null : control.bucket(name);
  }

  /**
   * Decides without the object.
   *
   * @param touched null: the call touches no such resource, of which nothing may be denied all the
   *     same
   * @return whether something depends on the object
   */
  private boolean decideEarly(
      Evaluation.Resource resource, @Nullable AccessTarget touched, @Nullable BucketAccess bucket) {
    boolean evaluated = false;
    boolean open = false;
    List<Evaluation> evaluations = context.caller().evaluations();
    for (int i = 0; i < evaluations.size(); i++) {
      Evaluation evaluation = evaluations.get(i);
      if (evaluation.resource() == resource) {
        evaluated = true;
        if (touched != null) {
          policies[i] = new AskedPolicies(bucket);
          ObjectFacts early = touched.facts(evaluation.action());
          Decision decision = Decision.of(question(i, touched, bucket, early));
          decision.require();
          open |= decision.verdict() == Decision.Verdict.OPEN;
        } else if (evaluation.outcome() == Evaluation.Verdict.DENY) {
          throw Decision.unevaluated(resource).refusal();
        }
      }
    }
    if (touched != null && !evaluated) {
      throw Decision.unevaluated(resource).refusal();
    }
    return open;
  }

  private AccessQuestion question(
      int index, AccessTarget touched, @Nullable BucketAccess bucket, ObjectFacts object) {
    Evaluation evaluation = context.caller().evaluations().get(index);
    return question(evaluation, touched, bucket, object, policies[index]);
  }

  private AccessQuestion question(
      Evaluation evaluation,
      AccessTarget touched,
      @Nullable BucketAccess bucket,
      ObjectFacts object,
      AskedPolicies policies) {
    return new AccessQuestion(
        context.caller(), evaluation, touched, bucket, object, null, now, policies);
  }

  /** Whether the records of the buckets are known without reading them. */
  boolean isKnown() {
    return !bound || (isKnown(target) && (source == null || isKnown(source)));
  }

  private boolean isKnown(AccessTarget touched) {
    BucketName name = touched.deciding();
    return name == null || control.isKnown(name);
  }

  /** Whether something depends on an object. */
  boolean dependsOnObject() {
    return targetOpen || sourceOpen;
  }

  /** Decides what depends on objects, by a look at them. An upload is found by its id alone. */
  void look(ReadableStorage storage) {
    if (targetOpen && target.kind() != AccessTarget.Kind.UPLOAD) {
      decideLate(TARGET, target, targetBucket, target.facts(storage, targetBucket));
    }
    if (sourceOpen && source != null) {
      decideLate(SOURCE, source, sourceBucket, source.facts(storage, sourceBucket));
    }
  }

  /** The decisions on the evaluations, in their order. */
  List<Decision> explain(ReadableStorage storage) {
    now = control.now();
    List<Decision> decisions = new ArrayList<>();
    for (Evaluation evaluation : context.caller().evaluations()) {
      AccessTarget touched = evaluation.resource() == SOURCE && source != null ? source : target;
      BucketAccess bucket = bucketOf(touched);
      AskedPolicies both = new AskedPolicies(bucket);
      ObjectFacts early = touched.facts(evaluation.action());
      Decision decision = Decision.of(question(evaluation, touched, bucket, early, both));
      if (decision.verdict() == Decision.Verdict.OPEN) {
        ObjectFacts late = touched.facts(storage, bucket);
        decision = Decision.of(question(evaluation, touched, bucket, late, both));
      }
      decisions.add(decision);
    }
    return decisions;
  }

  /** Whether something depends on the object at the target, so that it has to be looked at. */
  public boolean dependsOnTarget() {
    return targetOpen;
  }

  /**
   * Decides with the target's object at hand.
   *
   * @param object null: there is none
   */
  public void toTarget(@Nullable StoredObject object) {
    if (targetOpen) {
      decideLate(TARGET, target, targetBucket, ObjectFacts.of(object));
    }
  }

  /**
   * Decides with the upload at hand.
   *
   * @param upload null: there is none
   */
  public void toUpload(@Nullable UploadRecord upload) {
    if (targetOpen && target.kind() == AccessTarget.Kind.UPLOAD) {
      decideLate(TARGET, target, targetBucket, ObjectFacts.of(upload));
    }
  }

  /** Decides with the source's object at hand. */
  public void toSource(StoredObject object) {
    if (sourceOpen && source != null) {
      decideLate(SOURCE, source, sourceBucket, ObjectFacts.of(object));
    }
  }

  private void decideLate(
      Evaluation.Resource resource,
      AccessTarget touched,
      @Nullable BucketAccess bucket,
      ObjectFacts object) {
    for (int i = 0; i < policies.length; i++) {
      if (dependsOnObject(i, resource, touched)) {
        Decision decision = Decision.of(question(i, touched, bucket, object));
        if (!decision.allowed()) {
          throw decision.refusal();
        }
      }
    }
  }

  private boolean dependsOnObject(int index, Evaluation.Resource resource, AccessTarget touched) {
    Evaluation evaluation = context.caller().evaluations().get(index);
    return evaluation.resource() == resource
        && touched.facts(evaluation.action()) == ObjectFacts.Missing.UNKNOWN;
  }

  /** The refusal where the target's object is missing: as such only to who may list it. */
  public StorageException missingTarget() {
    return missing(TARGET, target, targetBucket, targetOpen);
  }

  /** The same of the source's. */
  public StorageException missingSource() {
    return missing(SOURCE, source == null ? target : source, sourceBucket, sourceOpen);
  }

  private StorageException missing(
      Evaluation.Resource resource,
      AccessTarget touched,
      @Nullable BucketAccess bucket,
      boolean open) {
    StorageException missing =
        new StorageException(
            FailureReason.OBJECT_NOT_FOUND, "key: " + touched.key() + ": not found");
    if (!bound) {
      return missing;
    }
    if (open) {
      decideMissing(resource, touched, bucket);
    }
    Decision disclosed = disclosure(resource, touched, bucket);
    return disclosed.allowed() ? missing : disclosed.refusal();
  }

  /**
   * Decides about an object that is not there, as {@link #decideLate} would. A list that may have
   * let the caller read it is gone with it: whether the caller may list the bucket is then enough.
   */
  private void decideMissing(
      Evaluation.Resource resource, AccessTarget touched, @Nullable BucketAccess bucket) {
    for (int i = 0; i < policies.length; i++) {
      if (dependsOnObject(i, resource, touched)) {
        AccessQuestion question = question(i, touched, bucket, ObjectFacts.Missing.ABSENT);
        Decision decision = Decision.of(question);
        if (decision.decider() != Decision.Decider.NOTHING || !question.isReadByList()) {
          decision.require();
        }
      }
    }
  }

  /** Whether the caller may see the tags of the target's object, which is at hand. */
  public boolean showsTags(StoredObject object) {
    return !bound
        || object.record().metadata().tags().isEmpty()
        || asks(GET_TAGS, TARGET)
        || ofTags(GET_TAGS, TARGET, target, targetBucket, object).allowed();
  }

  /** Whether the caller sees the access control list of the target's object: who asked for it. */
  public boolean showsAcl() {
    return !bound || asks(GET_ACL, TARGET);
  }

  /** Fails where the caller may not give the target the tags of the source's object at hand. */
  public void toSourceTags(StoredObject object) {
    if (bound && source != null && !object.record().metadata().tags().isEmpty()) {
      ofTags(GET_TAGS, SOURCE, source, sourceBucket, object).require();
      ofTags(PUT_TAGS, TARGET, target, targetBucket, null).require();
    }
  }

  /** Whether the request itself asks for an action, which was decided then. */
  private boolean asks(String action, Evaluation.Resource resource) {
    for (Evaluation evaluation : context.caller().evaluations()) {
      if (evaluation.resource() == resource && evaluation.action().equals(action)) {
        return true;
      }
    }
    return false;
  }

  private Decision ofTags(
      String action,
      Evaluation.Resource resource,
      AccessTarget touched,
      @Nullable BucketAccess bucket,
      @Nullable StoredObject object) {
    for (Evaluation evaluation : context.caller().disclosures()) {
      if (evaluation.resource() == resource && evaluation.action().equals(action)) {
        AccessTarget whole =
            new AccessTarget(AccessTarget.Kind.OBJECT, touched.bucket(), touched.key());
        ObjectFacts facts = ObjectFacts.of(object);
        return Decision.of(question(evaluation, whole, bucket, facts, new AskedPolicies(bucket)));
      }
    }
    return Decision.unevaluated(resource);
  }

  /** Decides whether the caller may list the object, and so learn that it is missing. */
  private Decision disclosure(
      Evaluation.Resource resource, AccessTarget touched, @Nullable BucketAccess bucket) {
    ObjectKey key = touched.key();
    for (Evaluation evaluation : context.caller().disclosures()) {
      if (evaluation.resource() == resource && evaluation.action().equals(LIST)) {
        return Decision.of(
            new AccessQuestion(
                context.caller(),
                evaluation,
                new AccessTarget(AccessTarget.Kind.BUCKET, touched.bucket(), null),
                bucket,
                ObjectFacts.Missing.ABSENT,
                key == null ? null : key.value(),
                now));
      }
    }
    return Decision.unevaluated(resource);
  }

  /**
   * Decides again, where the bucket's record changed since. To be asked right before a change
   * becomes visible; what depends on the object then has to be decided again as well.
   */
  public void renew() {
    if (bound && !Objects.equals(bucketOf(target), targetBucket)) {
      decide();
    }
  }

  /** The state of the target's settings that the decision went by; null: it went by none. */
  public @Nullable StateToken settings() {
    if (!bound || target.deciding() == null) {
      return null;
    }
    return targetBucket == null ? BucketRecord.NO_BUCKET : targetBucket.record().state();
  }

  /**
   * Whether a bucket shows in a list of buckets.
   *
   * @param granted whether a grant of the caller is about it
   */
  public boolean shows(BucketRecord bucket, boolean granted) {
    return Decision.ofListed(context.caller(), BucketAccess.ownerOf(bucket.owner()), granted)
        .allowed();
  }

  /**
   * The rules of the target's bucket about owners and access control lists. Fails with {@code
   * BUCKET_NOT_FOUND}.
   */
  public BucketRules rules() {
    return BucketRules.of(bucket(), control.ownership());
  }

  /** The record of the target's bucket. Fails with {@code BUCKET_NOT_FOUND}. */
  public BucketRecord bucket() {
    BucketName name = target.bucket();
    BucketRecord record =
        targetBucket != null ? targetBucket.record() : name == null ? null : control.record(name);
    if (record == null) {
      throw new StorageException(
          FailureReason.BUCKET_NOT_FOUND, "there is no such bucket: " + target.name());
    }
    return record;
  }
}

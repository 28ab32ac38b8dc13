package dev.sluice.agent.store.access;

import static dev.sluice.common.model.Evaluation.Resource.SOURCE;
import static dev.sluice.common.model.Evaluation.Resource.TARGET;
import static dev.sluice.common.model.Evaluation.Verdict.ALLOW;
import static dev.sluice.common.model.Evaluation.Verdict.DENY;
import static dev.sluice.common.model.Evaluation.Verdict.SILENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.Evaluation.Outcome;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Explicit deny wins, and nothing falls through to an allowance, as on AWS. */
class DecisionTest {
  private static final Set<Evaluation.Resource> ITSELF = EnumSet.of(TARGET);
  private static final Set<Evaluation.Resource> BOTH = EnumSet.of(TARGET, SOURCE);
  private static final Outcome PENDING = new Evaluation.Pending(List.of("{}"));

  private static Evaluation reads(Evaluation.Resource resource, Outcome outcome) {
    return new Evaluation("s3:GetObject", resource, outcome);
  }

  private static Caller caller(Caller.Kind kind, Evaluation... evaluations) {
    return new Caller(kind, new Principal("id", "name"), "", "", false, List.of(evaluations));
  }

  private static final AccessControl CONTROL =
      new AccessControl(
          new MemoryEngine(InstantSource.system()),
          InstantSource.system(),
          ObjectOwnership.BUCKET_OWNER_ENFORCED);
  private static final BucketName BUCKET = new BucketName("bucket");
  private static final ObjectKey KEY = new ObjectKey("key");

  private static boolean allows(Set<Evaluation.Resource> touched, Evaluation... evaluations) {
    boolean named = allows(touched, caller(Caller.Kind.IDENTITY, evaluations));
    assertThat(allows(touched, caller(Caller.Kind.ANONYMOUS, evaluations)))
        .as("the same of an anonymous caller")
        .isEqualTo(named);
    return named;
  }

  /** No bucket is there, so that the caller's own side decides. */
  private static boolean allows(Set<Evaluation.Resource> touched, Caller caller) {
    CallContext context = new CallContext(caller, "request", null);
    try {
      Access _ =
          touched.contains(SOURCE)
              ? CONTROL.toCopy(context, BUCKET, KEY, BUCKET, KEY)
              : CONTROL.toObject(context, BUCKET, KEY);
      return true;
    } catch (StorageException e) {
      assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
      return false;
    }
  }

  @Test
  void identity_mayWhatEveryEvaluationAllows() {
    assertThat(allows(ITSELF, reads(TARGET, ALLOW))).isTrue();
    assertThat(allows(ITSELF, reads(TARGET, ALLOW), reads(TARGET, ALLOW))).isTrue();
    assertThat(allows(BOTH, reads(TARGET, ALLOW), reads(SOURCE, ALLOW))).isTrue();
    for (Outcome other : List.of(SILENT, DENY, PENDING)) {
      assertThat(allows(ITSELF, reads(TARGET, other))).isFalse();
      assertThat(allows(ITSELF, reads(TARGET, ALLOW), reads(TARGET, other))).isFalse();
      assertThat(allows(BOTH, reads(SOURCE, other), reads(TARGET, ALLOW))).isFalse();
    }
  }

  @Test
  void resourceWithoutEvaluation_isDenied() {
    assertThat(allows(ITSELF)).isFalse();
    assertThat(allows(ITSELF, reads(SOURCE, ALLOW))).isFalse();
    assertThat(allows(BOTH, reads(TARGET, ALLOW))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"OPERATOR", "ROOT"})
  void operatorAndRoot_mayEverything(Caller.Kind kind) {
    assertThat(allows(BOTH, caller(kind))).isTrue();
    assertThat(allows(ITSELF, caller(kind, reads(TARGET, DENY)))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "OPERATOR")
  void administration_isTheOperators(Caller.Kind kind) {
    Caller caller = caller(kind, reads(TARGET, ALLOW));

    assertThat(Decision.ofAdministration(caller).allowed()).isFalse();
    assertThat(Decision.ofAdministration(caller(Caller.Kind.OPERATOR)).allowed()).isTrue();
  }

  @Test
  void refusal_saysTheActionAndWhy() {
    CallContext context =
        new CallContext(caller(Caller.Kind.IDENTITY, reads(TARGET, SILENT)), "request", null);

    assertThatThrownBy(() -> CONTROL.toObject(context, BUCKET, KEY))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED))
        .hasMessage("s3:GetObject: nothing allows it (expected: ALLOW)");
  }
}

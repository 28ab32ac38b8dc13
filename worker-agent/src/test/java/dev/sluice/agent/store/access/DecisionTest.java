package dev.sluice.agent.store.access;

import static dev.sluice.common.model.Evaluation.Resource.SOURCE;
import static dev.sluice.common.model.Evaluation.Resource.TARGET;
import static dev.sluice.common.model.Evaluation.Verdict.ALLOW;
import static dev.sluice.common.model.Evaluation.Verdict.DENY;
import static dev.sluice.common.model.Evaluation.Verdict.SILENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.Evaluation.Outcome;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
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

  private static boolean allows(Set<Evaluation.Resource> touched, Evaluation... evaluations) {
    boolean named = Decision.of(caller(Caller.Kind.IDENTITY, evaluations), touched).allowed();
    assertThat(Decision.of(caller(Caller.Kind.ANONYMOUS, evaluations), touched).allowed())
        .as("the same of an anonymous caller")
        .isEqualTo(named);
    return named;
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
    assertThat(Decision.of(caller(kind), BOTH).allowed()).isTrue();
    assertThat(Decision.of(caller(kind, reads(TARGET, DENY)), ITSELF).allowed()).isTrue();
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
    Decision decision = Decision.of(caller(Caller.Kind.IDENTITY, reads(TARGET, SILENT)), ITSELF);

    assertThatThrownBy(decision::require)
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED))
        .hasMessage("s3:GetObject: no grant of the caller allows it (expected: ALLOW)");
  }
}

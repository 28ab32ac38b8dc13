package dev.sluice.common.policy;

import static dev.sluice.common.policy.Questions.ALICE;
import static dev.sluice.common.policy.Questions.identityPolicy;
import static dev.sluice.common.policy.Questions.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a frontend leaves to the agent. Asserts our behaviour. */
class ResidualStatementTest {
  private static final String ON_TAG =
      "{'Sid':'Tagged','Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::*',"
          + "'Condition':{'StringEquals':{'s3:ExistingObjectTag/Team':'${aws:username}',"
          + "'aws:Referer':'x'}}}";

  /** Keys of a frontend, which knows nothing of objects that are stored. */
  private record Frontend(Questions.Keys known) implements ConditionKeys {
    @Override
    public List<String> values(String key) {
      return known.values(key);
    }

    @Override
    public boolean known(String key) {
      return !key.startsWith("s3:existingobjecttag/");
    }
  }

  private static PolicyQuestion here(String... keys) {
    return new PolicyQuestion(
        "s3:GetObject",
        PolicyQuestion.arnOf("bucket", "key"),
        ALICE,
        new Frontend(new Questions.Keys(keys)));
  }

  private static PolicyQuestion there(String... keys) {
    return Questions.ask(ALICE, "s3:GetObject", "bucket/key", keys);
  }

  @Test
  void statement_isReducedToWhatIsNotKnown() throws PolicyException {
    PolicyOutcome outcome = identityPolicy(json(ON_TAG)).evaluate(here("aws:Referer=x"));

    assertThat(outcome)
        .isEqualTo(
            new PolicyOutcome.Pending(
                List.of(
                    json(
                        "{'Version':'2012-10-17','Sid':'Tagged','Effect':'Allow','Condition':"
                            + "{'StringEquals':{'s3:existingobjecttag/team':"
                            + "['${aws:username}']}}}"))));
  }

  @Test
  void statementThatDoesNotApply_isNotLeft() throws PolicyException {
    assertThat(identityPolicy(json(ON_TAG)).evaluate(here("aws:Referer=y")))
        .isEqualTo(PolicyOutcome.silent());
  }

  @Test
  void residual_isEvaluatedWhereTheKeysAreKnown() throws PolicyException {
    PolicyDocument residual = residual(identityPolicy(json(ON_TAG)), "aws:Referer=x");

    assertThat(residual.evaluate(there("s3:ExistingObjectTag/Team=alice")))
        .isEqualTo(new PolicyOutcome.Allow("Tagged", false));
    assertThat(residual.evaluate(there("s3:ExistingObjectTag/Team=bob")))
        .isEqualTo(PolicyOutcome.silent());
  }

  @Test
  void allowThatIsCertain_needsNoOther() throws PolicyException {
    String certain = json("{'Effect':'Allow','Action':'s3:*','Resource':'*'}");

    assertThat(identityPolicy(json(ON_TAG), certain).evaluate(here("aws:Referer=x")))
        .isEqualTo(new PolicyOutcome.Allow("statement 2", false));
  }

  @Test
  void denialThatIsNotCertain_isLeftWithTheAllow() throws PolicyException {
    String certain = json("{'Sid':'All','Effect':'Allow','Action':'s3:*','Resource':'*'}");
    String denial =
        json(
            "{'Sid':'Secret','Effect':'Deny','Action':'s3:*','Resource':'*',"
                + "'Condition':{'StringEquals':{'s3:ExistingObjectTag/secret':'yes'}}}");
    PolicyDocument residual = residual(identityPolicy(certain, denial));

    assertThat(residual.evaluate(there("s3:ExistingObjectTag/secret=yes")))
        .isEqualTo(new PolicyOutcome.Deny("Secret"));
    assertThat(residual.evaluate(there("s3:ExistingObjectTag/secret=no")))
        .isEqualTo(new PolicyOutcome.Allow("All", false));
  }

  @Test
  void denialThatIsCertain_needsNothingElse() throws PolicyException {
    String denial = json("{'Effect':'Deny','Action':'s3:*','Resource':'*'}");

    assertThat(identityPolicy(json(ON_TAG), denial).evaluate(here("aws:Referer=x")))
        .isEqualTo(new PolicyOutcome.Deny("statement 2"));
  }

  @Test
  void resourceWithUnknownVariable_isLeft() throws PolicyException {
    PolicyDocument residual =
        residual(
            identityPolicy(
                json(
                    "{'Effect':'Allow','Action':'s3:GetObject','Resource':"
                        + "'arn:aws:s3:::bucket/${s3:ExistingObjectTag/name}'}")));

    assertThat(residual.evaluate(there("s3:ExistingObjectTag/name=key")))
        .isEqualTo(new PolicyOutcome.Allow("statement 1", false));
    assertThat(residual.evaluate(there())).isEqualTo(PolicyOutcome.silent());
  }

  @Test
  void moreThanCanBeLeft_isDenied() throws PolicyException {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      many.add(json(ON_TAG).replace("Tagged", "Tagged" + i));
    }

    assertThat(identityPolicy(many.toArray(String[]::new)).evaluate(here("aws:Referer=x")))
        .isEqualTo(new PolicyOutcome.Deny("more statements than can be left to the agent"));
  }

  @Test
  void residualThatIsNone_deniesEverything() {
    for (List<String> residual :
        List.of(
            List.<String>of(),
            List.of("{}"),
            List.of("x"),
            List.of(json("{'Effect':'Allow','Action':'s3:*'}")),
            List.of(json("{'Effect':'Allow','Sid':'" + "x".repeat(5000) + "'}")))) {
      PolicyDocument document = PolicyDocument.ofResidual(residual);

      assertThat(document.unreadable()).isTrue();
      assertThat(document.evaluate(there()))
          .isEqualTo(new PolicyOutcome.Deny("a policy that cannot be read"));
    }
  }

  private static PolicyDocument residual(PolicyDocument policy, String... keys) {
    PolicyOutcome.Pending pending = (PolicyOutcome.Pending) policy.evaluate(here(keys));
    return PolicyDocument.ofResidual(pending.statements());
  }
}

package dev.sluice.common.policy;

import static dev.sluice.common.policy.Questions.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What holds for every policy, whatever it says: as AWS documents it in "Policy evaluation logic",
 * IAM/latest/UserGuide/reference_policies_evaluation-logic.html, except for what is left to the
 * agent, which is ours.
 */
class PolicyPropertiesTest {
  /** A statement before it is text, so that it can be made wider. */
  record Draft(
      String effect, String principal, String action, String resource, List<String> conditions) {
    String text(boolean withPrincipal) {
      return json(
          "{'Effect':'%s',%s'Action':'%s','Resource':'%s','Condition':{%s}}"
              .formatted(
                  effect,
                  withPrincipal ? "'Principal':" + principal + "," : "",
                  action,
                  resource,
                  String.join(",", conditions)));
    }

    Draft with(String otherAction, String otherResource) {
      return new Draft(effect, principal, otherAction, otherResource, conditions);
    }

    Draft ofEverybody() {
      return new Draft(effect, "'*'", action, resource, conditions);
    }

    Draft denying() {
      return new Draft("Deny", principal, action, resource, conditions);
    }
  }

  @Provide
  Arbitrary<Draft> drafts() {
    return Combinators.combine(
            Arbitraries.of("Allow", "Deny"),
            Arbitraries.of(
                "'*'",
                "{'AWS':'111122223333'}",
                "{'AWS':'arn:aws:iam::111122223333:user/alice'}",
                "{'CanonicalUser':'canonical-bob'}",
                "{'AWS':['444455556666','111122223333']}"),
            Arbitraries.of("s3:GetObject", "s3:Get*", "s3:PutObject", "s3:*", "*"),
            Arbitraries.of("home/*", "home/alice/*", "home/${aws:username}/*", "*", "pub?ic/*")
                .map(key -> "arn:aws:s3:::bucket/" + key),
            Arbitraries.of(
                    "'StringEquals':{'aws:Referer':'x'}",
                    "'StringNotLike':{'aws:UserAgent':'curl*'}",
                    "'Bool':{'aws:SecureTransport':'true'}",
                    "'NotIpAddress':{'aws:SourceIp':'192.0.2.0/24'}",
                    "'StringEqualsIfExists':{'aws:PrincipalType':['User','Account']}",
                    "'Null':{'aws:Referer':'true'}")
                .list()
                .ofMaxSize(2)
                .map(list -> list.stream().distinct().toList()))
        .as(Draft::new);
  }

  @Provide
  Arbitrary<PolicyQuestion> questions() {
    return Combinators.combine(
            Arbitraries.of(Questions.ALICE, Questions.BOB, Questions.ROOT, Requester.NOBODY),
            Arbitraries.of("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"),
            Arbitraries.of("home/alice/a", "home/bob/b", "public/c", "other"),
            Arbitraries.of(
                    "aws:Referer=x",
                    "aws:UserAgent=curl/8",
                    "aws:UserAgent=other",
                    "aws:SecureTransport=true",
                    "aws:SecureTransport=false",
                    "aws:SourceIp=192.0.2.7",
                    "aws:SourceIp=2001:db8::1")
                .list()
                .ofMaxSize(4)
                .map(keys -> keys.toArray(String[]::new)))
        .as((who, action, key, keys) -> Questions.ask(who, action, "bucket/" + key, keys));
  }

  @Provide
  Arbitrary<List<Draft>> someDrafts() {
    return drafts().list().ofMinSize(1).ofMaxSize(6);
  }

  @Property
  void denial_neverAllows(
      @ForAll("someDrafts") List<Draft> drafts,
      @ForAll("drafts") Draft more,
      @ForAll("questions") PolicyQuestion question)
      throws PolicyException {
    List<Draft> all = new ArrayList<>(drafts);
    all.add(more.denying());

    assertThat(rank(policy(all).evaluate(question)))
        .isLessThanOrEqualTo(rank(policy(drafts).evaluate(question)));
  }

  @Property
  void wildcard_neverNarrows(
      @ForAll("drafts") Draft draft, @ForAll("questions") PolicyQuestion question)
      throws PolicyException {
    boolean applied = !isSilent(policy(List.of(draft)).evaluate(question));

    for (Draft wider :
        List.of(
            draft.with("s3:*", draft.resource()),
            draft.with(draft.action(), draft.resource().replaceFirst("[^/]*+$", "*")),
            draft.with(draft.action(), "arn:aws:s3:::bucket/*"),
            draft.ofEverybody())) {
      boolean applies = !isSilent(policy(List.of(wider)).evaluate(question));

      assertThat(applies || !applied).as("%s, wider than %s", wider, draft).isTrue();
    }
  }

  @Property
  void order_neverMatters(
      @ForAll("someDrafts") List<Draft> drafts,
      @ForAll Random random,
      @ForAll("questions") PolicyQuestion question)
      throws PolicyException {
    List<Draft> shuffled = new ArrayList<>(drafts);
    Collections.shuffle(shuffled, random);

    assertThat(rank(policy(shuffled).evaluate(question)))
        .isEqualTo(rank(policy(drafts).evaluate(question)));
  }

  @Property
  void residual_isWhatIsLeftOfTheWhole(
      @ForAll("someDrafts") List<Draft> drafts,
      @ForAll("questions") PolicyQuestion question,
      @ForAll int unknown)
      throws PolicyException {
    PolicyDocument policy =
        Questions.identityPolicy(
            drafts.stream().map(draft -> draft.text(false)).toArray(String[]::new));
    PolicyOutcome first = policy.evaluate(partly(question, unknown));

    PolicyOutcome last =
        first instanceof PolicyOutcome.Pending(List<String> statements)
            ? PolicyDocument.ofResidual(statements).evaluate(question)
            : first;

    assertThat(rank(last)).isEqualTo(rank(policy.evaluate(question)));
  }

  @Property
  void remainder_answersAsTheWhole(
      @ForAll("someDrafts") List<Draft> drafts,
      @ForAll("questions") PolicyQuestion question,
      @ForAll int unknown)
      throws PolicyException {
    PolicyDocument policy = policy(drafts);
    PolicyAnswer first = policy.answer(partly(question, unknown));

    PolicyAnswer last =
        first instanceof PolicyRemainder remainder ? remainder.answer(question) : first;

    assertThat(rank((PolicyOutcome) last)).isEqualTo(rank(policy.evaluate(question)));
  }

  @Property
  void storedPolicy_saysWhatItSaidWhenItWasPut(
      @ForAll("someDrafts") List<Draft> drafts, @ForAll("questions") PolicyQuestion question)
      throws PolicyException {
    PolicyDocument policy = policy(drafts);

    assertThat(PolicyDocument.ofStored(policy.text()).evaluate(question))
        .isEqualTo(policy.evaluate(question));
  }

  private static PolicyQuestion partly(PolicyQuestion question, int unknown) {
    return new PolicyQuestion(
        question.action(),
        question.resource(),
        question.requester(),
        new PartlyKnown(question.keys(), unknown));
  }

  /** Keys of which some are not known. */
  private record PartlyKnown(ConditionKeys all, int unknown) implements ConditionKeys {
    @Override
    public List<String> values(String key) {
      return all.values(key);
    }

    @Override
    public boolean known(String key) {
      return ((unknown >> Math.floorMod(key.hashCode(), 31)) & 1) == 0;
    }
  }

  private static PolicyDocument policy(List<Draft> drafts) throws PolicyException {
    return Questions.bucketPolicy(
        drafts.stream().map(draft -> draft.text(true)).toArray(String[]::new));
  }

  private static boolean isSilent(PolicyOutcome outcome) {
    return outcome.equals(PolicyOutcome.silent());
  }

  /** How much an outcome lets the requester do. */
  private static int rank(PolicyOutcome outcome) {
    return switch (outcome) {
      case PolicyOutcome.Deny deny -> 0;
      case PolicyOutcome.Pending pending -> 1;
      case PolicyOutcome.Silent silent -> 2;
      case PolicyOutcome.Allow allow -> allow.delegated() ? 3 : 4;
    };
  }
}

package dev.sluice.common.policy;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;
import java.util.List;

/**
 * {@link PolicyDocument}, and with it {@link JsonReader}, {@link PolicyReader}, {@link Condition},
 * {@link Operator}, {@link TextPattern}, {@link Variable}, {@link PolicyPrincipal}, {@link
 * AddressOperand}, {@link ArnOperand} and {@link NumberOperand}: a policy is refused with a message
 * or evaluated, alike after it was stored, and alike in one step and in two.
 */
final class PolicyFuzzTarget implements FuzzTarget {
  private static final List<Requester> REQUESTERS =
      List.of(Questions.ALICE, Questions.BOB, Questions.ROOT, Requester.NOBODY);

  /** Keys of which some are not known before the agent is asked. */
  private record Unknown(ConditionKeys all) implements ConditionKeys {
    @Override
    public List<String> values(String key) {
      return all.values(key);
    }

    @Override
    public boolean known(String key) {
      return key.hashCode() % 2 == 0;
    }
  }

  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    PolicyDocument stored = PolicyDocument.ofStored(text);
    try {
      PolicyDocument policy = PolicyDocument.parse(text, PolicyKind.bucket("bucket"));
      require(policy.text().equals(text), "its text", text);
      require(!stored.unreadable(), "read again", text);
      require(policy.isPublic() == stored.isPublic(), "as public as before", text);
      for (Requester requester : REQUESTERS) {
        for (PolicyQuestion question : questions(requester)) {
          require(
              policy.evaluate(question).equals(stored.evaluate(question)), "as before", question);
        }
      }
    } catch (PolicyException e) {
      require(!e.getMessage().isBlank(), "a message", text);
    }
    try {
      PolicyDocument policy = PolicyDocument.parse(text, PolicyKind.identity());
      for (PolicyQuestion question : questions(Questions.ALICE)) {
        checkSteps(policy, question);
      }
    } catch (PolicyException e) {
      require(!e.getMessage().isBlank(), "a message", text);
    }
  }

  private static void checkSteps(PolicyDocument policy, PolicyQuestion question) {
    PolicyOutcome first =
        policy.evaluate(
            new PolicyQuestion(
                question.action(),
                question.resource(),
                question.requester(),
                new Unknown(question.keys())));
    PolicyOutcome once = policy.evaluate(question);
    if (first instanceof PolicyOutcome.Pending(List<String> statements)) {
      PolicyDocument residual = PolicyDocument.ofResidual(statements);
      require(!residual.unreadable(), "a residual that can be read", statements);
      require(
          residual.evaluate(question).getClass() == once.getClass(), "as in one step", statements);
    } else {
      boolean tooMuch =
          first instanceof PolicyOutcome.Deny(String name) && name.startsWith("more statements");
      require(tooMuch || first.getClass() == once.getClass(), "as in one step", first, once);
    }
  }

  private static List<PolicyQuestion> questions(Requester requester) {
    String[] keys = {
      "aws:SourceIp=192.0.2.7",
      "aws:SecureTransport=false",
      "aws:CurrentTime=2026-11-30T00:00:00Z",
      "aws:UserAgent=curl/8",
      "s3:prefix=home/",
      "s3:max-keys=10",
      "s3:x-amz-acl=private",
      "s3:RequestObjectTagKeys=a",
      "s3:RequestObjectTagKeys=b",
      "s3:ExistingObjectTag/a=x"
    };
    return List.of(
        Questions.ask(requester, "s3:GetObject", "bucket/home/alice/key", keys),
        Questions.ask(requester, "s3:PutObject", "bucket/home/alice/key", keys),
        Questions.ask(requester, "s3:ListBucket", "bucket", keys),
        Questions.ask(requester, "s3:GetObject", "bucket/key"));
  }
}

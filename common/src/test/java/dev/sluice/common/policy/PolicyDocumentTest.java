package dev.sluice.common.policy;

import static dev.sluice.common.policy.Questions.ALICE;
import static dev.sluice.common.policy.Questions.BOB;
import static dev.sluice.common.policy.Questions.ROOT;
import static dev.sluice.common.policy.Questions.ask;
import static dev.sluice.common.policy.Questions.bucketPolicy;
import static dev.sluice.common.policy.Questions.identityPolicy;
import static dev.sluice.common.policy.Questions.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asserts what AWS does: "Policy evaluation logic" and "AWS JSON policy elements: Principal" (IAM
 * User Guide, reference_policies_evaluation-logic.html,
 * reference_policies_elements_principal.html). The names of statements in outcomes are ours.
 */
class PolicyDocumentTest {
  private static final PolicyOutcome SILENT = PolicyOutcome.silent();

  private static String statement(String effect, String action, String more) {
    return json("{'Effect':'" + effect + "','Action':'" + action + "'," + more + "}");
  }

  private static String everybody(String effect, String action) {
    return statement(effect, action, "'Principal':'*','Resource':'arn:aws:s3:::bucket/*'");
  }

  @Test
  void denial_winsOverAllows() throws PolicyException {
    PolicyDocument policy =
        bucketPolicy(everybody("Allow", "s3:*"), everybody("Deny", "s3:PutObject"));

    assertThat(policy.evaluate(ask(ALICE, "s3:PutObject", "bucket/key")))
        .isEqualTo(new PolicyOutcome.Deny("statement 2"));
    assertThat(policy.evaluate(ask(ALICE, "s3:GetObject", "bucket/key")))
        .isEqualTo(new PolicyOutcome.Allow("statement 1", false));
    assertThat(policy.evaluate(ask(ALICE, "s3:ListBucket", "bucket"))).isEqualTo(SILENT);
  }

  @Test
  void outcome_namesTheSid() throws PolicyException {
    PolicyDocument policy =
        bucketPolicy(
            statement(
                "Allow",
                "s3:GetObject",
                "'Sid':'Readers','Principal':'*','Resource':'arn:aws:s3:::bucket/*'"));

    assertThat(policy.evaluate(ask(Requester.NOBODY, "s3:GetObject", "bucket/key")))
        .isEqualTo(new PolicyOutcome.Allow("Readers", false));
    assertThat(policy.statements().getFirst().name()).isEqualTo("Readers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          # principal | alice | bob | root of alice's account | anonymous
          '*'                                                  | direct    | direct | direct | direct
          {'AWS':'*'}                                          | direct    | direct | direct | direct
          {'AWS':'111122223333'}                               | delegated | none   | direct | none
          {'AWS':'arn:aws:iam::111122223333:root'}             | delegated | none   | direct | none
          {'AWS':'arn:aws:iam::111122223333:user/alice'}       | direct    | none   | none   | none
          {'AWS':'arn:aws:iam::444455556666:user/team/bob'}    | none      | direct | none   | none
          {'AWS':['444455556666','arn:aws:iam::111122223333:user/alice']} | direct | delegated | none | none
          {'AWS':['111122223333','arn:aws:iam::111122223333:user/alice']} | direct | none | direct | none
          {'CanonicalUser':'canonical-bob'}                    | none      | direct | none   | none
          {'CanonicalUser':['canonical-alice','x'],'AWS':'444455556666'}  | direct | delegated | none | none
          """)
  void principal_isWhoItNames(
      String principal, String alice, String bob, String root, String nobody)
      throws PolicyException {
    PolicyDocument policy =
        bucketPolicy(
            statement(
                "Allow",
                "s3:GetObject",
                "'Principal':" + principal + ",'Resource':'arn:aws:s3:::bucket/*'"));

    assertThat(match(policy, ALICE)).isEqualTo(alice);
    assertThat(match(policy, BOB)).isEqualTo(bob);
    assertThat(match(policy, ROOT)).isEqualTo(root);
    assertThat(match(policy, Requester.NOBODY)).isEqualTo(nobody);
  }

  private static String match(PolicyDocument policy, Requester requester) {
    return switch (policy.evaluate(ask(requester, "s3:GetObject", "bucket/key"))) {
      case PolicyOutcome.Allow allow -> allow.delegated() ? "delegated" : "direct";
      case PolicyOutcome.Deny deny -> "denied";
      case PolicyOutcome.Silent silent -> "none";
      case PolicyOutcome.Pending pending -> "pending";
    };
  }

  /** An allowance of the account does not settle whether the identity has one of its own. */
  @Test
  void allowanceOfTheAccount_leavesOneOfTheIdentityOpen() throws PolicyException {
    PolicyDocument policy =
        bucketPolicy(
            statement(
                "Allow",
                "s3:GetObject",
                "'Principal':{'AWS':'111122223333'},'Resource':'arn:aws:s3:::bucket/*'"),
            statement(
                "Allow",
                "s3:GetObject",
                "'Principal':'*','Resource':'arn:aws:s3:::bucket/*',"
                    + "'Condition':{'StringEquals':{'s3:ExistingObjectTag/a':'b'}}"));
    ConditionKeys unknown =
        new ConditionKeys() {
          @Override
          public List<String> values(String key) {
            return List.of();
          }

          @Override
          public boolean known(String key) {
            return false;
          }
        };

    assertThat(
            policy.answer(
                new PolicyQuestion("s3:GetObject", "arn:aws:s3:::bucket/key", ALICE, unknown)))
        .isInstanceOf(PolicyRemainder.class);
    assertThat(match(policy, ALICE)).isEqualTo("delegated");
  }

  /** AWS asks to name the account besides the user; the user alone is enough for us. */
  @Test
  void notPrincipal_sparesThoseWhoAreNamedThemselves() throws PolicyException {
    PolicyDocument policy =
        bucketPolicy(
            statement(
                "Deny",
                "s3:*",
                "'NotPrincipal':{'AWS':['111122223333','arn:aws:iam::111122223333:user/alice']},"
                    + "'Resource':'arn:aws:s3:::bucket/*'"));
    Requester carol =
        new Requester(
            Requester.Kind.USER, "111122223333", "arn:aws:iam::111122223333:user/carol", "carol");

    assertThat(match(policy, ALICE)).isEqualTo("none");
    assertThat(match(policy, ROOT)).isEqualTo("none");
    assertThat(match(policy, carol)).isEqualTo("denied");
    assertThat(match(policy, BOB)).isEqualTo("denied");
    assertThat(match(policy, Requester.NOBODY)).isEqualTo("denied");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Action':'s3:GetObject'                 | s3:GetObject        | true
          'Action':'s3:GetObject'                 | s3:GetObjectVersion | false
          'Action':'s3:getobject'                 | s3:GetObject        | true
          'Action':'S3:Get*'                      | s3:GetObjectVersion | true
          'Action':'s3:?etObject'                 | s3:GetObject        | true
          'Action':'*'                            | s3:DeleteObject     | true
          'Action':['s3:PutObject','s3:List*']    | s3:ListBucket       | true
          'NotAction':'s3:Put*'                   | s3:GetObject        | true
          'NotAction':'s3:Put*'                   | s3:PutObject        | false
          'NotAction':['s3:Put*','s3:Get*']       | s3:GetObject        | false
          """)
  void action_isWhatItNames(String element, String action, boolean applies) throws PolicyException {
    PolicyDocument policy =
        bucketPolicy(
            json(
                "{'Effect':'Allow','Principal':'*',"
                    + element
                    + ",'Resource':['arn:aws:s3:::bucket','arn:aws:s3:::bucket/*']}"));
    String resource = action.equals("s3:ListBucket") ? "bucket" : "bucket/key";

    assertThat(says(policy, action, resource)).isEqualTo(applies);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Resource':'arn:aws:s3:::bucket/*'                   | bucket/a/b       | true
          'Resource':'arn:aws:s3:::bucket/*'                   | bucket           | false
          'Resource':'arn:aws:s3:::bucket*'                    | bucket           | true
          'Resource':'arn:aws:s3:::bucket*'                    | bucket/a         | true
          'Resource':'arn:aws:s3:::buck?t/*'                   | bucket/a         | true
          'Resource':'arn:aws:s3:::*/a'                        | bucket/x/a       | true
          'Resource':'arn:aws:s3:::bucket/a?c'                 | bucket/a/c       | true
          'Resource':'arn:aws:s3:::bucket/A'                   | bucket/a         | false
          'Resource':['arn:aws:s3:::bucket/a','arn:aws:s3:::bucket/b'] | bucket/b | true
          'Resource':'arn:aws:s3:::bucket/${aws:username}/*'   | bucket/alice/x   | true
          'Resource':'arn:aws:s3:::bucket/${aws:username}/*'   | bucket/bob/x     | false
          'Resource':'arn:aws:s3:::bucket/${aws:Referer, `none`}/*' | bucket/none/x | true
          'Resource':'arn:aws:s3:::bucket/${aws:Referer}/*'    | bucket//x        | false
          'Resource':'arn:aws:s3:::bucket/${*}'                | bucket/*         | true
          'Resource':'arn:aws:s3:::bucket/${*}'                | bucket/a         | false
          'NotResource':'arn:aws:s3:::bucket/private/*'        | bucket/public/a  | true
          'NotResource':'arn:aws:s3:::bucket/private/*'        | bucket/private/a | false
          """)
  void resource_isWhatItNames(String element, String resource, boolean applies)
      throws PolicyException {
    String text = json("{'Effect':'Deny','Principal':'*','Action':'s3:*'," + element + "}");

    assertThat(says(bucketPolicy(text), "s3:GetObject", resource)).isEqualTo(applies);
  }

  @Test
  void variableOf2008_isPlainText() throws PolicyException {
    String text =
        json(
            "{'Version':'2008-10-17','Statement':{'Effect':'Allow','Principal':'*',"
                + "'Action':'s3:GetObject','Resource':'arn:aws:s3:::bucket/${aws:username}'}}");
    PolicyDocument policy = PolicyDocument.parse(text, PolicyKind.bucket("bucket"));

    assertThat(matchOf(policy, "bucket/alice")).isEqualTo("none");
    assertThat(matchOf(policy, "bucket/${aws:username}")).isEqualTo("direct");
  }

  private static String matchOf(PolicyDocument policy, String resource) {
    return says(policy, "s3:GetObject", resource) ? "direct" : "none";
  }

  /** A value of the request is no pattern: else whoever may name it would widen the policy. */
  @Test
  void wildcardInTheValueOfVariable_standsForItself() throws PolicyException {
    PolicyDocument policy =
        identityPolicy(
            statement(
                "Allow", "s3:GetObject", "'Resource':'arn:aws:s3:::bucket/${aws:Referer}/*'"));

    assertThat(policy.evaluate(ask(ALICE, "s3:GetObject", "bucket/x/key", "aws:Referer=*")))
        .isEqualTo(SILENT);
    assertThat(policy.evaluate(ask(ALICE, "s3:GetObject", "bucket/*/key", "aws:Referer=*")))
        .isEqualTo(new PolicyOutcome.Allow("statement 1", false));
  }

  @Test
  void conditions_allHaveToHold() throws PolicyException {
    PolicyDocument policy =
        identityPolicy(
            statement(
                "Allow",
                "s3:ListBucket",
                "'Resource':'arn:aws:s3:::bucket','Condition':{'StringLike':{'s3:prefix':'a*',"
                    + "'s3:delimiter':'/'},'NumericLessThan':{'s3:max-keys':10}}"));

    assertThat(
            policy.evaluate(
                ask(
                    ALICE,
                    "s3:ListBucket",
                    "bucket",
                    "s3:prefix=ab",
                    "s3:delimiter=/",
                    "s3:max-keys=9")))
        .isEqualTo(new PolicyOutcome.Allow("statement 1", false));
    assertThat(
            policy.evaluate(ask(ALICE, "s3:ListBucket", "bucket", "s3:prefix=ab", "s3:max-keys=9")))
        .isEqualTo(SILENT);
  }

  @Test
  void directAllow_winsOverDelegatedOne() throws PolicyException {
    String account =
        statement(
            "Allow",
            "s3:GetObject",
            "'Principal':{'AWS':'111122223333'},'Resource':'arn:aws:s3:::bucket/*'");

    assertThat(match(bucketPolicy(account, everybody("Allow", "s3:GetObject")), ALICE))
        .isEqualTo("direct");
    assertThat(match(bucketPolicy(everybody("Allow", "s3:GetObject"), account), ALICE))
        .isEqualTo("direct");
  }

  @Test
  void principals_areThoseOfAllStatements() throws PolicyException {
    PolicyDocument policy =
        bucketPolicy(
            everybody("Allow", "s3:GetObject"),
            statement(
                "Deny",
                "s3:GetObject",
                "'NotPrincipal':{'AWS':['111122223333','arn:aws:iam::111122223333:user/alice'],"
                    + "'CanonicalUser':'c'},'Resource':'arn:aws:s3:::bucket/*'"));

    assertThat(policy.principals())
        .isEqualTo(
            List.of(
                PolicyPrincipal.Everybody.EVERYBODY,
                new PolicyPrincipal.Account("111122223333"),
                new PolicyPrincipal.User("arn:aws:iam::111122223333:user/alice"),
                new PolicyPrincipal.CanonicalUser("c")));
  }

  @Test
  void anonymousRequester_isNoPrincipalOfAnAccount() throws PolicyException {
    PolicyDocument policy =
        bucketPolicy(
            statement(
                "Allow",
                "s3:GetObject",
                "'Principal':'*','Resource':'arn:aws:s3:::bucket/*',"
                    + "'Condition':{'StringEquals':{'aws:PrincipalType':'Anonymous',"
                    + "'aws:userid':'anonymous','aws:PrincipalAccount':'anonymous'},"
                    + "'Null':{'aws:PrincipalArn':true,'aws:username':true}}"));

    assertThat(match(policy, Requester.NOBODY)).isEqualTo("direct");
    assertThat(match(policy, ALICE)).isEqualTo("none");
  }

  /** Asserts our behaviour: whoever asks for what is no action of S3 has made a mistake. */
  @Test
  void actionThatIsNone_isDenied() throws PolicyException {
    assertThat(match(bucketPolicy(everybody("Allow", "*")), ALICE)).isEqualTo("direct");
    assertThat(
            bucketPolicy(everybody("Allow", "*")).evaluate(ask(ALICE, "s3:Everything", "bucket/k")))
        .isEqualTo(new PolicyOutcome.Deny("an action that is none of S3's"));
  }

  private static boolean says(PolicyDocument policy, String action, String resource) {
    return !policy.evaluate(ask(ALICE, action, resource)).equals(SILENT);
  }
}

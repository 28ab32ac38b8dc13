package dev.sluice.common.policy;

import static dev.sluice.common.policy.Questions.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asserts what AWS does when a policy is put, with its messages where they are known ("IAM JSON
 * policy reference: Grammar", IAM User Guide, reference_policies_grammar.html; "Policies and
 * permissions in Amazon S3", Amazon S3 User Guide, access-policy-language-overview.html). What
 * follows a message, and what names a key or an operator that Sluice cannot evaluate, is ours.
 */
class PolicyRefusalTest {
  private static final String ALL = "'Principal':'*','Resource':'arn:aws:s3:::bucket/*'";
  private static final String GET = "'Effect':'Allow','Action':'s3:GetObject'";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          x                    | Policies must be valid JSON and the first byte must be '{'
          [1]                  | Policies must be valid JSON and the first byte must be '{'
          {'Version'           | This policy contains invalid Json
          {'Version':'a' 'Id'} | at line 1, column 16
          {'Version':"         | invalid Json: unexpected end at line 1, column 13
          {'Version':'a',}     | at line 1, column 16
          {'Version':01}       | Leading zeroes not allowed at line 1, column 13
          {'Version':nil}      | Unrecognized token 'nil'
          {'Version':'a'}]     | This policy contains invalid Json
          {'Version':'a'} {}   | more than one value at line 1, column 17
          {'Id':'\\ud83d'}      | half of a surrogate pair in a string at line 1, column 7
          {'Version':1}        | Invalid policy syntax: Version
          {'Version':'2012','Statement':[]} | The policy must contain a valid version string: 2012
          {'Version':'2012-10-17'}          | Missing required field Statement
          {'Statement':[]}     | Could not parse the policy: Statement is empty!
          {'Statement':['x']}  | Invalid policy syntax: Statement
          {'Statement':{},'Statement':{}}   | "Statement" occurs twice in one object at line 1, column 17
          {'Statement':{},'Owner':'x'}      | Unknown field Owner
          {'Statement':{'effect':'Allow'}}  | Unknown field effect
          """)
  void document_isRefused(String text, String message) {
    assertRefused(json(text), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Action':'s3:GetObject',ALL                  | Missing required field Effect
          'Effect':'allow','Action':'s3:GetObject',ALL | Invalid effect: allow
          'Effect':'Allow',ALL                         | Missing required field Action
          'Effect':'Allow','Action':[],ALL             | Missing required field Action cannot be empty!
          'Effect':'Allow','Action':'s3:GetEverything',ALL | Policy has invalid action: s3:GetEverything
          'Effect':'Allow','Action':'ec2:*',ALL        | Policy has invalid action: ec2:*
          'Effect':'Allow','Action':'s3:ListBucket',ALL | Action does not apply to any resource(s) in statement
          'Effect':'Allow','Action':['s3:GetObject','s3:ListBucket'],ALL | Action does not apply to any resource(s)
          'Effect':'Allow','Action':'s3:ListAllMyBuckets',ALL | Action does not apply to any resource(s)
          'Effect':'Allow','Action':'s3:GetObject','NotAction':'s3:Put*',ALL | Invalid policy syntax: Action and NotAction
          GET,'Principal':'*'                          | Missing required field Resource
          GET,'Principal':'*','Resource':'*'           | Policy has invalid resource: *
          GET,'Principal':'*','Resource':'bucket/*'    | Policy has invalid resource: bucket/*
          GET,'Principal':'*','Resource':'arn:aws:s3:::other/*' | Policy has invalid resource: arn:aws:s3:::other/*
          GET,'Principal':'*','Resource':'arn:aws:s3:::bucket2/*' | Policy has invalid resource
          GET,'Principal':'*','Resource':['arn:aws:s3:::bucket/*','arn:aws:s3:::other/*'] | Policy has invalid resource
          GET,'Principal':'*','Resource':'arn:aws:s3:::bucket' | Action does not apply to any resource(s)
          GET,'Resource':'arn:aws:s3:::bucket/*'       | Missing required field Principal
          GET,'Principal':{},'Resource':'arn:aws:s3:::bucket/*' | Missing required field Principal cannot be empty!
          GET,'Principal':'alice','Resource':'arn:aws:s3:::bucket/*' | Invalid principal in policy: alice
          GET,'Principal':{'AWS':'alice'},'Resource':'arn:aws:s3:::bucket/*' | Invalid principal in policy: alice
          GET,'Principal':{'AWS':'1234'},'Resource':'arn:aws:s3:::bucket/*' | Invalid principal in policy: 1234
          GET,'Principal':{'AWS':'arn:aws:iam::111122223333:user/*'},'Resource':'arn:aws:s3:::bucket/*' | Invalid principal in policy: arn:aws:iam::111122223333:user/*
          GET,'Principal':{'AWS':'arn:aws:iam::111122223333:role/r'},'Resource':'arn:aws:s3:::bucket/*' | Invalid principal in policy: arn:aws:iam::111122223333:role/r
          GET,'Principal':{'AWS':'arn:aws:iam::111122223333:group/g'},'Resource':'arn:aws:s3:::bucket/*' | Invalid principal in policy
          GET,'Principal':{'Service':'logging.s3.amazonaws.com'},'Resource':'arn:aws:s3:::bucket/*' | Invalid principal in policy: Service logging.s3.amazonaws.com
          GET,'Principal':{'Federated':'x'},'Resource':'arn:aws:s3:::bucket/*' | Invalid principal in policy: Federated x
          GET,'Principal':{'CanonicalUser':'*'},'Resource':'arn:aws:s3:::bucket/*' | Invalid principal in policy: *
          GET,'NotPrincipal':{'AWS':'111122223333'},'Resource':'arn:aws:s3:::bucket/*' | Allow with NotPrincipal is not allowed
          GET,ALL,'Condition':{'StringIs':{'aws:Referer':'x'}} | Invalid Condition type : StringIs
          GET,ALL,'Condition':{'NullIfExists':{'aws:Referer':'true'}} | Invalid Condition type : NullIfExists
          GET,ALL,'Condition':{'ForSomeValues:StringEquals':{'aws:Referer':'x'}} | Invalid Condition type : ForSomeValues:StringEquals
          GET,ALL,'Condition':{'StringEquals':{'aws:Nothing':'x'}} | Policy has an invalid condition key: aws:Nothing
          GET,ALL,'Condition':{'StringEquals':{'aws:SourceVpce':'vpce-1'}} | Policy has an invalid condition key: aws:SourceVpce
          GET,ALL,'Condition':{'StringEquals':{'s3:ExistingObjectTag/':'x'}} | Policy has an invalid condition key: s3:ExistingObjectTag/
          GET,ALL,'Condition':{'StringEquals':{'aws:Referer':[]}} | Invalid policy syntax: aws:Referer
          GET,ALL,'Condition':{'StringEquals':{'aws:Referer':null}} | Invalid policy syntax: aws:Referer
          GET,ALL,'Condition':{'StringLike':{'aws:Referer':'a*','AWS:referer':'*b'}} | Duplicate condition: StringLike aws:referer
          GET,ALL,'Condition':{'StringLike':{'aws:Referer':'a*'},'stringlike':{'aws:Referer':'*b'}} | Duplicate condition: StringLike aws:referer
          GET,ALL,'Condition':{'StringEquals':'x'} | Invalid policy syntax: StringEquals
          GET,ALL,'Condition':{'NumericEquals':{'aws:Referer':'1'}} | Invalid Condition type : NumericEquals of aws:Referer
          GET,ALL,'Condition':{'StringEquals':{'s3:prefix':'x'}} | Conditions do not apply to combination of actions and resources in statement: s3:prefix
          'Effect':'Allow','Action':['s3:GetObject','s3:PutObject'],ALL,'Condition':{'StringEquals':{'s3:ExistingObjectTag/a':'x'}} | Conditions do not apply to combination
          GET,ALL,'Condition':{'IpAddress':{'aws:SourceIp':'192.0.2.0/33'}} | Invalid IP address in Conditions: 192.0.2.0/33
          GET,ALL,'Condition':{'IpAddress':{'aws:SourceIp':'192.0.2'}} | Invalid IP address in Conditions: 192.0.2
          GET,ALL,'Condition':{'IpAddress':{'aws:SourceIp':'host'}} | Invalid IP address in Conditions: host
          GET,ALL,'Condition':{'NumericLessThan':{'s3:signatureAge':'long'}} | Invalid number in Conditions: long
          GET,ALL,'Condition':{'DateLessThan':{'aws:CurrentTime':'soon'}} | Invalid date in Conditions: soon
          GET,ALL,'Condition':{'Bool':{'aws:SecureTransport':'yes'}} | Invalid boolean in Conditions: yes
          GET,ALL,'Condition':{'ArnLike':{'aws:PrincipalArn':'alice'}} | Invalid ARN in Conditions: alice
          GET,ALL,'Condition':{'BinaryEquals':{'aws:Referer':'???'}} | Invalid Base64 in Conditions: ???
          GET,ALL,'Condition':{'StringEquals':{'aws:Referer':'${aws:Nothing}'}} | Policy has an invalid variable: ${aws:Nothing}
          GET,ALL,'Condition':{'StringEquals':{'aws:Referer':'${aws:username'}} | Policy has an invalid variable: ${aws:username
          GET,ALL,'Condition':{'StringEquals':{'aws:Referer':'${aws:username, x}'}} | Policy has an invalid variable
          GET,ALL,'Condition':{'StringEquals':{'aws:Referer':'${s3:RequestObjectTagKeys}'}} | Policy has an invalid variable
          """)
  void statement_isRefused(String statement, String message) {
    String elements = statement.replace("GET,", GET + ",").replace(",ALL", "," + ALL);

    assertRefused(Questions.policy(json("{" + elements + "}")), message);
  }

  @Test
  void sidThatOccursTwice_isRefused() {
    String statement = json("{'Sid':'a'," + GET + "," + ALL + "}");

    assertRefused(Questions.policy(statement, statement), "must be unique: a");
  }

  @Test
  void policyOfMoreThan20KiB_isRefused() throws PolicyException {
    String text = Questions.policy(json("{" + GET + "," + ALL + "}"));
    String longest = text + " ".repeat(PolicyDocument.MOST_BYTES - text.length());

    assertThat(PolicyDocument.parse(longest, PolicyKind.bucket("bucket")).text())
        .isEqualTo(longest);
    assertRefused(longest + " ", "maximum allowed size of 20480 bytes");
  }

  /** Asserts our behaviour: AWS does not say how deep is too deep. */
  @Test
  void deepPolicy_isRefused() {
    assertRefused("{\"a\":" + "[".repeat(20_000), "values within each other");
  }

  @Test
  void principalOfIdentityPolicy_isRefused() {
    String text = Questions.policy(json("{" + GET + "," + ALL + "}"));

    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> PolicyDocument.parse(text, PolicyKind.identity()))
        .withMessage("Has prohibited field Principal");
  }

  /** Asserts our behaviour: AWS keeps no policy that it cannot read. */
  @Test
  void unreadableStoredPolicy_deniesEverything() {
    PolicyDocument policy = PolicyDocument.ofStored("{\"Statement\":[{\"Effect\":\"Maybe\"}]}");

    assertThat(policy.unreadable()).isTrue();
    assertThat(policy.isPublic()).isFalse();
    assertThat(policy.evaluate(Questions.ask(Questions.ALICE, "s3:GetObject", "bucket/key")))
        .isEqualTo(new PolicyOutcome.Deny("a policy that cannot be read"));
  }

  private static void assertRefused(String text, String message) {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> PolicyDocument.parse(text, PolicyKind.bucket("bucket")))
        .withMessageContaining(message);
  }
}

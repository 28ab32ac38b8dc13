package dev.sluice.common.policy;

import static dev.sluice.common.policy.Questions.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asserts what AWS does: "IAM JSON policy elements: Condition operators" and "Single-valued vs.
 * multivalued context keys" (IAM User Guide, reference_policies_elements_condition_operators.html
 * and reference_policies_condition-single-vs-multi-valued-context-keys.html).
 */
class ConditionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # operator | key | values of the policy | values of the request; none: absent | holds
          StringEquals               | s3:prefix | a        | a      | true
          StringEquals               | s3:prefix | a        | A      | false
          StringEquals               | s3:prefix | a;b      | b      | true
          StringEquals               | s3:prefix | a*       | ab     | false
          StringEquals               | s3:prefix | a*       | a*     | true
          StringEquals               | s3:prefix | a        |        | false
          StringNotEquals            | s3:prefix | a        | b      | true
          StringNotEquals            | s3:prefix | a;b      | b      | false
          StringNotEquals            | s3:prefix | a        |        | true
          StringEqualsIgnoreCase     | s3:prefix | aÄ       | Aä     | true
          StringEqualsIgnoreCase     | s3:prefix | a        | b      | false
          StringNotEqualsIgnoreCase  | s3:prefix | a        | A      | false
          StringNotEqualsIgnoreCase  | s3:prefix | a        | b      | true
          StringLike                 | s3:prefix | a*c      | abbc   | true
          StringLike                 | s3:prefix | a*c      | abbd   | false
          StringLike                 | s3:prefix | a?c      | abc    | true
          StringLike                 | s3:prefix | a?c      | ac     | false
          StringLike                 | s3:prefix | A*       | abc    | false
          StringLike                 | s3:prefix | *        | abc    | true
          StringLike                 | s3:prefix | *a*b*    | xxaxbx | true
          StringLike                 | s3:prefix | a${*}    | a*     | true
          StringLike                 | s3:prefix | a${*}    | ab     | false
          StringLike                 | s3:prefix | a${?}${$} | a?$   | true
          StringNotLike              | s3:prefix | a*       | b      | true
          StringNotLike              | s3:prefix | a*       | ab     | false
          StringNotLike              | s3:prefix | a*       |        | true
          NumericEquals              | s3:max-keys | 10     | 10     | true
          NumericEquals              | s3:max-keys | 10     | 10.0   | true
          NumericEquals              | s3:max-keys | 10     | ten    | false
          NumericNotEquals           | s3:max-keys | 10     | 11     | true
          NumericNotEquals           | s3:max-keys | 10     | ten    | true
          NumericLessThan            | s3:max-keys | 10     | 9      | true
          NumericLessThan            | s3:max-keys | 10     | 10     | false
          NumericLessThan            | s3:max-keys | 10     |        | false
          NumericLessThanEquals      | s3:max-keys | 10     | 10     | true
          NumericGreaterThan         | s3:max-keys | 10     | 10     | false
          NumericGreaterThan         | s3:max-keys | -10    | -9.5   | true
          NumericGreaterThanEquals   | s3:max-keys | 10     | 10     | true
          NumericGreaterThanEquals   | s3:TlsVersion | 1.2  | 1.3    | true
          DateEquals                 | aws:CurrentTime | 2026-11-30T00:00:00Z | 2026-11-30T01:00:00+01:00 | true
          DateEquals                 | aws:CurrentTime | 2026-11-30 | 2026-11-30T00:00:00Z | true
          DateNotEquals              | aws:CurrentTime | 2026-11-30 | 2026-11-30T00:00:01Z | true
          DateLessThan               | aws:CurrentTime | 2027     | 2026-11-30T00:00:00Z | true
          DateLessThan               | aws:CurrentTime | 2026-11  | 2026-11-30T00:00:00Z | false
          DateLessThanEquals         | aws:CurrentTime | 2026-11-30T00:00:00Z | 2026-11-30T00:00:00Z | true
          DateGreaterThan            | aws:CurrentTime | 1764460800 | 2026-11-30T00:00:00Z | true
          DateGreaterThanEquals      | aws:EpochTime   | 2026-11-30T00:00:00Z | 1796000000 | true
          NumericGreaterThan         | aws:EpochTime   | 1764460800 | 1796000000 | true
          Bool                       | aws:SecureTransport | true  | true  | true
          Bool                       | aws:SecureTransport | false | true  | false
          Bool                       | aws:SecureTransport | False | false | true
          Bool                       | aws:SecureTransport | false |       | false
          BinaryEquals               | s3:prefix | YWJj     | abc    | true
          BinaryEquals               | s3:prefix | YWJj     | YWJj   | false
          IpAddress                  | aws:SourceIp | 192.0.2.0/24    | 192.0.2.7   | true
          IpAddress                  | aws:SourceIp | 192.0.2.0/24    | 192.0.3.7   | false
          IpAddress                  | aws:SourceIp | 192.0.2.7       | 192.0.2.7   | true
          IpAddress                  | aws:SourceIp | 192.0.2.128/25  | 192.0.2.127 | false
          IpAddress                  | aws:SourceIp | 0.0.0.0/0       | 192.0.2.7   | true
          IpAddress                  | aws:SourceIp | 0.0.0.0/0       | 2001:db8::1 | false
          IpAddress                  | aws:SourceIp | 2001:db8::/33   | 2001:db8:7fff::1 | true
          IpAddress                  | aws:SourceIp | 2001:db8::/33   | 2001:db8:8000::1 | false
          IpAddress                  | aws:SourceIp | 192.0.2.0/24;2001:db8::/32 | 2001:db8::1 | true
          IpAddress                  | aws:SourceIp | 192.0.2.0/24    | ::ffff:192.0.2.7 | true
          IpAddress                  | aws:SourceIp | ::ffff:192.0.2.0/120 | 192.0.2.7 | true
          IpAddress                  | aws:SourceIp | 192.0.2.0/24    | unknown     | false
          IpAddress                  | aws:SourceIp | 192.0.2.0/24    |             | false
          NotIpAddress               | aws:SourceIp | 192.0.2.0/24    | 192.0.2.7   | false
          NotIpAddress               | aws:SourceIp | 192.0.2.0/24    | 192.0.3.7   | true
          NotIpAddress               | aws:SourceIp | 192.0.2.0/24    |             | true
          ArnEquals                  | aws:PrincipalArn | arn:aws:iam::111122223333:user/alice | x | true
          ArnEquals                  | aws:PrincipalArn | arn:aws:iam::*:user/alice            | x | true
          ArnLike                    | aws:PrincipalArn | arn:aws:iam::*:user/*                | x | true
          ArnLike                    | aws:PrincipalArn | arn:aws:*:user/alice:*:*:*           | x | false
          ArnLike                    | aws:PrincipalArn | arn:aws:iam::1111*:user/al?ce        | x | true
          ArnNotEquals               | aws:PrincipalArn | arn:aws:iam::111122223333:user/bob   | x | true
          ArnNotLike                 | aws:PrincipalArn | arn:aws:iam::*:user/*                | x | false
          StringLike                 | aws:PrincipalArn | arn:aws:iam::*/alice                 | x | true
          Null                       | s3:prefix | true  |     | true
          Null                       | s3:prefix | true  | a   | false
          Null                       | s3:prefix | false | a   | true
          Null                       | s3:prefix | false |     | false
          Null                       | aws:MultiFactorAuthAge | true |  | true
          StringEqualsIfExists       | s3:prefix | a     |     | true
          StringEqualsIfExists       | s3:prefix | a     | b   | false
          StringNotEqualsIfExists    | s3:prefix | a     |     | true
          NumericLessThanIfExists    | s3:max-keys | 10  |     | true
          BoolIfExists               | aws:MultiFactorAuthPresent | false |  | true
          ForAllValues:StringEquals  | s3:RequestObjectTagKeys | a;b | a   | true
          ForAllValues:StringEquals  | s3:RequestObjectTagKeys | a;b | a;b | true
          ForAllValues:StringEquals  | s3:RequestObjectTagKeys | a;b | a;c | false
          ForAllValues:StringEquals  | s3:RequestObjectTagKeys | a;b |     | true
          ForAnyValue:StringEquals   | s3:RequestObjectTagKeys | a;b | a;c | true
          ForAnyValue:StringEquals   | s3:RequestObjectTagKeys | a;b | c;d | false
          ForAnyValue:StringEquals   | s3:RequestObjectTagKeys | a;b |     | false
          ForAllValues:StringNotEquals | s3:RequestObjectTagKeys | a;b | c;d | true
          ForAllValues:StringNotEquals | s3:RequestObjectTagKeys | a;b | a;d | false
          ForAnyValue:StringNotEquals  | s3:RequestObjectTagKeys | a;b | a;d | true
          ForAnyValue:StringNotEquals  | s3:RequestObjectTagKeys | a;b | a;b | false
          ForAnyValue:StringNotEquals  | s3:RequestObjectTagKeys | a;b |     | false
          ForAnyValue:StringLikeIfExists | s3:RequestObjectTagKeys | a* |    | true
          foranyvalue:stringlikeifexists | S3:REQUESTobjecttagkeys | a* | ab | true
          StringEquals               | s3:RequestObjectTagKeys | a;b | c;a | true
          StringNotEquals            | s3:RequestObjectTagKeys | a;b | c;a | false
          StringEquals               | s3:ExistingObjectTag/Team | blue | blue | true
          NumericLessThan            | s3:ExistingObjectTag/size | 10   | 9    | true
          Bool                       | s3:ExistingObjectTag/final | true | TRUE | true
          StringEquals               | aws:username    | alice        | x | true
          StringEquals               | aws:userid      | canonical-alice | x | true
          StringEquals               | aws:PrincipalAccount | 111122223333 | x | true
          StringEquals               | aws:PrincipalType | User       | x | true
          Bool                       | aws:ViaAWSService | false      | x | true
          StringEquals               | s3:prefix | ${aws:username} | alice | true
          StringLike                 | s3:prefix | ${aws:username}/* | alice/x | true
          StringLike                 | s3:prefix | ${aws:UserName}/* | bob/x | false
          StringEquals               | s3:prefix | ${aws:Referer} | alice | false
          StringNotEquals            | s3:prefix | ${aws:Referer} | alice | true
          StringEquals               | s3:prefix | ${aws:Referer, 'none'} | none | true
          ArnEquals                  | aws:PrincipalArn | arn:aws:iam::${aws:PrincipalAccount}:user/${aws:username} | x | true
          """)
  void condition_holdsAsAwsDocuments(
      String operator, String key, String policy, String request, boolean holds) throws Exception {
    Condition condition = Condition.parse(operator, key, values(policy), true);
    PolicyQuestion question =
        Questions.ask(
            ALICE,
            actionWith(key),
            "bucket",
            values(request).stream().map(value -> key + "=" + value).toArray(String[]::new));

    assertThat(condition.evaluate(question)).isEqualTo(Truth.of(holds));
  }

  /** An action whose requests may have a key. */
  private static String actionWith(String key) {
    if (key.startsWith("s3:RequestObjectTag")) {
      return "s3:PutObject";
    }
    return key.startsWith("s3:ExistingObjectTag") ? "s3:GetObject" : "s3:ListBucket";
  }

  /** AmazonS3/latest/userguide/tagging-and-policies.html: neither is one of its keys. */
  @ParameterizedTest
  @ValueSource(strings = {"s3:PutObject", "s3:DeleteObject"})
  void tagsOfTheObjectThatIsThere_areNoKeysOfWritesAndDeletes(String action) throws Exception {
    String key = "s3:ExistingObjectTag/class";
    PolicyQuestion question = Questions.ask(ALICE, action, "bucket/key", key + "=open");

    assertThat(Condition.parse("StringEquals", key, List.of("open"), true).evaluate(question))
        .isEqualTo(Truth.FALSE);
    assertThat(Condition.parse("Null", key, List.of("true"), true).evaluate(question))
        .isEqualTo(Truth.TRUE);
  }

  private static List<String> values(String list) {
    return list == null ? List.of() : Arrays.asList(list.split(";", -1));
  }
}

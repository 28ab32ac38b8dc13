package dev.sluice.common.policy;

import static dev.sluice.common.policy.Questions.bucketPolicy;
import static dev.sluice.common.policy.Questions.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asserts what AWS calls public: "Blocking public access to your Amazon S3 storage", "The meaning
 * of 'public'" (Amazon S3 User Guide, access-control-block-public-access.html).
 */
class PublicAccessTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          Allow | '*'                    |                                                           | true
          Allow | {'AWS':'*'}            |                                                           | true
          Allow | {'AWS':['111122223333','*']} |                                                     | true
          Deny  | '*'                    |                                                           | false
          Allow | {'AWS':'111122223333'} |                                                           | false
          Allow | {'CanonicalUser':'c'}  |                                                           | false
          Allow | '*' | {'IpAddress':{'aws:SourceIp':'192.0.2.0/24'}}                                | false
          Allow | '*' | {'IpAddress':{'aws:SourceIp':['10.0.0.0/8','2001:db8::/32']}}                | false
          Allow | '*' | {'IpAddress':{'aws:SourceIp':['192.0.2.0/24','0.0.0.0/1']}}                  | true
          Allow | '*' | {'IpAddress':{'aws:SourceIp':'2001::/31'}}                                   | true
          Allow | '*' | {'NotIpAddress':{'aws:SourceIp':'192.0.2.0/24'}}                             | true
          Allow | '*' | {'IpAddressIfExists':{'aws:SourceIp':'192.0.2.0/24'}}                        | true
          Allow | '*' | {'ForAllValues:IpAddress':{'aws:SourceIp':'192.0.2.0/24'}}                   | true
          Allow | '*' | {'StringEquals':{'aws:SourceIp':'192.0.2.1'}}                                | false
          Allow | '*' | {'Bool':{'aws:SecureTransport':true}}                                        | true
          Allow | '*' | {'StringEquals':{'aws:Referer':'x'}}                                         | true
          Allow | '*' | {'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::111122223333:user/alice'}}    | false
          Allow | '*' | {'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::111122223333:user/*'}}          | true
          Allow | '*' | {'StringEquals':{'aws:PrincipalAccount':'111122223333'}}                     | false
          Allow | '*' | {'StringEquals':{'aws:PrincipalAccount':['111122223333','anonymous']}}       | true
          Allow | '*' | {'StringEquals':{'aws:userid':'canonical-alice'}}                            | false
          Allow | '*' | {'StringLike':{'aws:userid':'canonical-*'}}                                  | true
          Allow | '*' | {'StringEquals':{'aws:userid':'${aws:Referer}'}}                             | true
          Allow | '*' | {'Null':{'aws:PrincipalArn':false}}                                          | true
          Allow | '*' | {'Bool':{'aws:SecureTransport':true},'IpAddress':{'aws:SourceIp':'192.0.2.1'}} | false
          """)
  void policy_isPublicAsAwsDocuments(
      String effect, String principal, String condition, boolean isPublic) throws PolicyException {
    String statement =
        "{'Effect':'%s','Principal':%s,'Action':'s3:GetObject','Resource':'arn:aws:s3:::bucket/*'%s}"
            .formatted(effect, principal, condition == null ? "" : ",'Condition':" + condition);

    assertThat(bucketPolicy(json(statement)).isPublic()).isEqualTo(isPublic);
  }
}

package dev.sluice.common.policy;

import static dev.sluice.common.policy.Questions.ALICE;
import static dev.sluice.common.policy.Questions.BOB;
import static dev.sluice.common.policy.Questions.ROOT;
import static dev.sluice.common.policy.Questions.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asserts what AWS does with policies of the shapes that people use: "Examples of Amazon S3 bucket
 * policies" and "Bucket policy examples using condition keys" (Amazon S3 User Guide,
 * example-bucket-policies.html, amazon-s3-policy-keys.html). B is the bucket's ARN.
 */
class PolicyExamplesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          # statement | who | action | resource | keys | outcome
          'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'B/*' | nobody | GetObject | bucket/a | | allow
          'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'B/*' | nobody | PutObject | bucket/a | | -
          'Effect':'Allow','Principal':'*','Action':['s3:GetObject','s3:GetObjectVersion'],'Resource':['B/*'] | nobody | GetObjectVersion | bucket/a | | allow
          'Effect':'Allow','Principal':{'AWS':['111122223333','444455556666']},'Action':['s3:PutObject','s3:PutObjectAcl'],'Resource':'B/*' | bob | PutObject | bucket/a | | delegated
          'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'s3:PutObject','Resource':'B/*','Condition':{'StringEquals':{'s3:x-amz-acl':'public-read'}} | root | PutObject | bucket/a | s3:x-amz-acl=public-read | allow
          'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'s3:PutObject','Resource':'B/*','Condition':{'StringEquals':{'s3:x-amz-acl':'public-read'}} | root | PutObject | bucket/a | s3:x-amz-acl=private | -
          'Effect':'Deny','Principal':{'AWS':'111122223333'},'Action':'s3:PutObject','Resource':'B/*','Condition':{'StringNotEquals':{'s3:x-amz-acl':'bucket-owner-full-control'}} | alice | PutObject | bucket/a | | deny
          'Effect':'Deny','Principal':{'AWS':'111122223333'},'Action':'s3:PutObject','Resource':'B/*','Condition':{'StringNotEquals':{'s3:x-amz-acl':'bucket-owner-full-control'}} | alice | PutObject | bucket/a | s3:x-amz-acl=bucket-owner-full-control | -
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':['B','B/*'],'Condition':{'Bool':{'aws:SecureTransport':'false'}} | alice | GetObject | bucket/a | aws:SecureTransport=false | deny
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':['B','B/*'],'Condition':{'Bool':{'aws:SecureTransport':'false'}} | alice | GetObject | bucket/a | aws:SecureTransport=true | -
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':['B','B/*'],'Condition':{'Bool':{'aws:SecureTransport':'false'}} | alice | ListBucket | bucket | aws:SecureTransport=false | deny
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'B/*','Condition':{'NumericLessThan':{'s3:TlsVersion':'1.2'}} | alice | GetObject | bucket/a | s3:TlsVersion=1.1 | deny
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'B/*','Condition':{'NumericLessThan':{'s3:TlsVersion':1.2}} | alice | GetObject | bucket/a | s3:TlsVersion=1.3 | -
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':['B','B/*'],'Condition':{'NotIpAddress':{'aws:SourceIp':'192.0.2.0/24'}} | alice | GetObject | bucket/a | aws:SourceIp=192.0.2.9 | -
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':['B','B/*'],'Condition':{'NotIpAddress':{'aws:SourceIp':'192.0.2.0/24'}} | root | GetObject | bucket/a | aws:SourceIp=198.51.100.9 | deny
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'B/*','Condition':{'NotIpAddress':{'aws:SourceIp':['192.0.2.0/24','2001:DB8:1234:5678::/64']}} | alice | GetObject | bucket/a | aws:SourceIp=2001:db8:1234:5678::1 | -
          'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'B/*','Condition':{'IpAddress':{'aws:SourceIp':'192.0.2.0/24'},'NotIpAddress':{'aws:SourceIp':'192.0.2.188/32'}} | nobody | GetObject | bucket/a | aws:SourceIp=192.0.2.188 | -
          'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'B/*','Condition':{'IpAddress':{'aws:SourceIp':'192.0.2.0/24'},'NotIpAddress':{'aws:SourceIp':'192.0.2.188/32'}} | nobody | GetObject | bucket/a | aws:SourceIp=192.0.2.187 | allow
          'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'B/*','Condition':{'StringLike':{'aws:Referer':['http://www.example.com/*','http://example.com/*']}} | nobody | GetObject | bucket/a | aws:Referer=http://example.com/page | allow
          'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'B/*','Condition':{'StringLike':{'aws:Referer':['http://www.example.com/*','http://example.com/*']}} | nobody | GetObject | bucket/a | | -
          'Effect':'Deny','Principal':'*','Action':'s3:GetObject','Resource':'B/*','Condition':{'StringNotLike':{'aws:Referer':'http://example.com/*'}} | nobody | GetObject | bucket/a | | deny
          'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:user/alice'},'Action':'s3:ListBucket','Resource':'B','Condition':{'StringEquals':{'s3:prefix':'projects'}} | alice | ListBucket | bucket | s3:prefix=projects | allow
          'Effect':'Deny','Principal':{'AWS':'arn:aws:iam::111122223333:user/alice'},'Action':'s3:ListBucket','Resource':'B','Condition':{'StringNotEquals':{'s3:prefix':'projects'}} | alice | ListBucket | bucket | | deny
          'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:user/alice'},'Action':'s3:ListBucket','Resource':'B','Condition':{'StringEquals':{'s3:prefix':['','home/'],'s3:delimiter':['/']}} | alice | ListBucket | bucket | s3:prefix=;s3:delimiter=/ | allow
          'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:user/alice'},'Action':'s3:ListBucket','Resource':'B','Condition':{'StringEquals':{'s3:prefix':['','home/'],'s3:delimiter':['/']}} | alice | ListBucket | bucket | s3:prefix=home/ | -
          'Effect':'Deny','Principal':'*','Action':'s3:ListBucket','Resource':'B','Condition':{'NumericGreaterThan':{'s3:max-keys':'10'}} | alice | ListBucket | bucket | s3:max-keys=11 | deny
          'Effect':'Deny','Principal':'*','Action':'s3:ListBucket','Resource':'B','Condition':{'NumericGreaterThan':{'s3:max-keys':'10'}} | alice | ListBucket | bucket | s3:max-keys=10 | -
          'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':['s3:GetObject'],'Resource':'B/home/${aws:username}/*' | alice | GetObject | bucket/home/alice/x | | delegated
          'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':['s3:GetObject'],'Resource':'B/home/${aws:username}/*' | alice | GetObject | bucket/home/bob/x | | -
          'Effect':'Deny','Principal':'*','Action':'s3:PutObject','Resource':'B/*','Condition':{'StringNotEquals':{'s3:x-amz-server-side-encryption':'AES256'}} | alice | PutObject | bucket/a | | deny
          'Effect':'Deny','Principal':'*','Action':'s3:PutObject','Resource':'B/*','Condition':{'Null':{'s3:x-amz-server-side-encryption':'true'}} | alice | PutObject | bucket/a | | deny
          'Effect':'Deny','Principal':'*','Action':'s3:PutObject','Resource':'B/*','Condition':{'Null':{'s3:x-amz-server-side-encryption':'true'}} | alice | PutObject | bucket/a | s3:x-amz-server-side-encryption=AES256 | -
          'Effect':'Deny','Principal':'*','Action':'s3:PutObject','Resource':'B/*','Condition':{'Null':{'s3:x-amz-server-side-encryption-customer-algorithm':'false'}} | alice | PutObject | bucket/a | s3:x-amz-server-side-encryption-customer-algorithm=AES256 | deny
          'Effect':'Deny','Principal':'*','Action':'s3:PutObject','Resource':'B/*','Condition':{'StringNotEquals':{'s3:x-amz-storage-class':['STANDARD_IA']}} | alice | PutObject | bucket/a | s3:x-amz-storage-class=STANDARD | deny
          'Effect':'Deny','Principal':'*','Action':'s3:PutObject','Resource':'B/*','Condition':{'StringNotLike':{'s3:x-amz-copy-source':'bucket/public/*'}} | alice | PutObject | bucket/a | s3:x-amz-copy-source=bucket/secret/a | deny
          'Effect':'Deny','Principal':'*','Action':'s3:PutObject','Resource':'B/*','Condition':{'StringNotLike':{'s3:x-amz-copy-source':'bucket/public/*'}} | alice | PutObject | bucket/a | s3:x-amz-copy-source=bucket/public/a | -
          'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'B/*','Condition':{'StringEquals':{'s3:ExistingObjectTag/environment':'production'}} | nobody | GetObject | bucket/a | s3:ExistingObjectTag/environment=production | allow
          'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'B/*','Condition':{'StringEquals':{'s3:ExistingObjectTag/environment':'production'}} | nobody | GetObject | bucket/a | s3:ExistingObjectTag/environment=test | -
          'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'s3:PutObjectTagging','Resource':'B/*','Condition':{'ForAnyValue:StringEquals':{'s3:RequestObjectTagKeys':['Owner','CreationDate']}} | root | PutObjectTagging | bucket/a | s3:RequestObjectTagKeys=Owner;s3:RequestObjectTagKeys=Color | allow
          'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'s3:PutObjectTagging','Resource':'B/*','Condition':{'ForAllValues:StringEquals':{'s3:RequestObjectTagKeys':['Owner','CreationDate']}} | root | PutObjectTagging | bucket/a | s3:RequestObjectTagKeys=Owner;s3:RequestObjectTagKeys=Color | -
          'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'s3:PutObject','Resource':'B/*','Condition':{'StringEquals':{'s3:RequestObjectTag/Department':'Finance'}} | root | PutObject | bucket/a | s3:RequestObjectTag/department=Finance | allow
          'Effect':'Deny','Principal':'*','Action':'s3:PutObject','Resource':'B/*','Condition':{'Null':{'s3:RequestObjectTag/Department':'true'}} | alice | PutObject | bucket/a | | deny
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'B/secure/*','Condition':{'Null':{'aws:MultiFactorAuthAge':true}} | alice | GetObject | bucket/secure/a | | deny
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'B/secure/*','Condition':{'NumericGreaterThan':{'aws:MultiFactorAuthAge':3600}} | alice | GetObject | bucket/secure/a | | -
          'Effect':'Deny','NotPrincipal':{'AWS':['arn:aws:iam::111122223333:user/alice','111122223333']},'Action':'s3:*','Resource':'B/*' | alice | GetObject | bucket/a | | -
          'Effect':'Deny','NotPrincipal':{'AWS':['arn:aws:iam::111122223333:user/alice','111122223333']},'Action':'s3:*','Resource':'B/*' | bob | GetObject | bucket/a | | deny
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':['B','B/*'],'Condition':{'StringNotLike':{'aws:userid':['canonical-a*','canonical-root']}} | alice | GetObject | bucket/a | | -
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':['B','B/*'],'Condition':{'StringNotLike':{'aws:userid':['canonical-a*','canonical-root']}} | bob | GetObject | bucket/a | | deny
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':['B','B/*'],'Condition':{'ArnNotEquals':{'aws:PrincipalArn':'arn:aws:iam::111122223333:user/alice'}} | bob | PutObject | bucket/a | | deny
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':['B','B/*'],'Condition':{'StringNotEquals':{'aws:PrincipalAccount':'111122223333'}} | bob | PutObject | bucket/a | | deny
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':['B','B/*'],'Condition':{'StringNotEquals':{'aws:PrincipalAccount':'111122223333'},'BoolIfExists':{'aws:PrincipalIsAWSService':'false'}} | alice | PutObject | bucket/a | | -
          'Effect':'Deny','Principal':'*','Action':'s3:DeleteObject','Resource':'B/*' | root | DeleteObject | bucket/a | | deny
          'Effect':'Deny','Principal':'*','Action':['s3:DeleteBucket','s3:DeleteBucketPolicy'],'Resource':'B' | root | DeleteBucket | bucket | | deny
          'Effect':'Deny','Principal':'*','NotAction':['s3:GetObject','s3:ListBucket'],'Resource':['B','B/*'] | alice | PutObject | bucket/a | | deny
          'Effect':'Deny','Principal':'*','NotAction':['s3:GetObject','s3:ListBucket'],'Resource':['B','B/*'] | alice | GetObject | bucket/a | | -
          'Effect':'Deny','Principal':'*','Action':'s3:PutObject','NotResource':['B/*.jpg','B/*.png'] | alice | PutObject | bucket/a.gif | | deny
          'Effect':'Deny','Principal':'*','Action':'s3:PutObject','NotResource':['B/*.jpg','B/*.png'] | alice | PutObject | bucket/a.png | | -
          'Effect':'Deny','Principal':'*','Action':'s3:GetObject','Resource':'B/*','Condition':{'NumericGreaterThan':{'s3:signatureAge':600000}} | alice | GetObject | bucket/a | s3:signatureAge=600001 | deny
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'B/*','Condition':{'StringNotEquals':{'s3:authType':'REST-HEADER'}} | alice | GetObject | bucket/a | s3:authType=REST-QUERY-STRING | deny
          'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'B/*','Condition':{'StringEquals':{'s3:signatureversion':'AWS'}} | alice | GetObject | bucket/a | s3:signatureversion=AWS4-HMAC-SHA256 | -
          'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'B/*','Condition':{'DateGreaterThan':{'aws:CurrentTime':'2026-01-01T00:00:00Z'},'DateLessThan':{'aws:CurrentTime':'2026-12-31T23:59:59Z'}} | nobody | GetObject | bucket/a | aws:CurrentTime=2026-11-30T12:00:00Z | allow
          'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'B/*','Condition':{'DateGreaterThan':{'aws:CurrentTime':'2026-01-01T00:00:00Z'},'DateLessThan':{'aws:CurrentTime':'2026-12-31T23:59:59Z'}} | nobody | GetObject | bucket/a | aws:CurrentTime=2027-11-30T12:00:00Z | -
          'Effect':'Deny','Principal':'*','Action':'s3:PutObject','Resource':'B/*','Condition':{'Null':{'s3:if-none-match':'true'},'Bool':{'s3:ObjectCreationOperation':'true'}} | alice | PutObject | bucket/a | s3:ObjectCreationOperation=true | deny
          'Effect':'Deny','Principal':'*','Action':'s3:PutObject','Resource':'B/*','Condition':{'Null':{'s3:if-none-match':'true'},'Bool':{'s3:ObjectCreationOperation':'true'}} | alice | PutObject | bucket/a | s3:ObjectCreationOperation=false | -
          'Effect':'Deny','Principal':'*','Action':'s3:PutObject','Resource':'B/*','Condition':{'StringEquals':{'s3:x-amz-content-sha256':'UNSIGNED-PAYLOAD'}} | alice | PutObject | bucket/a | s3:x-amz-content-sha256=UNSIGNED-PAYLOAD | deny
          """)
  void example_decidesAsAwsDocuments(
      String statement, String who, String action, String resource, String keys, String outcome)
      throws PolicyException {
    PolicyDocument policy =
        Questions.bucketPolicy(
            json("{" + statement.replaceAll("'B(['/])", "'arn:aws:s3:::bucket$1") + "}"));
    Requester requester =
        switch (who) {
          case "alice" -> ALICE;
          case "bob" -> BOB;
          case "root" -> ROOT;
          default -> Requester.NOBODY;
        };
    PolicyQuestion question =
        Questions.ask(
            requester,
            "s3:" + action,
            resource,
            keys == null ? new String[0] : keys.split(";", -1));

    assertThat(word(policy.evaluate(question))).isEqualTo(outcome);
  }

  private static String word(PolicyOutcome outcome) {
    return switch (outcome) {
      case PolicyOutcome.Allow allow -> allow.delegated() ? "delegated" : "allow";
      case PolicyOutcome.Deny deny -> "deny";
      case PolicyOutcome.Silent silent -> "-";
      case PolicyOutcome.Pending pending -> "pending";
    };
  }
}

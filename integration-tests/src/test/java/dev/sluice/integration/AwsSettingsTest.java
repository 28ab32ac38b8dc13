package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code aws s3api} for every setting of a bucket and an object, in the versions that are pinned.
 */
@Timeout(300)
@ExtendWith(ClientServer.Extension.class)
@Execution(ExecutionMode.CONCURRENT)
class AwsSettingsTest {
  private final ClientServer server;

  @TempDir private Path folder;

  AwsSettingsTest(ClientServer server) {
    this.server = server;
  }

  /** Whose command line. */
  enum Version {
    DEBIAN(OutsideClients::awsCommandLine, "aws-settings-debian"),
    PYPI(OutsideClients::awsCommandLineOfPyPi, "aws-settings-pypi");

    private final Supplier<Path> aws;
    private final String bucket;

    Version(Supplier<Path> aws, String bucket) {
      this.aws = aws;
      this.bucket = bucket;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySetting_isPutGotAndDeleted(Version version) throws Exception {
    Path page = Files.writeString(folder.resolve("page"), "text");
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
         "Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/public/*"}]}
        """
            .formatted(version.bucket);
    api(version, "create-bucket");

    api(version, "put-bucket-policy", "--policy", policy);
    assertThat(api(version, "get-bucket-policy", "--query", "Policy", "--output", "text"))
        .contains("s3:GetObject");
    assertThat(api(version, "get-bucket-policy-status")).contains("\"IsPublic\": true");
    api(version, "delete-bucket-policy");
    refused(version, "NoSuchBucketPolicy", "get-bucket-policy");

    api(
        version,
        "put-bucket-ownership-controls",
        "--ownership-controls",
        "Rules=[{ObjectOwnership=ObjectWriter}]");
    assertThat(api(version, "get-bucket-ownership-controls")).contains("ObjectWriter");
    api(version, "put-bucket-acl", "--acl", "public-read");
    assertThat(api(version, "get-bucket-acl")).contains("global/AllUsers", "FULL_CONTROL");
    api(version, "put-bucket-acl", "--acl", "private");
    api(version, "put-object", "--key", "page", "--body", page, "--tagging", "a=1&b=2");
    api(version, "put-object-acl", "--key", "page", "--acl", "authenticated-read");
    assertThat(api(version, "get-object-acl", "--key", "page"))
        .contains("global/AuthenticatedUsers");

    assertThat(api(version, "get-object-tagging", "--key", "page")).contains("\"Key\": \"b\"");
    api(version, "put-object-tagging", "--key", "page", "--tagging", "TagSet=[{Key=c,Value=3}]");
    assertThat(api(version, "get-object-tagging", "--key", "page")).contains("\"Value\": \"3\"");
    api(version, "delete-object-tagging", "--key", "page");
    assertThat(api(version, "get-object-tagging", "--key", "page")).contains("\"TagSet\": []");

    api(version, "put-bucket-tagging", "--tagging", "TagSet=[{Key=team,Value=red}]");
    assertThat(api(version, "get-bucket-tagging")).contains("\"Value\": \"red\"");
    api(version, "delete-bucket-tagging");
    refused(version, "NoSuchTagSet", "get-bucket-tagging");

    String cors =
        "{\"CORSRules\":[{\"AllowedOrigins\":[\"*\"],\"AllowedMethods\":[\"GET\"],"
            + "\"MaxAgeSeconds\":60}]}";
    api(version, "put-bucket-cors", "--cors-configuration", cors);
    assertThat(api(version, "get-bucket-cors")).contains("\"MaxAgeSeconds\": 60");
    api(version, "delete-bucket-cors");
    refused(version, "NoSuchCORSConfiguration", "get-bucket-cors");

    api(
        version,
        "put-public-access-block",
        "--public-access-block-configuration",
        "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,"
            + "RestrictPublicBuckets=true");
    assertThat(api(version, "get-public-access-block")).contains("\"BlockPublicPolicy\": true");
    refused(version, "AccessDenied", "put-bucket-policy", "--policy", policy);
    api(version, "delete-public-access-block");
    refused(version, "NoSuchPublicAccessBlockConfiguration", "get-public-access-block");

    api(
        version,
        "put-bucket-request-payment",
        "--request-payment-configuration",
        "Payer=BucketOwner");
    assertThat(api(version, "get-bucket-request-payment")).contains("BucketOwner");
    api(
        version,
        "put-bucket-accelerate-configuration",
        "--accelerate-configuration",
        "Status=Suspended");
    assertThat(api(version, "get-bucket-accelerate-configuration")).contains("Suspended");

    api(version, "delete-bucket-ownership-controls");
    refused(version, "OwnershipControlsNotFoundError", "get-bucket-ownership-controls");
    api(version, "delete-object", "--key", "page");
    api(version, "delete-bucket");
  }

  private String api(Version version, String operation, Object... words) {
    return aws(version, operation, words).run().good().out();
  }

  private void refused(Version version, String code, String operation, Object... words) {
    assertThat(aws(version, operation, words).run().err()).contains("(" + code + ")");
  }

  private OutsideCommand aws(Version version, String operation, Object... words) {
    return server
        .command(version.aws.get(), "--endpoint-url", server.endpoint(), "s3api", operation)
        .with("--bucket", version.bucket)
        .with(words);
  }
}

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

/** The AWS command line with its defaults: Debian's version 2, and today's version 1. */
@Timeout(300)
@ExtendWith(ClientServer.Extension.class)
@Execution(ExecutionMode.CONCURRENT)
class AwsCommandLineTest {

  private final ClientServer server;

  @TempDir private Path folder;

  AwsCommandLineTest(ClientServer server) {
    this.server = server;
  }

  /** Whose command line. */
  enum Version {
    DEBIAN(OutsideClients::awsCommandLine, "aws-debian"),
    PYPI(OutsideClients::awsCommandLineOfPyPi, "aws-pypi");

    private final Supplier<Path> aws;
    private final String bucket;

    Version(Supplier<Path> aws, String bucket) {
      this.aws = aws;
      this.bucket = bucket;
    }
  }

  @ParameterizedTest
  @EnumSource
  void folder_isSyncedCopiedMovedAndRemoved(Version version) throws Exception {
    new ClientStories(server, folder).awsCommandLine(version.aws.get(), version.bucket);
  }

  /**
   * It compares the time of a listing with that of a header, which it gives the files it has got.
   */
  @ParameterizedTest
  @EnumSource
  void syncOfExactTimes_copiesNothingTheSecondTime(Version version) throws Exception {
    Path files = ClientFiles.make(folder.resolve("files"), ClientStories.AWS_THRESHOLD);
    String bucket = "s3://" + version.bucket + "-times";
    Path back = folder.resolve("back");
    s3(version, "mb", bucket);
    s3(version, "sync", files, bucket);

    s3(version, "sync", "--exact-timestamps", bucket, back);
    String again = s3(version, "sync", "--exact-timestamps", bucket, back);

    ClientFiles.assertSame(back, files);
    assertThat(again).doesNotContain("download:");
    s3(version, "rb", "--force", bucket);
  }

  @ParameterizedTest
  @EnumSource
  void apiCalls_areAnswered(Version version) throws Exception {
    String bucket = version.bucket + "-api";
    Path file = Files.writeString(folder.resolve("file"), "0123456789");
    Path part = folder.resolve("part");

    api(version, "create-bucket", "--bucket", bucket);
    String put = api(version, "put-object", "--bucket", bucket, "--key", "a//b", "--body", file);
    assertThat(put).contains("781e5e245d69b566979b86e28d23f2c7");
    api(version, "get-object", "--bucket", bucket, "--key", "a//b", "--range", "bytes=2-4", part);
    assertThat(part).hasContent("234");
    assertThat(api(version, "head-object", "--bucket", bucket, "--key", "a//b"))
        .contains("\"ContentLength\": 10");
    assertThat(api(version, "list-objects-v2", "--bucket", bucket, "--query", "Contents[].Key"))
        .contains("a//b");
    assertThat(
            aws(version, "s3api", "get-object", "--bucket", bucket, "--key", "missing", part)
                .run()
                .err())
        .contains("NoSuchKey");
    api(version, "delete-object", "--bucket", bucket, "--key", "a//b");
    api(version, "delete-bucket", "--bucket", bucket);
  }

  @ParameterizedTest
  @EnumSource
  void tagsAndPayment_areSetAndShown(Version version) throws Exception {
    String bucket = version.bucket + "-tags";
    Path file = Files.writeString(folder.resolve("file"), "0123456789");
    String[] object = {"--bucket", bucket, "--key", "key"};
    api(version, "create-bucket", "--bucket", bucket);
    String tags = "TagSet=[{Key=team,Value=red},{Key=a,Value=b c}]";

    api(version, "put-bucket-tagging", "--bucket", bucket, "--tagging", tags);
    assertThat(api(version, "get-bucket-tagging", "--bucket", bucket))
        .containsSubsequence("\"team\"", "\"red\"", "\"a\"", "\"b c\"");
    api(version, "delete-bucket-tagging", "--bucket", bucket);
    assertThat(aws(version, "s3api", "get-bucket-tagging", "--bucket", bucket).run().err())
        .contains("NoSuchTagSet");

    aws(version, "s3api", "put-object")
        .with((Object[]) object)
        .with("--body", file, "--tagging", "one=1&two=a+b")
        .run()
        .good();
    assertThat(
            aws(version, "s3api", "get-object-tagging").with((Object[]) object).run().good().out())
        .containsSubsequence("\"one\"", "\"1\"", "\"two\"", "\"a b\"");
    aws(version, "s3api", "put-object-tagging")
        .with((Object[]) object)
        .with("--tagging", tags)
        .run()
        .good();
    assertThat(aws(version, "s3api", "head-object").with((Object[]) object).run().good().out())
        .contains("\"ContentLength\": 10");
    aws(version, "s3api", "delete-object-tagging").with((Object[]) object).run().good();
    assertThat(
            aws(version, "s3api", "get-object-tagging").with((Object[]) object).run().good().out())
        .contains("\"TagSet\": []");

    api(
        version,
        "put-bucket-request-payment",
        "--bucket",
        bucket,
        "--request-payment-configuration",
        "Payer=Requester");
    assertThat(api(version, "get-bucket-request-payment", "--bucket", bucket))
        .contains("\"Requester\"");
    api(
        version,
        "put-bucket-accelerate-configuration",
        "--bucket",
        bucket,
        "--accelerate-configuration",
        "Status=Suspended");
    assertThat(api(version, "get-bucket-accelerate-configuration", "--bucket", bucket))
        .contains("\"Suspended\"");
    s3(version, "rb", "--force", "s3://" + bucket);
  }

  private String s3(Version version, Object... words) {
    return aws(version, "s3", words).run().good().out();
  }

  private String api(Version version, Object... words) {
    return aws(version, "s3api", words).run().good().out();
  }

  private OutsideCommand aws(Version version, String service, Object... words) {
    return server
        .command(version.aws.get(), "--endpoint-url", server.endpoint(), service)
        .with(words);
  }
}

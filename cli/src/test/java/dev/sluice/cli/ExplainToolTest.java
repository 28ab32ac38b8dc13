package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code access explain} against a real agent. */
class ExplainToolTest {
  private static final int USAGE = 2;

  private static final String CREDENTIALS =
      """
      identities:
      - access-key: AKALICE
        secret-key: secret-of-alice
        owner-id: alice
        grants: [{actions: ['s3:GetObject'], resources: [photos]}]
        statements:
        - {Sid: NoDrafts, Effect: Deny, Action: 's3:*', Resource: 'arn:aws:s3:::photos/drafts/*'}
        - {Effect: Allow, Action: 's3:ListBucket', Resource: 'arn:aws:s3:::photos',
           Condition: {StringEquals: {'s3:prefix': '2026/'}}}
      - {access-key: AKOTHER, secret-key: secret-of-other, account: '111111111111', owner-id: other,
         grants: [{actions: ['*'], resources: ['*']}]}
      """;

  @TempDir private static Path folder;
  private static ToolAgent agent;

  @BeforeAll
  static void start() throws IOException {
    agent = ToolAgent.start(folder);
    agent.bucketOf("photos", Map.of("2026/lake.jpg", "a lake"));
    Files.writeString(folder.resolve("credentials.yaml"), CREDENTIALS);
  }

  @AfterAll
  static void stop() {
    agent.close();
  }

  private static CommandRun explain(String... rest) {
    return agent.run(
        "access",
        Stream.concat(
                Stream.of("explain", "--credentials", folder.resolve("credentials.yaml")),
                Stream.of(rest))
            .toArray());
  }

  private static JsonNode explained(String... rest) throws IOException {
    CommandRun run =
        explain(Stream.concat(Stream.of(rest), Stream.of("--json")).toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "AKALICE, s3:GetObject, photos/2026/lake.jpg, true, IDENTITY, grants[0]",
    "alice, s3:getobject, photos/2026/missing.jpg, true, IDENTITY, grants[0]",
    "arn:aws:iam::000000000000:user/alice, s3:GetObject, photos/drafts/a, false, IDENTITY,"
        + " NoDrafts",
    "AKALICE, s3:PutObject, photos/a, false, NOTHING, ''",
    "AKOTHER, s3:GetObject, photos/2026/lake.jpg, false, NOTHING, ''",
    "anonymous, s3:GetObject, photos/2026/lake.jpg, false, NOTHING, ''",
  })
  void decision_isSaidWithWhatDecidedIt(
      String identity, String action, String resource, boolean allowed, String by, String statement)
      throws IOException {
    JsonNode said = explained("--identity", identity, "--action", action, "--resource", resource);
    assertThat(said.get("allowed").booleanValue()).as(said.toString()).isEqualTo(allowed);
    assertThat(said.get("decidedBy").textValue()).as(said.toString()).isEqualTo(by);
    assertThat(said.path("statement").asText("")).isEqualTo(statement);
    assertThat(said.get("reason").textValue()).isNotEmpty();
  }

  @Test
  void context_isOfTheRequest() throws IOException {
    String[] asked = {"--identity", "AKALICE", "--action", "s3:ListBucket", "--resource", "photos"};
    assertThat(explained(asked).get("allowed").booleanValue()).isFalse();
    JsonNode said =
        explained(
            Stream.concat(Stream.of(asked), Stream.of("--context", "s3:Prefix=2026/"))
                .toArray(String[]::new));
    assertThat(said.get("allowed").booleanValue()).isTrue();
    assertThat(said.get("statement").textValue()).isEqualTo("statement 2");
  }

  @Test
  void words_areLines() {
    CommandRun run =
        explain("--identity", "AKALICE", "--action", "s3:GetObject", "--resource", "photos/a");
    assertThat(run.out())
        .startsWith(
            """
            identity: arn:aws:iam::000000000000:user/alice
            action: s3:GetObject
            resource: photos/a
            allowed: true
            decidedBy: IDENTITY
            statement: grants[0]
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--identity nobody --action s3:GetObject --resource photos | --identity: 'nobody'"
            + " (expected: one of the file that --credentials names, or anonymous)",
        "--action s3:GetObject | --identity: missing (expected: an access key, canonical id, ARN or"
            + " anonymous)",
        "--identity AKALICE --action s3:Fly | --action: 's3:Fly' (expected: an action of S3, such"
            + " as s3:GetObject)",
        "--identity AKALICE --action s3:GetObject --context aws:username=a | --context:"
            + " 'aws:username=a' (expected: KEY=VALUE, a condition key of requests)",
      })
  void mistake_isNamed(String line, String mistake) {
    CommandRun run = explain(line.split(" ", -1));
    assertThat(run.exitCode()).isEqualTo(USAGE);
    assertThat(run.err()).contains(mistake);
  }
}

package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of buckets by the command, against a real agent; each test has a bucket of its own. */
class SettingsToolTest {
  private static final int REFUSED = 1;
  private static final int USAGE = 2;
  private static final int LOCAL = 5;

  private static final String POLICY =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject",
         "Resource": "arn:aws:s3:::everything/*"}]}
      """;

  private static final String CORS =
      """
      {"CORSRules": [{"ID": "one", "AllowedOrigins": ["https://*.example.org"],
        "AllowedMethods": ["GET", "PUT"], "AllowedHeaders": ["*"], "ExposeHeaders": ["ETag"],
        "MaxAgeSeconds": 3000}, {"AllowedOrigins": ["*"], "AllowedMethods": ["HEAD"]}]}
      """;

  @TempDir private static Path agentFolder;
  private static ToolAgent agent;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    agent = ToolAgent.start(agentFolder);
  }

  @AfterAll
  static void stop() {
    agent.close();
  }

  @Test
  void everySetting_isSetShownAndUnset() throws Exception {
    tool("mb", "everything");

    assertThat(
            settings(
                "everything",
                "--ownership",
                "ObjectWriter",
                "--acl",
                "public-read",
                "--policy",
                file("policy", POLICY),
                "--cors",
                file("cors", CORS),
                "--public-access-block",
                "BlockPublicPolicy,RestrictPublicBuckets",
                "--payer",
                "Requester",
                "--acceleration",
                "Suspended",
                "--tag",
                "team=red"))
        .isEqualTo(new CommandRun(0, "", ""));

    JsonNode shown = json(settings("everything", "--json"));
    assertThat(shown.get("policy").textValue()).isEqualTo(POLICY);
    assertThat(shown.get("cors")).isEqualTo(new ObjectMapper().readTree(CORS));
    assertThat(shown.get("objectOwnership").textValue()).isEqualTo("ObjectWriter");
    assertThat(shown.get("payer").textValue()).isEqualTo("Requester");
    assertThat(shown.get("acceleration").textValue()).isEqualTo("Suspended");
    assertThat(shown.get("publicAccessBlock").toString())
        .isEqualTo(
            "{\"BlockPublicAcls\":false,\"IgnorePublicAcls\":false,\"BlockPublicPolicy\":true,"
                + "\"RestrictPublicBuckets\":true}");
    assertThat(shown.at("/acl/Grants/0/Grantee/ID").textValue()).isEqualTo("direct");
    assertThat(shown.at("/acl/Grants/1").toString())
        .isEqualTo(
            "{\"Grantee\":{\"Type\":\"Group\","
                + "\"URI\":\"http://acs.amazonaws.com/groups/global/AllUsers\"},"
                + "\"Permission\":\"READ\"}");
    assertThat(settings("everything").out())
        .contains("objectOwnership: ObjectWriter\n", "cors: {\"CORSRules\":[{\"ID\":\"one\"");

    String[] all = {"acl", "policy", "cors", "ownership", "public-access-block", "payer"};
    String[] unset = Stream.of(all).flatMap(it -> Stream.of("--remove", it)).toArray(String[]::new);
    assertThat(settings("everything", unset).exitCode()).isZero();
    assertThat(settings("everything").out())
        .matches("bucket: everything\ngeneration: \\d+\ntags team: red\nacceleration: Suspended\n");
  }

  @Test
  void grantsThatWereShown_areSetFromAFile() throws Exception {
    tool("mb", "granted");
    tool("mb", "copied");
    settings("granted", "--ownership", "ObjectWriter", "--acl", "log-delivery-write");
    String grants = json(settings("granted", "--json")).get("acl").toString();

    CommandRun run =
        settings("copied", "--ownership", "ObjectWriter", "--acl", file("acl", grants), "--json");

    assertThat(json(run).get("acl").toString()).isEqualTo(grants);
  }

  /** One replacement: nothing of it is done where one setting cannot be. */
  @Test
  void changeWithOneMistake_changesNothing() throws Exception {
    tool("mb", "whole");

    assertThat(settings("whole", "--payer", "Requester", "--tag", "aws:x=y").exitCode())
        .isEqualTo(REFUSED);
    assertThat(settings("whole", "--payer", "Requester", "--cors", "/nowhere").exitCode())
        .isEqualTo(LOCAL);
    assertThat(settings("whole").out())
        .matches("bucket: whole\ngeneration: \\d+\nobjectOwnership: BucketOwnerEnforced\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --ownership           | Mine                 | sluice: --ownership: 'Mine' (expected: BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter)
          --payer               | Nobody               | sluice: --payer: 'Nobody' (expected: BucketOwner, Requester)
          --acceleration        | on                   | sluice: --acceleration: 'on' (expected: Enabled, Suspended)
          --public-access-block | BlockPublicAcls,Most | sluice: --public-access-block: 'Most' (expected: all, none, BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets)
          --remove              | colour               | sluice: --remove: 'colour' (expected: tags, policy, acl, ownership, public-access-block, cors, payer, acceleration)
          """)
  void valueThatIsNone_isRefusedWithThoseThatAre(String option, String value, String sentence) {
    CommandRun run = settings("any-bucket", option, value);

    assertThat(run).isEqualTo(new CommandRun(USAGE, "", sentence + "\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --cors | {"CORSRules": [{"Colour": 1}]}                        | Colour
          --cors | {                                                     | Unexpected end-of-input
          --cors | null                                                  | expected: a JSON object
          --acl  | {"Grants": [{"Permission": "READ"}]}                  | a grant without Grantee
          --acl  | {"Grants": [{"Permission": "X", "Grantee": {"ID": "a"}}]} | X
          --acl  | {"Grants": [{"Permission": "READ", "Grantee": {}}]}   | neither the ID of a user
          """)
  void fileThatIsNone_isRefusedWithAReason(String option, String content, String reason)
      throws IOException {
    CommandRun run = settings("any-bucket", option, file("file", content));

    assertThat(run.exitCode()).isEqualTo(USAGE);
    assertThat(run.err()).startsWith("sluice: ").contains(reason).hasLineCount(1);
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private static JsonNode json(CommandRun run) throws IOException {
    assertThat(run.err()).isEmpty();
    return new ObjectMapper().readTree(run.out());
  }

  private static CommandRun settings(String bucket, String... options) {
    return tool(
        "bucket", Stream.concat(Stream.of("settings", bucket), Stream.of(options)).toArray());
  }

  private static CommandRun tool(String command, Object... rest) {
    return agent.run(command, rest);
  }
}

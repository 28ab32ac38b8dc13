package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.SignedHttp.Message;
import dev.sluice.testing.Await;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Identities of two accounts before a bucket with a policy, over HTTP. Asserts AWS's behaviour:
 * "How Amazon S3 authorizes a request for an object operation",
 * AmazonS3/latest/userguide/access-control-auth-workflow-object-operation.html.
 */
@Timeout(300)
class AccountsOverHttpTest {
  private static final String CREDENTIALS =
      """
      identities:
      - {access-key: ANN, secret-key: the-secret-of-all, account: "111111111111", owner-id: ann,
         grants: [{actions: ["*"], resources: ["*"]}]}
      - {access-key: AIDE, secret-key: the-secret-of-all, account: "111111111111", owner-id: aide}
      - {access-key: LATE, secret-key: the-secret-of-all, account: "111111111111", owner-id: late}
      - {access-key: CHIEF, secret-key: the-secret-of-all, account: "111111111111", root: true}
      - {access-key: BOB, secret-key: the-secret-of-all, account: "222222222222", owner-id: bob,
         grants: [{actions: ["*"], resources: ["*"]}]}
      - {access-key: BARE, secret-key: the-secret-of-all, account: "222222222222", owner-id: bare}
      - access-key: TAGGER
        secret-key: the-secret-of-all
        account: "111111111111"
        statements:
        - {Effect: Allow, Action: ["s3:PutObject", "s3:PutObjectTagging"], Resource: "*"}
        - {Effect: Deny, Action: "s3:PutObjectTagging", Resource: "*",
           Condition: {StringNotEquals: {"s3:RequestObjectTag/team": red}}}
      """;

  private static final String PUBLIC =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
         "Resource": "arn:aws:s3:::bucket/open/*"},
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::222222222222:user/bob"},
         "Action": ["s3:PutObject", "s3:ListBucket"],
         "Resource": ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/from-bob/*"]},
        {"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "s3:GetObject",
         "Resource": "arn:aws:s3:::bucket/shared/*"},
        {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
         "Resource": "arn:aws:s3:::bucket/denied/*"}]}
      """;

  private static final String CLOSED =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
        "Resource": ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"]}}
      """;

  @TempDir private static Path folder;

  private static IdentitiesServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new IdentitiesServer(folder, CREDENTIALS);
    server.done("ANN", Message.of("PUT", "/bucket"));
    server.done("BOB", Message.of("PUT", "/of-bob"));
    for (String key : List.of("open/a", "shared/a", "private/a", "denied/a")) {
      server.done("ANN", Message.of("PUT", "/bucket/" + key).carrying(key));
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void put() throws Exception {
    server.done("SERVER", Message.of("PUT", "/bucket?policy").carrying(PUBLIC));
  }

  @ParameterizedTest
  @CsvSource({
    // what is open to everybody
    "nobody, GET, /bucket/open/a, 200",
    "nobody, HEAD, /bucket/open/a, 200",
    "nobody, GET, /bucket/open/missing, 403",
    "nobody, GET, /bucket/private/a, 403",
    "nobody, GET, /bucket, 403",
    "nobody, PUT, /bucket/open/a, 403",
    "nobody, DELETE, /bucket/open/a, 403",
    "nobody, GET, /bucket/open/a?response-content-type=text/html, 400",
    "nobody, GET, /bucket/private/a?response-content-type=text/html, 403",
    "nobody, GET, /no-such-bucket/a, 403",
    "nobody, GET, /, 403",
    // one account: the identity's grants or the policy
    "ANN, GET, /bucket/private/a, 200",
    "ANN, GET, /bucket/private/missing, 404",
    "AIDE, GET, /bucket/open/a, 200",
    "AIDE, GET, /bucket/private/a, 403",
    "AIDE, GET, /bucket?list-type=2, 403",
    "CHIEF, GET, /bucket/private/a, 200",
    "CHIEF, GET, /bucket?policy, 200",
    // two accounts: both
    "BOB, GET, /bucket/open/a, 200",
    "BOB, GET, /bucket/shared/a, 200",
    "BARE, GET, /bucket/shared/a, 403",
    "BOB, GET, /bucket/private/a, 403",
    "BOB, GET, /bucket/open/missing, 404",
    "BOB, PUT, /bucket/from-bob/a, 200",
    "BARE, PUT, /bucket/from-bob/a, 403",
    "BOB, DELETE, /bucket/from-bob/a, 403",
    "BOB, GET, /bucket?policy, 403",
    "CHIEF, GET, /of-bob?list-type=2, 403",
    // an explicit denial
    "ANN, GET, /bucket/denied/a, 403",
    "CHIEF, GET, /bucket/denied/a, 403",
    "SERVER, GET, /bucket/denied/a, 200",
    "ANN, GET, /bucket/denied/a?versionId=nonsense, 403",
    "ANN, GET, /bucket/denied/a?torrent, 403",
  })
  void request_isDecidedByBothSides(String caller, String method, String target, int status)
      throws Exception {
    HttpResponse<String> answer = server.send(caller, Message.of(method, target));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  /** Whatever allows it to others, as AWS's page of PutBucketPolicy says. */
  @Test
  void policyOfAnotherAccountsBucket_isNoMethodOfOthers() throws Exception {
    String handedOut =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*",
          "Action": ["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"],
          "Resource": "arn:aws:s3:::bucket"}}
        """;
    server.done("ANN", Message.of("PUT", "/bucket?policy").carrying(handedOut));

    for (String method : List.of("GET", "PUT", "DELETE")) {
      Message message = Message.of(method, "/bucket?policy").carrying(PUBLIC);
      assertThat(server.send("BOB", message).statusCode()).as(method).isEqualTo(405);
      assertThat(server.send("nobody", message).statusCode()).as(method).isEqualTo(405);
      assertThat(server.send("BARE", message).statusCode()).as(method).isEqualTo(403);
    }
    assertThat(server.done("AIDE", Message.of("GET", "/bucket?policy"))).isEqualTo(handedOut);
  }

  /** Even who denied everything to everybody can take it back as the account's root. */
  @Test
  void rootOfTheAccount_alwaysHasThePolicy() throws Exception {
    server.done("ANN", Message.of("PUT", "/bucket?policy").carrying(CLOSED));
    assertThat(server.send("ANN", Message.of("DELETE", "/bucket?policy")).statusCode())
        .isEqualTo(403);
    assertThat(server.send("CHIEF", Message.of("GET", "/bucket/open/a")).statusCode())
        .isEqualTo(403);
    assertThat(server.done("CHIEF", Message.of("GET", "/bucket?policy"))).isEqualTo(CLOSED);
    server.done("CHIEF", Message.of("DELETE", "/bucket?policy"));
    server.done("ANN", Message.of("GET", "/bucket/open/a"));
    assertThat(server.send("nobody", Message.of("GET", "/bucket/open/a")).statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "111111111111, 200",
    "ann, 200",
    "222222222222, 403",
    "000000000000, 403",
    "bob, 403",
  })
  void expectedOwner_isAnAccountOrACanonicalId(String owner, int status) throws Exception {
    Message get = Message.of("GET", "/bucket/open/a").with("x-amz-expected-bucket-owner", owner);
    assertThat(server.send("ANN", get).statusCode()).isEqualTo(status);
    Message copy =
        Message.of("PUT", "/bucket/copy-" + owner)
            .with("x-amz-copy-source", "/bucket/open/a")
            .with("x-amz-source-expected-bucket-owner", owner);
    assertThat(server.send("ANN", copy).statusCode()).isEqualTo(status);
  }

  @Test
  void listOfBuckets_showsThoseOfTheAccount() throws Exception {
    assertThat(buckets("ANN")).containsExactly("bucket");
    assertThat(buckets("CHIEF")).containsExactly("bucket");
    assertThat(buckets("BOB")).containsExactly("of-bob");
    assertThat(buckets("SERVER")).containsExactly("bucket", "of-bob");
  }

  private static List<String> buckets(String caller) throws Exception {
    return Pattern.compile("<Name>([^<]*)")
        .matcher(server.done(caller, Message.of("GET", "/")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** Tags of a header are known with the head, those of a document once it was read. */
  @ParameterizedTest
  @CsvSource({"red, 200", "blue, 403"})
  void statementOnTags_readsHeaderAndDocument(String team, int status) throws Exception {
    Message put = Message.of("PUT", "/bucket/tagged").with("x-amz-tagging", "team=" + team);
    assertThat(server.send("TAGGER", put).statusCode()).isEqualTo(status);
    server.done("ANN", Message.of("PUT", "/bucket/tagged"));
    Message tagging =
        Message.of("PUT", "/bucket/tagged?tagging")
            .carrying(
                "<Tagging><TagSet><Tag><Key>team</Key><Value>%s</Value></Tag></TagSet></Tagging>"
                    .formatted(team));
    assertThat(server.send("TAGGER", tagging).statusCode()).isEqualTo(status);
  }

  /** Ours: the file is read again while requests are served. */
  @Test
  void changedFile_changesDecisions() throws Exception {
    Message get = Message.of("GET", "/bucket/private/a");
    assertThat(server.send("LATE", get).statusCode()).isEqualTo(403);
    Files.writeString(
        server.credentials(),
        CREDENTIALS.replace(
            "owner-id: late}",
            "owner-id: late,\n   statements: [{Effect: Allow, Action: 's3:GetObject',"
                + " Resource: 'arn:aws:s3:::bucket/private/*'}]}"));
    Await.until("the statement is in force", () -> server.send("LATE", get).statusCode() == 200);
  }
}

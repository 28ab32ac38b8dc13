package dev.sluice.frontend.auth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.Evaluation.Verdict;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.frontend.auth.permission.Explanation;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.permission.RequestPermissions;
import dev.sluice.frontend.s3.S3Operation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Statements of identities, from the credentials file to what they say to a request. What a
 * statement means is AWS's: "Policy evaluation logic",
 * IAM/latest/UserGuide/reference_policies_evaluation-logic.html; how a file has it is ours.
 */
class StatementsTest {
  private static final BucketName PHOTOS = new BucketName("photos");
  private static final String FILE =
      """
      identities:
      - access-key: AKALICE
        secret-key: secret-of-alice
        grants: [{actions: ['s3:GetObject'], resources: [photos]}]
        statements:
        - {Sid: Own, Effect: Allow, Action: ['s3:PutObject', 's3:DeleteObject'],
           Resource: 'arn:aws:s3:::photos/${aws:username}/*'}
        - {Effect: Deny, Action: 's3:*', Resource: '*',
           Condition: {Bool: {'aws:SecureTransport': false}, StringLike: {'aws:UserAgent': 'old*'}}}
        - Effect: Allow
          Action: s3:ListBucket
          Resource: arn:aws:s3:::photos
          Condition: {StringLike: {'s3:prefix': ['AKALICE/*', '']}}
        - Effect: Deny
          Action: s3:GetObject
          Resource: arn:aws:s3:::photos/*
          Condition: {StringEquals: {'s3:ExistingObjectTag/secret': 'yes'}}
      - access-key: AKBOB
        secret-key: secret-of-bob
        statements: |
          {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*",
            "Resource": ["arn:aws:s3:::photos", "arn:aws:s3:::photos/*"]}}
      anonymous:
        statements:
        - {Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::photos/*',
           Condition: {IpAddress: {'aws:SourceIp': 192.0.2.0/24}}}
      """;

  private static Credentials read(String text) throws CredentialsException {
    Load load = new Load(LoadSettings.builder().build());
    return Credentials.read((Map<?, ?>) Objects.requireNonNull(load.loadFromString(text)));
  }

  private static RequestPermissions of(String name, String address, Map<String, List<String>> keys)
      throws CredentialsException {
    Identity identity = requireNonNull(read(FILE).named(name));
    return new RequestPermissions(identity, address, false, keys, Instant.EPOCH);
  }

  private static Evaluation.Outcome outcome(
      RequestPermissions permissions, S3Operation operation, String key) {
    return permissions
        .evaluate(operation, PHOTOS, new ObjectKey(key), WriteConditions.NONE)
        .evaluations()
        .getFirst()
        .outcome();
  }

  @ParameterizedTest
  @CsvSource({
    "AKALICE, PUT_OBJECT, AKALICE/a, ALLOW",
    "AKALICE, PUT_OBJECT, other/a, SILENT",
    "AKALICE, DELETE_OBJECT_TAGGING, AKALICE/a, SILENT",
    "AKBOB, PUT_OBJECT, other/a, ALLOW",
    "AKBOB, GET_OBJECT, a, ALLOW",
    "anonymous, GET_OBJECT, a, ALLOW",
    "anonymous, PUT_OBJECT, a, SILENT",
  })
  void statement_allowsWhatItNames(String name, S3Operation operation, String key, Verdict verdict)
      throws Exception {
    assertThat(outcome(of(name, "192.0.2.7", Map.of()), operation, key)).isEqualTo(verdict);
  }

  @Test
  void conditions_askTheRequest() throws Exception {
    assertThat(outcome(of("anonymous", "198.51.100.1", Map.of()), S3Operation.GET_OBJECT, "a"))
        .isEqualTo(Verdict.SILENT);
    RequestPermissions old =
        of("AKALICE", "192.0.2.7", Map.of("aws:useragent", List.of("old-client/1")));
    assertThat(outcome(old, S3Operation.PUT_OBJECT, "AKALICE/a")).isEqualTo(Verdict.DENY);
  }

  /**
   * What depends on an object's tags is the agent's to decide, and what grants allow goes along.
   */
  @Test
  void statementOnWhatIsStored_isLeftToTheAgent() throws Exception {
    Evaluation.Outcome left =
        outcome(of("AKALICE", "192.0.2.7", Map.of()), S3Operation.GET_OBJECT, "a");
    assertThat(left)
        .isInstanceOfSatisfying(
            Evaluation.Pending.class,
            pending -> {
              assertThat(pending.statements()).hasSize(2);
              assertThat(pending.statements().get(0)).contains("Deny", "s3:existingobjecttag");
              assertThat(pending.statements().get(1)).isEqualTo("{\"Effect\":\"Allow\"}");
            });
  }

  @ParameterizedTest
  @CsvSource({"AKALICE/a, ALLOW", "other/a, SILENT"})
  void missingKey_isToldByAListingOfThatKey(String key, Verdict verdict) throws Exception {
    RequestPermissions permissions =
        of("AKALICE", "192.0.2.7", Map.of("s3:prefix", List.of("nothing of it")));
    assertThat(
            permissions
                .evaluate(S3Operation.GET_OBJECT, PHOTOS, new ObjectKey(key), WriteConditions.NONE)
                .disclosures())
        .containsExactly(new Evaluation("s3:ListBucket", Evaluation.Resource.TARGET, verdict));
  }

  @Test
  void buckets_areAllOfTheAccountWhereStatementsAllowToList() throws Exception {
    assertThat(of("AKBOB", "", Map.of()).buckets()).containsExactly("*");
  }

  @Test
  void explanation_namesWhatDecided() throws Exception {
    RequestPermissions alice = of("AKALICE", "192.0.2.7", Map.of());
    Explanation own = alice.explain("s3:PutObject", PHOTOS, new ObjectKey("AKALICE/a"));
    assertThat(own.decider()).isEqualTo("Own");
    assertThat(own.caller().kind()).isEqualTo(Caller.Kind.IDENTITY);
    assertThat(own.caller().evaluations())
        .containsExactly(new Evaluation("s3:PutObject", Evaluation.Resource.TARGET, Verdict.ALLOW));
    assertThat(alice.explain("s3:PutObject", PHOTOS, new ObjectKey("b")).decider()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{Effect: Allow, Action: 's3:GetObject', Resource: '*'}, {Effect: Alow}] |"
            + " identities[0].statements[1]: ",
        "[{Effect: Allow, Action: 's3:Fly', Resource: '*'}] | identities[0].statements[0]: ",
        "[{Effect: Allow, Action: 's3:GetObject', Resource: '*', Condition: {Near: {'aws:SourceIp':"
            + " a}}}] | identities[0].statements[0]: ",
        "'no JSON' | identities[0].statements: ",
        "7 | identities[0].statements: neither a list nor a text (expected: a list of statements in"
            + " S3's policy language, or a policy as a JSON text)",
      })
  void mistake_namesItsStatement(String statements, String mistake) {
    CredentialsException refused =
        catchThrowableOfType(
            CredentialsException.class,
            () ->
                read(
                    "identities: [{access-key: AK, secret-key: secret-1, statements: %s}]"
                        .formatted(statements)));
    assertThat(refused.mistakes()).singleElement().asString().startsWith(mistake);
    assertThat(refused.getMessage()).doesNotContain("secret-1");
  }

  /** YAML may refer to itself, which would be a text without an end. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "&a [{Effect: *a}]",
        "&a [{Effect: [[[[[[[[[[[[[[[[[[[[[*a]]]]]]]]]]]]]]]]]]]]]}]",
      })
  void endlessStatement_isAMistake(String statements) {
    CredentialsException refused =
        catchThrowableOfType(
            CredentialsException.class,
            () ->
                read(
                    "identities: [{access-key: AK, secret-key: secret-1, statements: %s}]"
                        .formatted(statements)));
    assertThat(refused.mistakes())
        .containsExactly(
            "identities[0].statements: too long or too deep (expected: at most 20480 bytes)");
  }
}

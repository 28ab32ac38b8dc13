package dev.sluice.frontend.auth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.Principal;
import dev.sluice.frontend.auth.signature.SecretAccessKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {
  private static final Map<String, Object> ALICE =
      Map.of(
          "access-key",
          "AKALICE",
          "secret-key",
          "alice-secret",
          "owner-id",
          "alice",
          "display-name",
          "Alice",
          "grants",
          List.of(Map.of("actions", List.of("s3:*"), "resources", List.of("photos"))));

  private static List<String> mistakes(Map<String, ?> file) {
    return catchThrowableOfType(CredentialsException.class, () -> Credentials.read(file))
        .mistakes();
  }

  private static List<String> mistakesOfIdentity(Map<String, ?> identity) {
    return mistakes(Map.of("identities", List.of(identity)));
  }

  @Test
  void identity_isFoundByItsAccessKey() throws CredentialsException {
    Credentials credentials = Credentials.read(Map.of("identities", List.of(ALICE)));
    Credentials.Entry entry = requireNonNull(credentials.find("AKALICE"));
    assertThat(entry.identity().principal()).isEqualTo(new Principal("alice", "Alice"));
    assertThat(entry.secret()).isEqualTo(new SecretAccessKey("alice-secret"));
    assertThat(credentials.find("AKBOB")).isNull();
    assertThat(credentials.anonymous()).isSameAs(Credentials.NOBODY);
  }

  @Test
  void maskOfASecret_isNoSecretKey() {
    assertThat(mistakesOfIdentity(Map.of("access-key", "AKBOB", "secret-key", "********")))
        .containsExactly(
            "identities[0].secret-key: ******** (expected: 8 to 128 visible ASCII characters, not"
                + " the mask of a secret)");
  }

  @Test
  void names_haveDefaults() throws CredentialsException {
    Credentials credentials =
        Credentials.read(
            Map.of(
                "identities", List.of(Map.of("access-key", "AKBOB", "secret-key", "bobs-secret")),
                "anonymous", Map.of()));
    Principal bob = requireNonNull(credentials.find("AKBOB")).identity().principal();
    assertThat(bob.displayName()).as("owners never show an access key").isEmpty();
    assertThat(bob.id()).hasSize(64).isNotEqualTo(credentials.anonymous().principal().id());
  }

  @Test
  void root_mayDoEverythingBesideTheOthers() throws CredentialsException {
    Credentials credentials =
        Credentials.read(Map.of("identities", List.of(ALICE))).withRoot("AKROOT", "root-secret");
    assertThat(credentials.find("AKROOT"))
        .extracting(found -> found.identity().principal().displayName())
        .isEqualTo("");
    assertThat(credentials.find("AKALICE")).isNotNull();
    assertThatThrownBy(() -> credentials.withRoot("AKALICE", "root-secret"))
        .isInstanceOf(CredentialsException.class)
        .hasMessageStartingWith("access key of the root identity: AKALICE (expected: ");
  }

  @Test
  void allMistakes_areNamedAtOnce() {
    Map<String, Object> bad =
        Map.of(
            "access-key",
            "a/b",
            "secret-key",
            "short",
            "display-name",
            "",
            "secret",
            "mistyped-secret",
            "grants",
            List.of(
                Map.of("actions", List.of("s3:GetObjct", 7), "resources", List.of("Photos!")),
                Map.of("actions", "s3:*", "resources", List.of())));
    List<String> mistakes =
        mistakes(Map.of("identities", List.of(ALICE, bad, "text"), "users", List.of()));
    assertThat(mistakes)
        .containsExactlyInAnyOrder(
            "users: unknown key (expected: one of anonymous, identities)",
            "identities[2]: not a map (expected: a map of keys and values)",
            "identities[1].secret: unknown key (expected: one of access-key, account, display-name,"
                + " email, grants, name, owner-id, root, secret-key, statements)",
            "identities[1].access-key: a/b (expected: 1 to 128 letters, digits or _.+=@-, used"
                + " once)",
            "identities[1].secret-key: ******** (expected: 8 to 128 visible ASCII characters, not"
                + " the mask of a secret)",
            "identities[1].display-name:  (expected: a text of 1 to 256 characters)",
            "identities[1].grants[0].actions[0]: s3:GetObjct (expected: a permission of S3, such as"
                + " s3:GetObject or s3:*)",
            "identities[1].grants[0].actions[1]: 7 (expected: a text; put numbers into quotes)",
            "identities[1].grants[0].resources[0]: Photos! (expected: bucket, bucket/prefix* or *)",
            "identities[1].grants[1].actions: not a list (expected: a list)",
            "identities[1].grants[1].actions: missing (expected: a list of at least one text)",
            "identities[1].grants[1].resources: missing (expected: a list of at least one text)");
    assertThat(mistakes.toString()).doesNotContain("mistyped-secret").doesNotContain("short");
  }

  @Test
  void accessKeyUsedTwice_isAMistake() {
    assertThat(mistakes(Map.of("identities", List.of(ALICE, ALICE))))
        .singleElement()
        .asString()
        .startsWith("identities[1].access-key: AKALICE");
  }

  @Test
  void missingKeys_areMistakes() {
    assertThat(mistakesOfIdentity(Map.of()))
        .containsExactly(
            "identities[0].access-key: missing (expected: 1 to 128 letters, digits or _.+=@-, used"
                + " once)",
            "identities[0].secret-key: missing (expected: 8 to 128 visible ASCII characters, not"
                + " the mask of a secret)");
  }

  @ParameterizedTest
  @CsvSource({
    "s3:*",
    "'*'",
    "s3:Get*",
    "S3:getobject",
    "s3:ListMultipartUploadParts",
    "s3:GetObjectVersion"
  })
  void permissionsOfS3_areActions(String action) throws CredentialsException {
    Map<String, Object> grant = Map.of("actions", List.of(action), "resources", List.of("*"));
    assertThat(Credentials.read(Map.of("anonymous", Map.of("grants", List.of(grant)))).anonymous())
        .isNotNull();
  }

  @Test
  void secrets_neverPrint() throws CredentialsException {
    Credentials credentials = Credentials.read(Map.of("identities", List.of(ALICE)));
    assertThat(credentials.toString()).isEqualTo("Credentials[AKALICE]");
    assertThat(String.valueOf(credentials.find("AKALICE"))).doesNotContain("alice-secret");
    assertThat(new SecretAccessKey("alice-secret").toString()).isEqualTo("****");
  }
}

package dev.sluice.frontend.auth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.AccountId;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Principal;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.Hashes;
import dev.sluice.frontend.s3.IdentityDirectory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Names of identities in a credentials file: accounts, user names, addresses, roots. Ours. */
class IdentityNamesTest {
  private static final AccountId ONE = new AccountId("111111111111");

  private static final String FILE =
      """
      identities:
      - {access-key: AKALICE, secret-key: secret-1, owner-id: alice, account: "111111111111",
         email: Alice@Example.com, display-name: Alice}
      - {access-key: AKNEXT, secret-key: secret-2, owner-id: alice}
      - {access-key: AKBOB, secret-key: secret-3}
      - {access-key: AKCHIEF, secret-key: secret-4, owner-id: chief, account: "111111111111",
         root: true}
      - {access-key: AKNAMED, secret-key: secret-5, name: some.one}
      """;

  private static Credentials read(String text) throws CredentialsException {
    Load load = new Load(LoadSettings.builder().build());
    return Credentials.read((Map<?, ?>) Objects.requireNonNull(load.loadFromString(text)));
  }

  private static List<String> mistakes(String... entries) {
    StringBuilder text = new StringBuilder("identities:\n");
    int secret = 0;
    for (String entry : entries) {
      text.append(
          "- {access-key: AK%d, secret-key: secret-%d, %s}\n".formatted(secret, secret++, entry));
    }
    return catchThrowableOfType(CredentialsException.class, () -> read(text.toString())).mistakes();
  }

  private static Identity identity(Credentials credentials, String accessKey) {
    return requireNonNull(credentials.find(accessKey)).identity();
  }

  @Test
  void identity_hasAnAccountAndAUserName() throws CredentialsException {
    Credentials credentials = read(FILE);

    Identity alice = identity(credentials, "AKALICE");
    assertThat(alice.principal()).isEqualTo(new Principal("alice", "Alice", ONE));
    assertThat(alice.userName()).isEqualTo("alice");
    assertThat(alice.kind()).isEqualTo(Caller.Kind.IDENTITY);
    assertThat(identity(credentials, "AKBOB").principal().account()).isEqualTo(AccountId.ROOT);
    assertThat(identity(credentials, "AKBOB").userName()).isEqualTo("AKBOB");
    assertThat(identity(credentials, "AKNAMED").userName()).isEqualTo("some.one");
    assertThat(identity(credentials, "AKCHIEF").kind()).isEqualTo(Caller.Kind.ACCOUNT_ROOT);
  }

  /** While a secret is replaced there are two entries of one owner. */
  @Test
  void laterEntryOfAnOwner_isTheSameOne() throws CredentialsException {
    Identity next = identity(read(FILE), "AKNEXT");
    assertThat(next.principal().account()).isEqualTo(ONE);
    assertThat(next.userName()).isEqualTo("alice");
  }

  @Test
  void directory_findsPrincipalsByAllTheirNames() throws CredentialsException {
    IdentityDirectory names = read(FILE).withRoot("AKROOT", "root-secret").names();

    Principal alice = new Principal("alice", "Alice", ONE);
    assertThat(names.byId("alice")).isEqualTo(alice);
    assertThat(names.byArn("arn:aws:iam::111111111111:user/alice")).isEqualTo(alice);
    assertThat(names.byEmail("ALICE@example.com")).isEqualTo(alice);
    assertThat(names.byArn("arn:aws:iam::111111111111:root"))
        .extracting(Principal::id)
        .isEqualTo("chief");
    assertThat(names.byId(CredentialsReader.ownerId("AKROOT"))).isNotNull();
    assertThat(names.byId("bob")).isNull();
    assertThat(names.byArn("arn:aws:iam::000000000000:user/alice")).isNull();
    assertThat(names.byEmail("bob@example.com")).isNull();
    assertThat(names.hasAccount(ONE)).isTrue();
    assertThat(names.hasAccount(AccountId.ROOT)).isTrue();
    assertThat(names.hasAccount(new AccountId("222222222222"))).isFalse();
    assertThat(names.isOpen()).isFalse();
  }

  @Test
  void ownerIdThatIsNoUserName_standsByItsHash() throws CredentialsException {
    Credentials credentials =
        read("identities: [{access-key: AK, secret-key: secret-1, owner-id: 'Ann & Co'}]");
    assertThat(identity(credentials, "AK").userName()).isEqualTo(Hashes.sha256Hex("Ann & Co"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "account: '12' | account: 12 (expected: 12 digits, in quotes)",
        "account: 12 | account: 12 (expected: a text; put numbers into quotes)",
        "name: a/b | name: a/b (expected: 1 to 64 letters, digits or _+=,.@-, in its account of"
            + " one owner-id only)",
        "email: nobody | email: nobody (expected: an address such as a@b.c, of one owner-id only)",
        "root: 'yes' | root: yes (expected: true or false)",
        "'root: true, grants: []' | grants: given (expected: none, since the root of an account may"
            + " do everything in it)",
        "'root: true, statements: []' | statements: given (expected: none, since the root of an"
            + " account may do everything in it)",
        "'root: true, name: a' | name: given (expected: none, since the root of an account has"
            + " none)",
      })
  void mistake_namesItsKey(String entry, String mistake) {
    assertThat(mistakes(entry)).containsExactly("identities[0]." + mistake);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "owner-id: a, account: '111111111111' | owner-id: a, account: '222222222222' |"
            + " account: 222222222222 (expected: 111111111111, as an earlier entry of this owner-id"
            + " says)",
        "owner-id: a, name: x | owner-id: a, name: y |"
            + " name: y (expected: x, as an earlier entry of this owner-id says)",
        "owner-id: a | owner-id: a, email: a@b.c |"
            + " email: a@b.c (expected: none, as an earlier entry of this owner-id says)",
        "name: x | name: x | name: x (expected: 1 to 64 letters, digits or _+=,.@-, in its account"
            + " of one owner-id only)",
        "email: a@b.c | email: A@b.c |"
            + " email: a@b.c (expected: an address such as a@b.c, of one owner-id only)",
        "root: true | root: true |"
            + " root: true (expected: one owner-id for the root of account 000000000000)",
      })
  void oneOwner_hasOneNameAndEachNameOneOwner(String first, String second, String mistake) {
    assertThat(mistakes(first, second)).containsExactly("identities[1]." + mistake);
  }

  @Test
  void anonymous_isNoIdentity() {
    CredentialsException refused =
        catchThrowableOfType(
            CredentialsException.class, () -> read(FILE + "anonymous: {owner-id: alice}"));
    assertThat(refused.mistakes())
        .containsExactly("anonymous.owner-id: alice (expected: one that no identity has)");
  }

  @Test
  void openDirectory_knowsNobodyAndTakesAnybody() {
    assertThat(IdentityDirectory.OPEN.isOpen()).isTrue();
    assertThat(IdentityDirectory.OPEN.hasAccount(ONE)).isTrue();
    assertThat(IdentityDirectory.OPEN.byId("alice")).isNull();
    assertThat(IdentityDirectory.OPEN.byArn("arn:aws:iam::111111111111:root")).isNull();
    assertThat(IdentityDirectory.OPEN.byEmail("a@b.c")).isNull();
  }
}

package dev.sluice.frontend.auth;

import dev.sluice.common.model.Principal;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.Hashes;
import dev.sluice.frontend.auth.signature.SecretAccessKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads credentials and collects every mistake on the way. */
final class CredentialsReader {
  /** The form of access keys, wherever they are given. */
  static final Pattern ACCESS_KEY = Pattern.compile("[A-Za-z0-9_.+=@-]{1,128}");

  private static final String ACCESS_KEY_EXPECTED = "1 to 128 letters, digits or _.+=@-, used once";

  /** The form of secret keys, wherever they are given. */
  static final Pattern SECRET_KEY = Pattern.compile("[\\x21-\\x7e]{8,128}");

  private static final String SECRET_KEY_EXPECTED =
      "8 to 128 visible ASCII characters, not the mask of a secret";

  private static final String NOT_OF_ROOT =
      "none, since the root of an account may do everything in it";

  private static final Set<String> KEYS_OF_IDENTITY =
      Set.of(
          "access-key",
          "secret-key",
          "owner-id",
          "display-name",
          "account",
          "name",
          "email",
          "root",
          "grants",
          StatementsReader.KEY);

  private static final Set<String> KEYS_OF_ANONYMOUS =
      Set.of("owner-id", "display-name", "grants", StatementsReader.KEY);

  private final Mistakes mistakes = new Mistakes();
  private final NamesReader names = new NamesReader(mistakes);
  private final GrantsReader grants = new GrantsReader(mistakes);
  private final StatementsReader statements = new StatementsReader(mistakes);
  private final Map<String, Credentials.Entry> entries = new LinkedHashMap<>();

  Credentials read(Map<?, ?> file) throws CredentialsException {
    FileNode root = new FileNode("", file, mistakes);
    root.onlyKeys(Set.of("identities", "anonymous"));
    for (FileNode identity : root.nodes("identities")) {
      readIdentity(identity);
    }
    FileNode anonymous = root.node("anonymous");
    Identity nobody = anonymous == null ? Credentials.NOBODY : readAnonymous(anonymous);
    mistakes.throwIfAny();
    return new Credentials(entries, nobody, names.all());
  }

  private void readIdentity(FileNode node) {
    node.onlyKeys(KEYS_OF_IDENTITY);
    String accessKey = node.text("access-key", ACCESS_KEY_EXPECTED);
    String secretKey = node.secret("secret-key", SECRET_KEY_EXPECTED);
    if (accessKey != null
        && (!Credentials.isAccessKey(accessKey) || entries.containsKey(accessKey))) {
      mistakes.add(node.path("access-key"), accessKey, ACCESS_KEY_EXPECTED);
    }
    if (secretKey != null && !Credentials.isSecretKey(secretKey)) {
      mistakes.add(node.path("secret-key"), Mistakes.MASK, SECRET_KEY_EXPECTED);
    }
    String key = accessKey == null ? "" : accessKey;
    Identity identity = identity(node, key, names.read(node, key));
    if (secretKey != null) {
      entries.putIfAbsent(key, new Credentials.Entry(identity, new SecretAccessKey(secretKey)));
    }
  }

  private Identity identity(FileNode node, String accessKey, NamesReader.Names known) {
    if (known.root()) {
      node.refuse("grants", NOT_OF_ROOT);
      node.refuse(StatementsReader.KEY, NOT_OF_ROOT);
      return Identity.accountRoot(accessKey, known.principal());
    }
    return Identity.user(
        accessKey, known.principal(), known.userName(), grants.read(node), statements.read(node));
  }

  private Identity readAnonymous(FileNode node) {
    node.onlyKeys(KEYS_OF_ANONYMOUS);
    String id = node.textOr("owner-id", Credentials.NOBODY.principal().id());
    if (names.hasId(id)) {
      mistakes.add(node.path("owner-id"), id, "one that no identity has");
    }
    Principal principal =
        new Principal(
            id, node.textOr("display-name", Credentials.NOBODY.principal().displayName()));
    return Identity.anonymous(principal, grants.read(node), statements.read(node));
  }

  /**
   * The owner id of an access key that has none of its own: 64 hexadecimal digits, as canonical
   * user ids of AWS are.
   */
  static String ownerId(String accessKey) {
    return Hashes.sha256Hex("sluice:" + accessKey);
  }

  static void checkRoot(String accessKey, Collection<String> taken) throws CredentialsException {
    Mistakes mistakes = new Mistakes();
    if (!Credentials.isAccessKey(accessKey) || taken.contains(accessKey)) {
      mistakes.add("access key of the root identity", accessKey, ACCESS_KEY_EXPECTED);
    }
    mistakes.throwIfAny();
  }

  /** All mistakes that were found. */
  static final class Mistakes {
    static final String MASK = "********";

    private final List<String> lines = new ArrayList<>();

    void add(String key, @Nullable Object value, String expected) {
      lines.add(key + ": " + (value == null ? "missing" : value) + " (expected: " + expected + ")");
    }

    /** Adds one that has a sentence of its own. */
    void add(String key, String sentence) {
      lines.add(key + ": " + sentence);
    }

    void throwIfAny() throws CredentialsException {
      if (!lines.isEmpty()) {
        throw new CredentialsException(lines);
      }
    }
  }
}

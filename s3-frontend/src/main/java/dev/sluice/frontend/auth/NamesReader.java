package dev.sluice.frontend.auth;

import dev.sluice.common.model.AccountId;
import dev.sluice.common.model.Principal;
import dev.sluice.frontend.auth.signature.Hashes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of the identities of a file: reads them, and makes sure that each means one principal.
 * Several entries may have one canonical id, as while a secret is replaced; they are one principal,
 * and what a later one leaves out is as an earlier one says.
 */
final class NamesReader {
  /** The form of user names of IAM. */
  private static final Pattern USER_NAME = Pattern.compile("[A-Za-z0-9_+=,.@-]{1,64}");

  private static final String USER_NAME_EXPECTED =
      "1 to 64 letters, digits or _+=,.@-, in its account of one owner-id only";
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,255}");
  private static final String EMAIL_EXPECTED = "an address such as a@b.c, of one owner-id only";

  private final CredentialsReader.Mistakes mistakes;
  private final Map<String, Names> byId = new HashMap<>();
  private final Map<String, Names> byArn = new HashMap<>();
  private final Map<String, Names> byEmail = new HashMap<>();

  /**
   * Names of one identity.
   *
   * @param root whether it is the root of its account
   * @param userName empty for a root
   * @param email in lower case; empty: none
   */
  record Names(Principal principal, boolean root, String userName, String email) {
    String arn() {
      return root ? rootArn(principal.account()) : userArn(principal.account(), userName);
    }
  }

  NamesReader(CredentialsReader.Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  static String rootArn(AccountId account) {
    return "arn:aws:iam::" + account + ":root";
  }

  private static String userArn(AccountId account, String name) {
    return "arn:aws:iam::" + account + ":user/" + name;
  }

  /** All names that were read. */
  IdentityNames all() {
    return new IdentityNames(byId.values());
  }

  Names read(FileNode node, String accessKey) {
    String id = node.textOr("owner-id", CredentialsReader.ownerId(accessKey));
    Names earlier = byId.get(id);
    boolean root = node.flag("root", earlier != null && earlier.root());
    Names names =
        new Names(
            new Principal(id, node.textOr("display-name", ""), account(node, earlier)),
            root,
            root ? "" : userName(node, accessKey, earlier),
            email(node, earlier));
    if (root) {
      node.refuse("name", "none, since the root of an account has none");
    }
    if (earlier != null) {
      requireSame(node, earlier, names);
      return names;
    }
    byId.put(id, names);
    requireFirst(node, root ? "root" : "name", byArn.putIfAbsent(names.arn(), names));
    if (!names.email().isEmpty()) {
      requireFirst(node, "email", byEmail.putIfAbsent(names.email(), names));
    }
    return names;
  }

  /** Whether some identity has this canonical id. */
  boolean hasId(String id) {
    return byId.containsKey(id);
  }

  private AccountId account(FileNode node, @Nullable Names earlier) {
    AccountId fallback = earlier == null ? AccountId.ROOT : earlier.principal().account();
    String stated = node.textOr("account", fallback.value());
    if (AccountId.isOne(stated)) {
      return new AccountId(stated);
    }
    mistakes.add(node.path("account"), stated, "12 digits, in quotes");
    return fallback;
  }

  private String userName(FileNode node, String accessKey, @Nullable Names earlier) {
    String fallback =
        earlier == null || earlier.root() ? defaultName(node, accessKey) : earlier.userName();
    String stated = node.textOr("name", fallback);
    if (!USER_NAME.matcher(stated).matches()) {
      mistakes.add(node.path("name"), stated, USER_NAME_EXPECTED);
      return fallback;
    }
    return stated;
  }

  /**
   * The owner's id where the entry states one, else the access key; what is no user name of IAM by
   * its hash. Not the access key where the owner has several.
   */
  private static String defaultName(FileNode node, String accessKey) {
    String name = node.textOr("owner-id", accessKey);
    return USER_NAME.matcher(name).matches() ? name : Hashes.sha256Hex(name);
  }

  private String email(FileNode node, @Nullable Names earlier) {
    String stated = node.textOr("email", "");
    if (stated.isEmpty()) {
      return earlier == null ? "" : earlier.email();
    }
    if (!EMAIL.matcher(stated).matches()) {
      mistakes.add(node.path("email"), stated, EMAIL_EXPECTED);
      return "";
    }
    return stated.toLowerCase(Locale.ROOT);
  }

  private void requireSame(FileNode node, Names earlier, Names names) {
    requireSame(
        node,
        "account",
        earlier.principal().account().value(),
        names.principal().account().value());
    requireSame(node, "root", Boolean.toString(earlier.root()), Boolean.toString(names.root()));
    requireSame(node, "name", earlier.userName(), names.userName());
    requireSame(node, "email", earlier.email(), names.email());
  }

  private void requireSame(FileNode node, String key, String earlier, String now) {
    if (!earlier.equals(now)) {
      mistakes.add(
          node.path(key),
          now,
          (earlier.isEmpty() ? "none" : earlier) + ", as an earlier entry of this owner-id says");
    }
  }

  private void requireFirst(FileNode node, String key, @Nullable Names taken) {
    if (taken != null) {
      mistakes.add(
          node.path(key),
          key.equals("root") ? "true" : key.equals("name") ? taken.userName() : taken.email(),
          switch (key) {
            case "root" -> "one owner-id for the root of account " + taken.principal().account();
            case "name" -> USER_NAME_EXPECTED;
            default -> EMAIL_EXPECTED;
          });
    }
  }
}

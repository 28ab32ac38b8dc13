package dev.sluice.frontend.auth;

import dev.sluice.common.model.Principal;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.SecretAccessKey;
import dev.sluice.frontend.s3.IdentityDirectory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All identities that may send requests. Immutable. */
public final class Credentials {
  /** The sender of requests without a signature, where the file says nothing of it. */
  static final Identity NOBODY =
      Identity.anonymous(
          new Principal(CredentialsReader.ownerId(""), "anonymous"), List.of(), null);

  private static final Credentials NONE = new Credentials(Map.of(), NOBODY, IdentityNames.NONE);

  private final Map<String, Entry> entries;
  private final Identity anonymous;
  private final IdentityNames names;

  /** One identity with its secret. */
  record Entry(Identity identity, SecretAccessKey secret) {}

  Credentials(Map<String, Entry> entries, Identity anonymous, IdentityNames names) {
    this.entries = Map.copyOf(entries);
    this.anonymous = anonymous;
    this.names = names;
  }

  /** Whether an access key is one, wherever it is given. */
  public static boolean isAccessKey(String text) {
    return CredentialsReader.ACCESS_KEY.matcher(text).matches();
  }

  /** Whether a secret key is one, wherever it is given; the mask of secrets is none. */
  public static boolean isSecretKey(String text) {
    return CredentialsReader.SECRET_KEY.matcher(text).matches()
        && !text.equals(CredentialsReader.Mistakes.MASK);
  }

  /** No identity. */
  public static Credentials none() {
    return NONE;
  }

  /**
   * Reads the content of a credentials file.
   *
   * <pre>
   * identities:
   *   - access-key: AKALICE
   *     secret-key: "…"
   *     owner-id: alice            # default: derived from the access key
   *     display-name: Alice        # default: none
   *     account: "111111111111"    # default: 000000000000
   *     name: alice                # of the user's ARN; default: the owner-id
   *     email: alice@example.com   # for grants by e-mail; default: none
   *     root: false                # true: may do everything in its account
   *     grants:                    # default: none
   *       - actions: ["s3:*"]
   *         resources: [photos, "logs/2026/*"]
   *     statements:                # default: none; S3's policy language
   *       - Effect: Deny
   *         Action: "s3:DeleteObject"
   *         Resource: "arn:aws:s3:::photos/*"
   * anonymous:                     # default: what buckets themselves open to everybody
   *   grants:
   *     - actions: ["s3:GetObject"]
   *       resources: [public]
   * </pre>
   *
   * @param file maps, lists and scalars, as a YAML document holds them
   * @throws CredentialsException names all mistakes
   */
  public static Credentials read(Map<?, ?> file) throws CredentialsException {
    return new CredentialsReader().read(file);
  }

  /**
   * These and one more identity, which may do everything.
   *
   * @param accessKey not to be one of the others'
   * @throws CredentialsException when it is, or is no access key
   */
  public Credentials withRoot(String accessKey, String secretKey) throws CredentialsException {
    CredentialsReader.checkRoot(accessKey, entries.keySet());
    Principal principal = new Principal(CredentialsReader.ownerId(accessKey), "");
    Map<String, Entry> more = new LinkedHashMap<>(entries);
    more.put(
        accessKey,
        new Entry(Identity.unrestricted(accessKey, principal), new SecretAccessKey(secretKey)));
    return new Credentials(more, anonymous, names.withRoot(principal));
  }

  /** The names of all identities. */
  public IdentityDirectory names() {
    return names;
  }

  /** The access keys of those whom nothing is granted, in their order. */
  public List<String> withoutGrants() {
    return entries.values().stream()
        .map(Entry::identity)
        .filter(identity -> !identity.mayAnything())
        .map(Identity::accessKey)
        .sorted()
        .toList();
  }

  /** The entry with this access key; null when there is none. */
  @Nullable Entry find(String accessKey) {
    return entries.get(accessKey);
  }

  /**
   * The identity with this access key, canonical user id or ARN, or {@code anonymous}; null when
   * there is none.
   */
  public @Nullable Identity named(String name) {
    if (name.equals("anonymous")) {
      return anonymous;
    }
    Entry entry = entries.get(name);
    if (entry != null) {
      return entry.identity();
    }
    Principal principal = names.byArn(name);
    String id = principal == null ? name : principal.id();
    return entries.values().stream()
        .map(Entry::identity)
        .filter(identity -> identity.principal().id().equals(id))
        .findAny()
        .orElse(null);
  }

  /** The name of an action as AWS writes it; null where S3 has no such action. */
  public static @Nullable String action(String name) {
    return GrantsReader.PERMISSIONS.get(name.toLowerCase(Locale.ROOT));
  }

  /** The identity of requests without a signature. */
  Identity anonymous() {
    return anonymous;
  }

  @Override
  public String toString() {
    return "Credentials" + List.copyOf(entries.keySet());
  }
}

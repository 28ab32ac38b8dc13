package dev.sluice.frontend.auth;

import dev.sluice.common.model.Principal;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.SecretAccessKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All identities that may send requests. Immutable. */
public final class Credentials {
  private static final Credentials NONE = new Credentials(Map.of(), null);

  private final Map<String, Entry> entries;
  private final @Nullable Identity anonymous;

  /** One identity with its secret. */
  record Entry(Identity identity, SecretAccessKey secret) {}

  Credentials(Map<String, Entry> entries, @Nullable Identity anonymous) {
    this.entries = Map.copyOf(entries);
    this.anonymous = anonymous;
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
   *     display-name: Alice        # default: the access key
   *     grants:                    # default: none, and so nothing is allowed
   *       - actions: ["s3:*"]
   *         resources: [photos, "logs/2026/*"]
   * anonymous:                     # default: requests without a signature are refused
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
    return new Credentials(more, anonymous);
  }

  /** Whether no caller at all may send requests. */
  public boolean isEmpty() {
    return entries.isEmpty() && anonymous == null;
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

  /** The identity of requests without a signature; null when those are refused. */
  @Nullable Identity anonymous() {
    return anonymous;
  }

  @Override
  public String toString() {
    return "Credentials" + List.copyOf(entries.keySet());
  }
}

package dev.sluice.frontend.auth.signature;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The signing keys used lately, so that a request does not derive its own. Bounded: a client may
 * name any day it likes. Secrets are part of what is looked up, so that a changed secret never
 * meets an old key.
 */
final class SigningKeys {
  private static final int LIMIT = 1_000;

  private record Derivation(SecretAccessKey secret, Credential credential) {}

  private final Map<Derivation, byte[]> keys =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Derivation, byte[]> eldest) {
          return size() > LIMIT;
        }
      };

  byte[] key(SecretAccessKey secret, Credential credential) {
    Derivation derivation = new Derivation(secret, credential);
    synchronized (keys) {
      byte[] known = keys.get(derivation);
      if (known != null) {
        return known;
      }
    }
    byte[] derived = SigV4.signingKey(secret, credential);
    synchronized (keys) {
      keys.put(derivation, derived);
    }
    return derived;
  }

  int size() {
    synchronized (keys) {
      return keys.size();
    }
  }
}

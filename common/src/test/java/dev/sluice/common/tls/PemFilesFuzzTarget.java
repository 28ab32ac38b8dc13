package dev.sluice.common.tls;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * {@link PemFiles} reads certificates and keys that are the same when they are written again, or
 * says what is wrong without a word of the file.
 */
final class PemFilesFuzzTarget implements FuzzTarget {
  private static final Path FILE = Path.of("a.pem");
  private static final int TELLING_LENGTH = 12;

  @Override
  public void attack(byte[] input) throws GeneralSecurityException {
    try {
      List<X509Certificate> certificates = PemFiles.certificates(FILE, input);
      StringBuilder written = new StringBuilder();
      for (X509Certificate certificate : certificates) {
        written.append(pem("CERTIFICATE", certificate.getEncoded()));
      }
      List<X509Certificate> again =
          PemFiles.certificates(FILE, written.toString().getBytes(StandardCharsets.US_ASCII));
      require(
          !certificates.isEmpty() && certificates.equals(again), "there and back", certificates);
    } catch (PemFiles.Unusable e) {
      requireSilent(input, e);
    }
    try {
      PrivateKey key = PemFiles.key(FILE, input);
      PrivateKey again =
          KeyFactory.getInstance(key.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
      require(key.equals(again), "the key that the JDK reads", key.getAlgorithm());
    } catch (PemFiles.Unusable e) {
      requireSilent(input, e);
    }
  }

  private static void requireSilent(byte[] input, PemFiles.Unusable refusal) {
    String message = String.valueOf(refusal.getMessage());
    for (String line : FuzzTarget.wireText(input).split("[\r\n]+", -1)) {
      boolean telling = line.length() >= TELLING_LENGTH;
      require(!telling || !message.contains(line), "says nothing of the file", message);
    }
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), what);
  }
}

package dev.sluice.common.tls;

import dev.sluice.common.config.StartupException;
import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates and keys out of PEM files; every failure is a sentence that names the file. */
final class PemFiles {
  private static final long MAXIMUM_BYTES = 1 << 20;
  private static final int PROBE_BYTES = 32;

  /** The reason why a file cannot be used. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(Path file, String reason) {
      super(file + ": " + reason);
    }
  }

  private PemFiles() {}

  /** One certificate at least. */
  static List<X509Certificate> certificates(Path file) throws Unusable {
    return certificates(file, read(file));
  }

  static List<X509Certificate> certificates(Path file, byte[] pem) throws Unusable {
    try {
      List<X509Certificate> certificates =
          List.of(CertificateUtils.getX509Certificates(new ByteArrayInputStream(pem)));
      if (certificates.isEmpty()) {
        throw new Unusable(file, "there is no certificate in it (expected: PEM)");
      }
      return certificates;
    } catch (GeneralSecurityException e) {
      throw new Unusable(file, "no certificate can be read from it (expected: PEM)");
    }
  }

  static PrivateKey key(Path file) throws Unusable {
    return key(file, read(file));
  }

  static PrivateKey key(Path file, byte[] pem) throws Unusable {
    String text = new String(pem, StandardCharsets.ISO_8859_1);
    if (text.contains("-----BEGIN RSA PRIVATE KEY-----")
        || text.contains("-----BEGIN EC PRIVATE KEY-----")
        || text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
      throw new Unusable(
          file,
          "the key is encrypted or of an old format (expected: PKCS #8 as made by openssl pkcs8"
              + " -topk8 -nocrypt)");
    }
    try {
      return CertificateUtils.getPrivateKey(new ByteArrayInputStream(pem));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      // The cause's text stays out: it could quote the key.
      throw new Unusable(file, "no RSA or EC key can be read from it (expected: PEM, PKCS #8)");
    }
  }

  /** Whether what the key signs is found good by the certificate. */
  static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
    String algorithm = "SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA");
    byte[] probe = new byte[PROBE_BYTES];
    SecureRandom random = new SecureRandom();
    random.nextBytes(probe);
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key, random);
      signing.update(probe);
      byte[] signed = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certificate.getPublicKey());
      verifying.update(probe);
      return verifying.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static byte[] read(Path file) throws Unusable {
    try {
      if (Files.size(file) > MAXIMUM_BYTES) {
        throw new Unusable(file, "it is larger than 1 MiB");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Unusable(file, StartupException.reason(e));
    }
  }
}

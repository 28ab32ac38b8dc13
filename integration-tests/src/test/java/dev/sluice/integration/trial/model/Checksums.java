package dev.sluice.integration.trial.model;

import dev.sluice.integration.trial.core.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Checksums as S3 writes them, computed by nothing of ours. */
final class Checksums {
  /** The algorithms that the JDK has. */
  static final List<String> ALGORITHMS = List.of("CRC32", "CRC32C", "SHA1", "SHA256");

  private Checksums() {}

  static String of(String algorithm, byte[] bytes) {
    return Base64.getEncoder().encodeToString(raw(algorithm, bytes));
  }

  /** The checksum of the parts' checksums, and their number. */
  static String composite(String algorithm, List<String> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(part -> all.writeBytes(Base64.getDecoder().decode(part)));
    return of(algorithm, all.toByteArray()) + "-" + parts.size();
  }

  static String header(String algorithm) {
    return "x-amz-checksum-" + algorithm.toLowerCase(java.util.Locale.ROOT);
  }

  static String element(String algorithm) {
    return "Checksum" + algorithm;
  }

  private static byte[] raw(String algorithm, byte[] bytes) {
    return switch (algorithm) {
      case "CRC32" -> {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        yield ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
      }
      case "CRC32C" -> {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        yield ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
      }
      case "SHA1" -> Bytes.digest("SHA-1", bytes);
      default -> Bytes.digest("SHA-256", bytes);
    };
  }
}

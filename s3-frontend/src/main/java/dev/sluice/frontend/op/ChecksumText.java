package dev.sluice.frontend.op;

import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.frontend.s3.ChecksumHeader;
import dev.sluice.frontend.xml.Checksums;
import dev.sluice.v1.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * A checksum as S3 writes it.
 *
 * @param algorithm which one
 * @param value Base64, of a composite one with a dash and the number of parts
 * @param type {@code FULL_OBJECT} or {@code COMPOSITE}
 */
record ChecksumText(ChecksumAlgorithm algorithm, String value, String type) {
  /** The header that names the type. */
  static final String TYPE_HEADER = "x-amz-checksum-type";

  /**
   * A checksum.
   *
   * @param parts how many a composite one is of
   */
  static ChecksumText of(Checksum checksum, int parts) {
    ChecksumValue value = WireChecksum.toModel(checksum);
    String suffix = value.type() == ChecksumType.COMPOSITE ? "-" + parts : "";
    return new ChecksumText(value.algorithm(), value.base64() + suffix, value.type().name());
  }

  /** The header of the algorithm. */
  String header() {
    return ChecksumHeader.name(algorithm);
  }

  /** The same as elements of a document. */
  Checksums elements() {
    return Checksums.of(algorithm, value);
  }

  /** Elements of a checksum that may not be there. */
  static Checksums elementsOf(@Nullable ChecksumText text) {
    return text == null ? Checksums.NONE : text.elements();
  }

  /** The type of a checksum that may not be there. */
  static @Nullable String typeOf(@Nullable ChecksumText text) {
    return text == null ? null : text.type();
  }
}

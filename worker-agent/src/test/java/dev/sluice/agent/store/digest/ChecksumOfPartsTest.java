package dev.sluice.agent.store.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.digest.Checksum;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChecksumOfPartsTest {
  @Provide
  Arbitrary<ChecksumAlgorithm> crcs() {
    return Arbitraries.of(
        ChecksumAlgorithm.CRC32, ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.CRC64NVME);
  }

  @Property(tries = 300)
  void fullObject_isTheChecksumOfTheBytes(
      @ForAll("crcs") ChecksumAlgorithm algorithm,
      @ForAll @Size(max = 5) List<@Size(max = 80) byte[]> parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    parts.forEach(whole::writeBytes);
    List<PartChecksum> checksums = parts.stream().map(part -> checksum(algorithm, part)).toList();
    assertThat(ChecksumOfParts.fullObject(algorithm, checksums))
        .isEqualTo(value(algorithm, whole.toByteArray()));
  }

  @ParameterizedTest
  @EnumSource(
      value = ChecksumAlgorithm.class,
      names = {"CRC32", "CRC32C", "CRC64NVME"})
  void fullObject_holdsBeyondFourGigabytes(ChecksumAlgorithm algorithm) {
    // Zero bytes in two ways: 5 GiB as 5 equal parts, and as 2 parts of which one is longer than an
    // int can say.
    PartChecksum gigabyte = zeros(algorithm, 30);
    List<PartChecksum> five = List.of(gigabyte, gigabyte, gigabyte, gigabyte, gigabyte);
    List<PartChecksum> two = List.of(zeros(algorithm, 32), gigabyte);
    assertThat(ChecksumOfParts.fullObject(algorithm, five))
        .isEqualTo(ChecksumOfParts.fullObject(algorithm, two));
  }

  /** 2^power zero bytes, by doubling one. */
  private static PartChecksum zeros(ChecksumAlgorithm algorithm, int power) {
    PartChecksum part = checksum(algorithm, new byte[1]);
    for (int i = 0; i < power; i++) {
      part =
          new PartChecksum(
              ChecksumOfParts.fullObject(algorithm, List.of(part, part)).value(),
              part.length() * 2);
    }
    return part;
  }

  @ParameterizedTest
  @EnumSource(ChecksumAlgorithm.class)
  void composite_isTheChecksumOfThePartsChecksums(ChecksumAlgorithm algorithm) {
    PartChecksum first = checksum(algorithm, new byte[] {1, 2, 3});
    PartChecksum second = checksum(algorithm, new byte[] {4});
    ByteArrayOutputStream digests = new ByteArrayOutputStream();
    digests.writeBytes(first.digest());
    digests.writeBytes(second.digest());
    ChecksumValue composite = ChecksumOfParts.composite(algorithm, List.of(first, second));
    assertThat(composite.type()).isEqualTo(ChecksumType.COMPOSITE);
    assertThat(composite.value()).isEqualTo(value(algorithm, digests.toByteArray()).value());
  }

  @Test
  void fullObjectOfHashes_isRefused() {
    assertThatThrownBy(() -> ChecksumOfParts.fullObject(ChecksumAlgorithm.SHA256, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("checksum algorithm: SHA256 (expected: a CRC)");
  }

  @Test
  void digestOfAnotherLength_isRefused() {
    List<PartChecksum> parts = List.of(new PartChecksum(new byte[4], 1));
    assertThatThrownBy(() -> ChecksumOfParts.composite(ChecksumAlgorithm.SHA1, parts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("SHA1 digest: 4 bytes (expected: 20)");
  }

  private static PartChecksum checksum(ChecksumAlgorithm algorithm, byte[] bytes) {
    return new PartChecksum(value(algorithm, bytes).value(), bytes.length);
  }

  private static ChecksumValue value(ChecksumAlgorithm algorithm, byte[] bytes) {
    Checksum checksum = Checksum.of(algorithm);
    checksum.update(ByteBuffer.wrap(bytes));
    return checksum.value();
  }
}

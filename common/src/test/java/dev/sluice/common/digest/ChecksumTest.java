package dev.sluice.common.digest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.ChecksumAlgorithm;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asserts the published check values: CRC RevEng catalogue, FIPS 180-4, RFC 1321; those of XXHash
 * are what the reference implementation (xxhsum 0.8) prints.
 */
class ChecksumTest {
  /** Of CRC-64/NVME, written down a second time so that a slip in the code shows. */
  private static final long REFLECTED_POLYNOMIAL = 0x9a6c9329ac4bc9b5L;

  @ParameterizedTest
  @CsvSource({
    "CRC32, cbf43926",
    "CRC32C, e3069283",
    "CRC64NVME, ae8b14860a799888",
    "SHA1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
    "SHA256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
    "SHA512,"
        + " d9e6762dd1c8eaf6d61b3c6192fc408d4d6d5f1176d0c29169bc24e71c3f274ad27fcd5811b313d681f7e55ec02d73d499c95455b6b5bb503acf574fba8ffe85",
    "MD5, 25f9e794323b453885f5181f1b624d0b",
    "XXHASH64, 8cb841db40e6ae83",
    "XXHASH3, 72dcb18b67a17dff",
    "XXHASH128, 33119477ede5dcd5e9716427681d5860",
  })
  void checksumOfDigits_isThePublishedValue(ChecksumAlgorithm algorithm, String expected) {
    Checksum checksum = Checksum.of(algorithm);
    checksum.update(ByteBuffer.wrap("123456789".getBytes(US_ASCII)));
    byte[] digest = checksum.digest();
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(expected);
    assertThat(digest).hasSize(algorithm.bytes());
  }

  /** Longer than a stripe and a block of XXH3, which short inputs never reach. */
  @ParameterizedTest
  @CsvSource({
    "XXHASH64, 68534a48b7bf5f4d",
    "XXHASH3, dd420471ff96bd00",
    "XXHASH128, df73e0768dd183fadd420471ff96bd00",
  })
  void checksumOfLongInput_isThatOfTheReference(ChecksumAlgorithm algorithm, String expected) {
    ByteBuffer bytes = ByteBuffer.allocate(2048);
    for (int i = 0; bytes.hasRemaining(); i++) {
      bytes.put((byte) i);
    }
    Checksum checksum = Checksum.of(algorithm);
    checksum.update(bytes.flip());
    assertThat(HexFormat.of().formatHex(checksum.digest())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"CRC32, 00000000", "CRC32C, 00000000", "CRC64NVME, 0000000000000000"})
  void checksumOfNothing_isZero(ChecksumAlgorithm algorithm, String expected) {
    assertThat(HexFormat.of().formatHex(Checksum.of(algorithm).digest())).isEqualTo(expected);
  }

  @Property(tries = 300)
  void pieces_makeNoDifference(
      @ForAll ChecksumAlgorithm algorithm,
      @ForAll @Size(max = 2500) byte[] bytes,
      @ForAll int where,
      @ForAll boolean direct) {
    int cut = Math.floorMod(where, bytes.length + 1);
    Checksum whole = Checksum.of(algorithm);
    whole.update(ByteBuffer.wrap(bytes));
    ByteBuffer buffer =
        direct
            ? ByteBuffer.allocateDirect(bytes.length + 3)
            : ByteBuffer.allocate(bytes.length + 3);
    buffer.position(3).put(bytes).position(3).limit(3 + cut);
    Checksum pieces = Checksum.of(algorithm);
    pieces.update(buffer);
    assertThat(buffer.hasRemaining()).isFalse();
    buffer.limit(3 + bytes.length);
    pieces.update(buffer);
    assertThat(pieces.value()).isEqualTo(whole.value());
  }

  @Property(tries = 200)
  void crc64_equalsTheBitwiseDefinition(@ForAll @Size(max = 100) byte[] bytes) {
    long crc = -1;
    for (byte value : bytes) {
      crc ^= value & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ REFLECTED_POLYNOMIAL;
      }
    }
    Crc64Nvme tables = new Crc64Nvme();
    tables.update(bytes, 0, bytes.length);
    assertThat(tables.getValue()).isEqualTo(~crc);
    tables.reset();
    for (byte value : bytes) {
      tables.update(value);
    }
    assertThat(tables.getValue()).isEqualTo(~crc);
  }
}

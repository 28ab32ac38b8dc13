package dev.sluice.common.rpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.Checksum;
import dev.sluice.v1.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * Checksums, their algorithms and types, both ways. Null stands for what is not specified. Values
 * that no version of the contract here knows are {@code ARGUMENT_INVALID}.
 */
public final class WireChecksum {
  private WireChecksum() {}

  /** An algorithm as a message's field. */
  public static dev.sluice.v1.ChecksumAlgorithm toProto(@Nullable ChecksumAlgorithm algorithm) {
    if (algorithm == null) {
      return dev.sluice.v1.ChecksumAlgorithm.CHECKSUM_ALGORITHM_UNSPECIFIED;
    }
    return switch (algorithm) {
      case CRC32 -> dev.sluice.v1.ChecksumAlgorithm.CRC32;
      case CRC32C -> dev.sluice.v1.ChecksumAlgorithm.CRC32C;
      case CRC64NVME -> dev.sluice.v1.ChecksumAlgorithm.CRC64NVME;
      case SHA1 -> dev.sluice.v1.ChecksumAlgorithm.SHA1;
      case SHA256 -> dev.sluice.v1.ChecksumAlgorithm.SHA256;
      case SHA512 -> dev.sluice.v1.ChecksumAlgorithm.SHA512;
      case MD5 -> dev.sluice.v1.ChecksumAlgorithm.MD5;
      case XXHASH64 -> dev.sluice.v1.ChecksumAlgorithm.XXHASH64;
      case XXHASH3 -> dev.sluice.v1.ChecksumAlgorithm.XXHASH3;
      case XXHASH128 -> dev.sluice.v1.ChecksumAlgorithm.XXHASH128;
    };
  }

  /** An algorithm from a message's field. */
  public static @Nullable ChecksumAlgorithm toModel(dev.sluice.v1.ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CHECKSUM_ALGORITHM_UNSPECIFIED -> null;
      case CRC32 -> ChecksumAlgorithm.CRC32;
      case CRC32C -> ChecksumAlgorithm.CRC32C;
      case CRC64NVME -> ChecksumAlgorithm.CRC64NVME;
      case SHA1 -> ChecksumAlgorithm.SHA1;
      case SHA256 -> ChecksumAlgorithm.SHA256;
      case SHA512 -> ChecksumAlgorithm.SHA512;
      case MD5 -> ChecksumAlgorithm.MD5;
      case XXHASH64 -> ChecksumAlgorithm.XXHASH64;
      case XXHASH3 -> ChecksumAlgorithm.XXHASH3;
      case XXHASH128 -> ChecksumAlgorithm.XXHASH128;
      case UNRECOGNIZED -> throw unknown("checksum algorithm");
    };
  }

  /** A type as a message's field. */
  public static dev.sluice.v1.ChecksumType toProto(@Nullable ChecksumType type) {
    if (type == null) {
      return dev.sluice.v1.ChecksumType.CHECKSUM_TYPE_UNSPECIFIED;
    }
    return switch (type) {
      case FULL_OBJECT -> dev.sluice.v1.ChecksumType.FULL_OBJECT;
      case COMPOSITE -> dev.sluice.v1.ChecksumType.COMPOSITE;
    };
  }

  /** A type from a message's field. */
  public static @Nullable ChecksumType toModel(dev.sluice.v1.ChecksumType type) {
    return switch (type) {
      case CHECKSUM_TYPE_UNSPECIFIED -> null;
      case FULL_OBJECT -> ChecksumType.FULL_OBJECT;
      case COMPOSITE -> ChecksumType.COMPOSITE;
      case UNRECOGNIZED -> throw unknown("checksum type");
    };
  }

  /** A checksum as a message. */
  public static Checksum toProto(ChecksumValue checksum) {
    return Checksum.newBuilder()
        .setAlgorithm(toProto(checksum.algorithm()))
        .setType(toProto(checksum.type()))
        .setValue(UnsafeByteOperations.unsafeWrap(checksum.value()))
        .build();
  }

  /**
   * A checksum from a message. Without a type it covers the whole object. Without an algorithm, or
   * with a value that is not as long as the algorithm's, it is {@code ARGUMENT_INVALID}.
   */
  public static ChecksumValue toModel(Checksum checksum) {
    ChecksumAlgorithm algorithm = toModel(checksum.getAlgorithm());
    if (algorithm == null || checksum.getValue().size() != algorithm.bytes()) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          "checksum: %s of %d bytes (expected: an algorithm and as many bytes as its digests have)"
              .formatted(checksum.getAlgorithm(), checksum.getValue().size()));
    }
    ChecksumType type = toModel(checksum.getType());
    return new ChecksumValue(
        algorithm,
        type == null ? ChecksumType.FULL_OBJECT : type,
        checksum.getValue().toByteArray());
  }

  private static StorageException unknown(String what) {
    return new StorageException(
        FailureReason.ARGUMENT_INVALID, what + ": unknown number (expected: one of sluice.v1)");
  }
}

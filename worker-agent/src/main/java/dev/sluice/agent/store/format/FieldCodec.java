package dev.sluice.agent.store.format;

import com.google.protobuf.ByteString;
import dev.sluice.common.model.AccountId;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Single fields of the stored messages. What this version does not know reads as absent. */
final class FieldCodec {
  /** Times beyond have no HTTP date and no ISO 8601 form that clients read. */
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
  private static final int MAX_NANOS = 999_999_999;

  private FieldCodec() {}

  static Time time(Instant instant) {
    return Time.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Instant time(Time time) {
    long seconds =
        Math.clamp(time.getSeconds(), EARLIEST.getEpochSecond(), LATEST.getEpochSecond());
    return Instant.ofEpochSecond(seconds, Math.clamp(time.getNanos(), 0, MAX_NANOS));
  }

  static Owner owner(Principal principal) {
    Owner.Builder owner =
        Owner.newBuilder().setId(principal.id()).setDisplayName(principal.displayName());
    return principal.account().equals(AccountId.ROOT)
        ? owner.build()
        : owner.setAccount(principal.account().value()).build();
  }

  /** The owner; an account that is none is the server's root's. */
  static Principal owner(Owner owner) {
    String account = owner.getAccount();
    return new Principal(
        owner.getId(),
        owner.getDisplayName(),
        AccountId.isOne(account) ? new AccountId(account) : AccountId.ROOT);
  }

  static List<StoredTag> tags(TagSet tags) {
    return tags.tags().stream()
        .map(tag -> StoredTag.newBuilder().setKey(tag.key()).setValue(tag.value()).build())
        .toList();
  }

  /** The tags that can be some; none where they are too many. */
  static TagSet tags(List<StoredTag> stored, int most) {
    if (stored.isEmpty()) {
      return TagSet.NONE;
    }
    List<Tag> tags = new ArrayList<>();
    for (StoredTag tag : stored) {
      try {
        tags.add(new Tag(tag.getKey(), tag.getValue()));
      } catch (StorageException e) {
        // It was forged, and cannot be answered.
      }
    }
    try {
      return new TagSet(tags).requireAtMost(most);
    } catch (StorageException e) {
      return TagSet.NONE;
    }
  }

  static Checksum checksum(ChecksumValue checksum) {
    return Checksum.newBuilder()
        .setAlgorithm(algorithm(checksum.algorithm()))
        .setComposite(checksum.type() == ChecksumType.COMPOSITE)
        .setValue(ByteString.copyFrom(checksum.value()))
        .build();
  }

  static @Nullable ChecksumValue checksum(Checksum checksum) {
    ChecksumAlgorithm algorithm = algorithm(checksum.getAlgorithm());
    return algorithm == null || checksum.getValue().size() != algorithm.bytes()
        ? null
        : new ChecksumValue(
            algorithm, type(checksum.getComposite()), checksum.getValue().toByteArray());
  }

  static ChecksumType type(boolean composite) {
    return composite ? ChecksumType.COMPOSITE : ChecksumType.FULL_OBJECT;
  }

  static Checksum.Algorithm algorithm(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> Checksum.Algorithm.CRC32;
      case CRC32C -> Checksum.Algorithm.CRC32C;
      case CRC64NVME -> Checksum.Algorithm.CRC64NVME;
      case SHA1 -> Checksum.Algorithm.SHA1;
      case SHA256 -> Checksum.Algorithm.SHA256;
      case SHA512 -> Checksum.Algorithm.SHA512;
      case MD5 -> Checksum.Algorithm.MD5;
      case XXHASH64 -> Checksum.Algorithm.XXHASH64;
      case XXHASH3 -> Checksum.Algorithm.XXHASH3;
      case XXHASH128 -> Checksum.Algorithm.XXHASH128;
    };
  }

  static @Nullable ChecksumAlgorithm algorithm(Checksum.Algorithm algorithm) {
    return switch (algorithm) {
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
      case ALGORITHM_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }
}

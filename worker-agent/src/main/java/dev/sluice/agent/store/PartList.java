package dev.sluice.agent.store;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.request.CompletionRequest.ListedPart;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds the client's list of parts against those that were committed. */
final class PartList {
  private final UploadRecord upload;
  private final Map<Integer, PartRecord> committed;
  private final StoreLimits limits;

  PartList(UploadRecord upload, Map<Integer, PartRecord> committed, StoreLimits limits) {
    this.upload = upload;
    this.committed = committed;
    this.limits = limits;
  }

  /**
   * The committed parts that the list means, every one as the list says. Of a number that is listed
   * twice the last entry counts, as of a part that is uploaded twice the last upload does.
   */
  List<PartRecord> resolve(List<ListedPart> listed) {
    if (listed.isEmpty() || listed.size() > StoreLimits.MAX_PARTS) {
      throw new StorageException(
          FailureReason.REQUEST_INVALID,
          "parts: " + listed.size() + " (expected: 1.." + StoreLimits.MAX_PARTS + ")");
    }
    checkOrder(listed);
    List<PartRecord> parts = new ArrayList<>(listed.size());
    for (int i = 0; i < listed.size(); i++) {
      boolean listedAgain =
          i + 1 < listed.size() && listed.get(i + 1).number() == listed.get(i).number();
      if (!listedAgain) {
        parts.add(resolve(listed.get(i)));
      }
    }
    checkSizes(parts);
    return parts;
  }

  private static void checkOrder(List<ListedPart> listed) {
    int before = 1;
    for (ListedPart part : listed) {
      if (part.number() < before) {
        throw new StorageException(
            FailureReason.PART_ORDER_INVALID,
            "part number: " + part.number() + " (expected: at least " + before + ")");
      }
      before = part.number();
    }
  }

  private PartRecord resolve(ListedPart listed) {
    PartRecord part = committed.get(listed.number());
    if (part == null) {
      throw invalid(listed, null, "was never uploaded");
    }
    if (!part.etag().equals(listed.etag())) {
      throw invalid(listed, part, "has the ETag " + part.etag().quoted());
    }
    ChecksumValue stated = listed.checksum();
    if (stated == null) {
      if (upload.checksumType() == ChecksumType.COMPOSITE) {
        throw new StorageException(
            FailureReason.REQUEST_INVALID,
            "part "
                + listed.number()
                + ": no checksum (expected: one of each part, because the upload was created with "
                + upload.checksumAlgorithm()
                + ")");
      }
    } else if (!isOf(stated, part)) {
      throw invalid(listed, part, "has the checksum " + part.checksum());
    }
    return part;
  }

  private static boolean isOf(ChecksumValue stated, PartRecord part) {
    ChecksumValue computed = part.checksum();
    return computed != null
        && computed.algorithm() == stated.algorithm()
        && Arrays.equals(computed.value(), stated.value());
  }

  private void checkSizes(List<PartRecord> parts) {
    int last = parts.getLast().number();
    long total = 0;
    for (PartRecord part : parts) {
      total += part.size();
      if (part.number() != last && part.size() < limits.minimumPartBytes()) {
        throw new StorageException(
            FailureReason.PART_TOO_SMALL,
            "part "
                + part.number()
                + ": "
                + part.size()
                + " bytes (expected: at least "
                + limits.minimumPartBytes()
                + ", the last one excepted)",
            new FailureDetail.Part(
                part.number(), part.etag().value(), part.size(), limits.minimumPartBytes()));
      }
    }
    if (total > limits.maximumObjectBytes()) {
      throw new StorageException(
          FailureReason.ENTITY_TOO_LARGE,
          "object: " + total + " bytes (expected: at most " + limits.maximumObjectBytes() + ")",
          new FailureDetail.Size(total, limits.maximumObjectBytes()));
    }
  }

  private static StorageException invalid(
      ListedPart listed, @Nullable PartRecord part, String what) {
    return new StorageException(
        FailureReason.PART_INVALID,
        "part "
            + listed.number()
            + ", ETag "
            + listed.etag().quoted()
            + ", checksum "
            + listed.checksum()
            + ": "
            + what,
        new FailureDetail.Part(
            listed.number(), listed.etag().value(), part == null ? 0 : part.size(), 0));
  }
}

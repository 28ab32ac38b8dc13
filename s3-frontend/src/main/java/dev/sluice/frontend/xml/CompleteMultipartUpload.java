package dev.sluice.frontend.xml;

import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.frontend.s3.ChecksumHeader;
import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of CompleteMultipartUpload.
 *
 * @param part as the client lists them, 1..10000; not yet known to be in order
 */
public record CompleteMultipartUpload(List<Part> part) implements S3Document {
  /** Most parts of an upload. */
  public static final int MAX_PARTS = 10_000;

  /** Fails with MalformedXML for no part, and for too many. */
  public CompleteMultipartUpload {
    part = Lists.copy(part);
    if (part.isEmpty() || part.size() > MAX_PARTS) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
  }

  /**
   * One part.
   *
   * @param partNumber as the client writes it
   * @param eTag with quotes or without
   * @param checksumCRC32 Base64, or null
   * @param checksumCRC32C Base64, or null
   * @param checksumCRC64NVME Base64, or null
   * @param checksumSHA1 Base64, or null
   * @param checksumSHA256 Base64, or null
   * @param checksumSHA512 Base64, or null
   * @param checksumMD5 Base64, or null
   * @param checksumXXHASH64 Base64, or null
   * @param checksumXXHASH3 Base64, or null
   * @param checksumXXHASH128 Base64, or null
   */
  public record Part(
      Integer partNumber,
      String eTag,
      @Nullable String checksumCRC32,
      @Nullable String checksumCRC32C,
      @Nullable String checksumCRC64NVME,
      @Nullable String checksumSHA1,
      @Nullable String checksumSHA256,
      @Nullable String checksumSHA512,
      @Nullable String checksumMD5,
      @Nullable String checksumXXHASH64,
      @Nullable String checksumXXHASH3,
      @Nullable String checksumXXHASH128) {
    /** Fails with MalformedXML where number or ETag are missing. */
    @SuppressWarnings("NullAway") // the mapper passes null for an element that is not there
    public Part {
      if (partNumber == null || eTag == null) {
        throw new S3Exception(S3ErrorCode.MALFORMED_XML);
      }
    }

    /** The checksums that the client states; fails with InvalidRequest where one is no checksum. */
    public List<ChecksumValue> checksums() {
      List<ChecksumValue> stated = new ArrayList<>(1);
      add(stated, ChecksumAlgorithm.CRC32, checksumCRC32);
      add(stated, ChecksumAlgorithm.CRC32C, checksumCRC32C);
      add(stated, ChecksumAlgorithm.CRC64NVME, checksumCRC64NVME);
      add(stated, ChecksumAlgorithm.SHA1, checksumSHA1);
      add(stated, ChecksumAlgorithm.SHA256, checksumSHA256);
      add(stated, ChecksumAlgorithm.SHA512, checksumSHA512);
      add(stated, ChecksumAlgorithm.MD5, checksumMD5);
      add(stated, ChecksumAlgorithm.XXHASH64, checksumXXHASH64);
      add(stated, ChecksumAlgorithm.XXHASH3, checksumXXHASH3);
      add(stated, ChecksumAlgorithm.XXHASH128, checksumXXHASH128);
      return stated;
    }

    private static void add(
        List<ChecksumValue> stated, ChecksumAlgorithm algorithm, @Nullable String value) {
      if (value != null) {
        ChecksumValue checksum = ChecksumHeader.parse(algorithm, value);
        if (checksum == null) {
          throw new S3Exception(
              S3ErrorCode.INVALID_REQUEST, "Value for Checksum" + algorithm + " is invalid.");
        }
        stated.add(checksum);
      }
    }
  }
}

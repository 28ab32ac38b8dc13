package dev.sluice.frontend.op;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.sluice.v1.Checksum;
import dev.sluice.v1.ChecksumAlgorithm;
import dev.sluice.v1.ChecksumType;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.Part;
import dev.sluice.v1.UploadRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What agents of the tests have, as they say it. */
final class Stored {
  static final String ETAG = "0123456789abcdef0123456789abcdef";

  /** A Friday. */
  static final Timestamp TIME =
      Timestamp.newBuilder()
          .setSeconds(Instant.parse("2026-01-02T03:04:05Z").getEpochSecond())
          .build();

  static final String HTTP_TIME = "Fri, 02 Jan 2026 03:04:05 GMT";

  private Stored() {}

  /** An object that has nothing but what every object has. */
  static ObjectInfo.Builder object() {
    return ObjectInfo.newBuilder()
        .setKey(Requests.KEY.value())
        .setSize(10)
        .setEtag(ETAG)
        .setLastModified(TIME);
  }

  static Part.Builder part(int number) {
    return Part.newBuilder().setPartNumber(number).setSize(10).setEtag(ETAG).setLastModified(TIME);
  }

  /** The upload of the requests, as messages name it. */
  static UploadRef upload() {
    return UploadRef.newBuilder()
        .setBucket("bucket")
        .setKey(Requests.KEY.value())
        .setUploadId("upload")
        .build();
  }

  /** The CRC-32 {@code c3VtMQ==}, of whatever. */
  static Checksum checksum(ChecksumType type) {
    return Checksum.newBuilder()
        .setAlgorithm(ChecksumAlgorithm.CRC32)
        .setType(type)
        .setValue(ByteString.copyFrom("sum1", StandardCharsets.US_ASCII))
        .build();
  }
}

package dev.sluice.common.model;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Limits of an object's metadata; whatever obeys them can be read back. */
public enum MetadataLimit {
  /** All names and values of user metadata together, as on AWS. */
  USER_METADATA("user metadata", 2 << 10) {
    @Override
    Stream<String> counted(ObjectMetadata metadata) {
      return metadata.userMetadata().entrySet().stream()
          .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()));
    }
  },
  /** All values of {@link ContentHeaders} together. */
  CONTENT_HEADERS("content headers", 8 << 10) {
    @Override
    Stream<String> counted(ObjectMetadata metadata) {
      return metadata.headers().values().stream();
    }
  };

  private final String limited;
  private final int bytes;

  MetadataLimit(String limited, int bytes) {
    this.limited = limited;
    this.bytes = bytes;
  }

  /** The most that is stored, bytes of UTF-8. */
  public int bytes() {
    return bytes;
  }

  /** The part of an object's metadata that counts towards this limit, bytes of UTF-8. */
  public int count(ObjectMetadata metadata) {
    return counted(metadata).mapToInt(MetadataLimit::bytes).sum();
  }

  /** The length of a text, bytes of UTF-8. */
  public static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  abstract Stream<String> counted(ObjectMetadata metadata);

  /** The subject of the limit, for messages. */
  @Override
  public String toString() {
    return limited;
  }
}

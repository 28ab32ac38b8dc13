package dev.sluice.frontend.route;

import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.frontend.s3.EncodedWord;
import dev.sluice.frontend.s3.HeaderText;
import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.RequestHead;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Metadata of an object, read from the headers of a request. */
final class MetadataReader {
  private static final String METADATA = "x-amz-meta-";

  private MetadataReader() {}

  static ObjectMetadata read(RequestHead head) {
    return ObjectMetadata.of(
            new ContentHeaders(
                text(head, "content-type"),
                text(head, "cache-control"),
                text(head, "content-disposition"),
                withoutTransferWord(text(head, "content-encoding")),
                text(head, "content-language"),
                text(head, "expires")),
            userMetadata(head))
        .withTags(TaggingHeader.read(head));
  }

  /** Headers of the answer that a read asks for in its query. */
  static ContentHeaders overrides(Query query) {
    return new ContentHeaders(
        query.valueOrEmpty("response-content-type"),
        query.valueOrEmpty("response-cache-control"),
        query.valueOrEmpty("response-content-disposition"),
        query.valueOrEmpty("response-content-encoding"),
        query.valueOrEmpty("response-content-language"),
        query.valueOrEmpty("response-expires"));
  }

  private static String text(RequestHead head, String name) {
    String value = head.header(name);
    return value == null ? "" : HeaderText.fromWire(value);
  }

  /** {@code aws-chunked} says how the body came, not what it is; all else stays as it was sent. */
  private static String withoutTransferWord(String contentEncoding) {
    return Arrays.stream(contentEncoding.split(",", -1))
        .filter(coding -> !coding.strip().equalsIgnoreCase("aws-chunked"))
        .collect(Collectors.joining(","))
        .strip();
  }

  private static Map<String, String> userMetadata(RequestHead head) {
    Map<String, String> metadata = new TreeMap<>();
    for (String name : head.headers().keySet()) {
      String value = head.header(name);
      if (name.startsWith(METADATA) && name.length() > METADATA.length() && value != null) {
        metadata.put(name.substring(METADATA.length()), EncodedWord.decode(value));
      }
    }
    return metadata;
  }
}

package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3Exception;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The document {@code Error}, which alone has no namespace.
 *
 * @param elements by name, in order
 */
public record ErrorDocument(Map<String, String> elements) implements S3Document {
  /** Copies the map. */
  public ErrorDocument {
    elements = Collections.unmodifiableMap(new LinkedHashMap<>(elements));
  }

  /**
   * The document of a failure.
   *
   * @param resource the path asked for
   * @param requestId names the request in the logs
   * @param hostId names who answered
   */
  public static ErrorDocument of(
      S3Exception failure, String resource, String requestId, String hostId) {
    Map<String, String> elements = new LinkedHashMap<>();
    elements.put("Code", failure.code().code());
    elements.put("Message", failure.message());
    elements.putAll(failure.elements());
    elements.putIfAbsent("Resource", resource);
    elements.put("RequestId", requestId);
    elements.put("HostId", hostId);
    return new ErrorDocument(elements);
  }
}

package dev.sluice.frontend.op;

import dev.sluice.v1.Checksum;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Headers of an answer that says what was just stored. */
final class StoredHeaders {
  private StoredHeaders() {}

  static Map<String, String> of(String etag, @Nullable Checksum checksum) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ETag", '"' + etag + '"');
    if (checksum != null) {
      ChecksumText text = ChecksumText.of(checksum, 0);
      headers.put(text.header(), text.value());
      headers.put(ChecksumText.TYPE_HEADER, text.type());
    }
    return headers;
  }
}

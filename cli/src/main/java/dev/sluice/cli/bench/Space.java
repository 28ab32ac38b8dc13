package dev.sluice.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/**
 * The keys that a benchmark writes: a bucket and a prefix of its own in it.
 *
 * @param prefix of characters that a path has as they are
 */
record Space(String bucket, String prefix) {
  /** The path of the bucket. */
  String path() {
    return "/" + bucket;
  }

  /** The path of a key below the prefix. */
  String path(String key) {
    return "/" + bucket + "/" + prefix + key;
  }

  /** The query of a page of the listing of the keys that begin so. */
  String list(String begin, String startAfter, int keys) {
    String query = "list-type=2&max-keys=" + keys + "&prefix=" + encoded(prefix + begin);
    return startAfter.isEmpty() ? query : query + "&start-after=" + encoded(prefix + startAfter);
  }

  /** A value of a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}

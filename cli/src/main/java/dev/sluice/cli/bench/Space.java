package dev.sluice.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/**
 * The keys that a benchmark writes: a bucket and a prefix of its own in it.
 *
 * @param prefix of characters that a path has as they are
 * @param separator of the parts of a name, in keys: a hyphen where keys are to lie beside each
 *     other
 */
record Space(String bucket, String prefix, char separator) {
  static final char SLASH = '/';
  static final char HYPHEN = '-';

  /** The path of the bucket. */
  String path() {
    return "/" + bucket;
  }

  /** The path of a key, by its name below the prefix. */
  String path(String name) {
    return "/" + bucket + "/" + key(name);
  }

  /** The query of a page of the listing of the keys that begin so. */
  String list(String begin, String startAfter, int keys) {
    String query = "list-type=2&max-keys=" + keys + "&prefix=" + encoded(key(begin));
    return startAfter.isEmpty() ? query : query + "&start-after=" + encoded(key(startAfter));
  }

  /** The key of a name whose parts are separated by slashes. */
  String key(String name) {
    return prefix + (separator == SLASH ? name : name.replace(SLASH, separator));
  }

  /** A value of a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}

package dev.sluice.common.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of an object: what its client stores with it beside the bytes, and gets back as it was.
 * It travels whole from the request to the record on the storage; what a client may say of an
 * object is a field of it, and of nothing else.
 *
 * @param headers content headers
 * @param userMetadata by lower-case name without {@code x-amz-meta-}, in the order they are given
 *     back
 * @param tags at most {@link TagSet#MAX_OF_OBJECT}
 * @param acl who may do what; null: the owner has full control
 */
public record ObjectMetadata(
    ContentHeaders headers, Map<String, String> userMetadata, TagSet tags, @Nullable Acl acl) {
  /** A token of RFC 9110 section 5.6.2, without capitals. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]++");

  /** Nothing. */
  public static final ObjectMetadata NONE = of(ContentHeaders.NONE, Map.of());

  /** Copies the map. */
  public ObjectMetadata {
    userMetadata =
        userMetadata.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(userMetadata));
  }

  /** Headers and user metadata, and nothing else. */
  public static ObjectMetadata of(ContentHeaders headers, Map<String, String> userMetadata) {
    return new ObjectMetadata(headers, userMetadata, TagSet.NONE, null);
  }

  /** Whether user metadata may have a name: a header of that name can be sent. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether a header can carry a value: Unicode text without control characters but the tab. */
  public static boolean isValue(String value) {
    // Without a stream: every line of a listing asks it of several values.
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      if (Character.isHighSurrogate(c)
          && at + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(at + 1))) {
        at++;
      } else if (Character.isSurrogate(c) || (c < ' ' && c != '\t') || c == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** The same with other content headers. */
  public ObjectMetadata withHeaders(ContentHeaders other) {
    return new ObjectMetadata(other, userMetadata, tags, acl);
  }

  /** The same with other tags. */
  public ObjectMetadata withTags(TagSet other) {
    return new ObjectMetadata(headers, userMetadata, other, acl);
  }

  /** The same with another access control list. */
  public ObjectMetadata withAcl(@Nullable Acl other) {
    return new ObjectMetadata(headers, userMetadata, tags, other);
  }
}

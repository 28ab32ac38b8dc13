package dev.sluice.frontend.route;

import dev.sluice.common.model.TagSet;
import dev.sluice.frontend.s3.HeaderText;
import dev.sluice.frontend.s3.PercentDecoding;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.SentTags;

/** The header {@code x-amz-tagging}: tags of an object, written as a query string. */
final class TaggingHeader {
  static final String NAME = "x-amz-tagging";

  private TaggingHeader() {}

  /** The tags that a head names; none where it has no such header, or an empty one. */
  static TagSet read(RequestHead head) {
    String sent = head.header(NAME);
    return sent == null ? TagSet.NONE : parse(sent);
  }

  /**
   * The tags of a value. Fails with InvalidTag for what is no query string, or names what cannot be
   * the tags of an object.
   *
   * @param sent one character for each byte
   */
  static TagSet parse(String sent) {
    if (sent.isEmpty()) {
      return TagSet.NONE;
    }
    SentTags tags = SentTags.ofObject();
    for (String tag : HeaderText.fromWire(sent).split("&", -1)) {
      int equals = tag.indexOf('=');
      String key = equals < 0 ? tag : tag.substring(0, equals);
      tags.add(decoded(key), equals < 0 ? "" : decoded(tag.substring(equals + 1)));
    }
    return tags.set();
  }

  private static String decoded(String text) {
    try {
      return PercentDecoding.ofQuery(text);
    } catch (S3Exception e) {
      throw new S3Exception(
          S3ErrorCode.INVALID_TAG,
          "The header '"
              + NAME
              + "' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name"
              + " duplicates.");
    }
  }
}

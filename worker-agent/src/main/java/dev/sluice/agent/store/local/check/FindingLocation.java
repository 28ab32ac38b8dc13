package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.common.model.BucketName;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The place of a finding.
 *
 * @param path inside the data folder, as text
 * @param bucket empty: none
 * @param key empty: none
 */
record FindingLocation(String path, String bucket, String key) {
  /** Somewhere in a directory of Sluice's own, or at the top. */
  static FindingLocation at(byte[] path) {
    return new FindingLocation(text(path), "", "");
  }

  /** In a bucket; the path is the data folder's. */
  static FindingLocation in(BucketName bucket, byte[] path) {
    return new FindingLocation(text(path), bucket.value(), "");
  }

  /** An object. */
  static FindingLocation object(BucketName bucket, byte[] path, byte[] key) {
    return new FindingLocation(text(path), bucket.value(), Names.show(key));
  }

  /** Bytes as text; those that are no UTF-8 as {@code \xHH}. */
  static String text(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    try {
      return decoder.decode(rest.duplicate()).toString();
    } catch (CharacterCodingException e) {
      decoder.reset();
    }
    CharBuffer decoded = CharBuffer.allocate(bytes.length + 1);
    StringBuilder text = new StringBuilder();
    while (rest.hasRemaining()) {
      CoderResult result = decoder.decode(rest, decoded, true);
      text.append(decoded.flip());
      decoded.clear();
      for (int bad = result.isError() ? result.length() : 0; bad > 0; bad--) {
        text.append("\\x%02x".formatted(rest.get() & 0xFF));
      }
    }
    return text.toString();
  }
}

package dev.sluice.common.model;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;
import dev.sluice.v1.FailureReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** {@link ObjectKey}, {@link BucketName} and {@link ETag}: legal, or refused with their reason. */
final class NamesFuzzTarget implements FuzzTarget {
  private static final Set<FailureReason> OF_KEYS =
      EnumSet.of(FailureReason.KEY_INVALID, FailureReason.KEY_TOO_LONG);

  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    try {
      ObjectKey key = ObjectKey.ofUtf8(input);
      require(Arrays.equals(key.utf8(), input), "there and back", key);
      require(input.length >= 1 && input.length <= 1024, "1 to 1024 bytes", key);
    } catch (StorageException e) {
      require(OF_KEYS.contains(e.reason()), "a reason of keys", e.reason());
      boolean utf8 = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), input);
      require(!utf8 || input.length == 0 || input.length > 1024, "takes every legal key", text);
    }
    try {
      BucketName bucket = new BucketName(text);
      boolean form = bucket.value().matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
      require(form && BucketName.isLegal(text), "a legal name", bucket);
    } catch (StorageException e) {
      require(e.reason() == FailureReason.BUCKET_NAME_INVALID, "its reason", e.reason());
      require(!BucketName.isLegal(text), "takes every legal name", text);
    }
    ETag tag = ETag.parse(text);
    require(tag.equals(ETag.parse(tag.quoted())), "there and back", text, tag);
  }
}

package dev.sluice.agent.store.local.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.format.RecordCodec;
import dev.sluice.agent.store.format.StoredMetadata;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.format.UserMetadatum;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.MetadataLimit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Attributes that versitygw's POSIX backend leaves on a file, the record of a file that has none of
 * ours: a header in each, user metadata as one JSON document or, in older versions, one attribute
 * per name. They are input from the disk: what is no UTF-8 or beyond {@link MetadataLimit} counts
 * as absent. The tag has no seal, so that it counts only for who has read the bytes.
 */
public final class VersitygwAttributes {
  /** The most that is read of one attribute, bytes: JSON takes up to six for one. */
  private static final int MAX_VALUE_BYTES = 8 * MetadataLimit.USER_METADATA.bytes();

  private static final String TAG = "user.etag";
  private static final String METADATA = "user.metadata";
  private static final String METADATUM_PREFIX = "user.X-Amz-Meta.";

  /** With quotes in newer versions. */
  private static final Pattern MD5 = Pattern.compile("\"?([0-9a-f]{32})\"?");

  private VersitygwAttributes() {}

  /** A way to the attributes of one file. */
  @FunctionalInterface
  interface Source {
    /** The value of an attribute; null where there is none. */
    byte @Nullable [] value(String name) throws ErrnoException;
  }

  /** The record of a file that has none of ours, without what speaks of its bytes. */
  public static ObjectRecord record(Posix posix, Descriptor file) throws ErrnoException {
    return record(names(posix, file), name -> value(posix, file, name));
  }

  /** The MD5 that a file is said to have; null where it is said to have none. */
  public static @Nullable ETag statedTag(Posix posix, Descriptor file) throws ErrnoException {
    return statedTag(name -> value(posix, file, name));
  }

  /** Most files from outside bear no attributes, and cost this one call. */
  private static List<String> names(Posix posix, Descriptor file) throws ErrnoException {
    try {
      byte[] names = posix.attributeNames(file);
      return names.length == 0 ? List.of() : List.of(Names.show(names).split("\0"));
    } catch (ErrnoException e) {
      if (isNone(e)) {
        return List.of();
      }
      throw e;
    }
  }

  private static byte @Nullable [] value(Posix posix, Descriptor file, String name)
      throws ErrnoException {
    try {
      return posix.attribute(file, Names.of(name));
    } catch (ErrnoException e) {
      if (isNone(e)) {
        return null;
      }
      throw e;
    }
  }

  private static boolean isNone(ErrnoException e) {
    return e.isUnsupported() || e.is(Errno.E2BIG) || e.is(Errno.ERANGE);
  }

  static ObjectRecord record(List<String> names, Source source) throws ErrnoException {
    StoredMetadata.Builder stored = StoredMetadata.newBuilder();
    for (String name : names) {
      switch (name) {
        case "user.content-type" -> stored.setContentType(header(source, name));
        case "user.cache-control" -> stored.setCacheControl(header(source, name));
        case "user.content-disposition" -> stored.setContentDisposition(header(source, name));
        case "user.content-encoding" -> stored.setContentEncoding(header(source, name));
        case "user.content-language" -> stored.setContentLanguage(header(source, name));
        case "user.expires" -> stored.setExpires(header(source, name));
        default -> {}
      }
    }
    Map<String, String> metadata = attributePerName(names, source);
    if (names.contains(METADATA)) {
      metadata.putAll(document(text(source, METADATA)));
    }
    metadata.forEach(
        (name, value) ->
            stored.addUserMetadata(UserMetadatum.newBuilder().setName(name).setValue(value)));
    return RecordCodec.load(StoredRecord.newBuilder().setMetadata(stored).build(), false);
  }

  private static String header(Source source, String name) throws ErrnoException {
    String value = text(source, name);
    return value == null ? "" : value;
  }

  /** User metadata of older versions, as much as is kept of it at most. */
  private static Map<String, String> attributePerName(List<String> names, Source source)
      throws ErrnoException {
    Map<String, String> metadata = new TreeMap<>();
    int left = MetadataLimit.USER_METADATA.bytes();
    for (String attribute : names.stream().sorted().toList()) {
      if (left > 0 && attribute.startsWith(METADATUM_PREFIX)) {
        String name = attribute.substring(METADATUM_PREFIX.length());
        String value = text(source, attribute);
        if (value != null) {
          metadata.put(name.toLowerCase(Locale.ROOT), value);
        }
        left -= name.length() + (value == null ? 0 : value.length());
      }
    }
    return metadata;
  }

  /** User metadata of newer versions: an object of texts. */
  private static Map<String, String> document(@Nullable String json) {
    Struct.Builder document = Struct.newBuilder();
    Map<String, String> metadata = new TreeMap<>();
    try {
      JsonFormat.parser().merge(json == null ? "{}" : json, document);
    } catch (InvalidProtocolBufferException e) {
      return metadata;
    }
    document
        .getFieldsMap()
        .forEach(
            (name, value) -> {
              if (value.getKindCase() == Value.KindCase.STRING_VALUE) {
                metadata.put(name.toLowerCase(Locale.ROOT), value.getStringValue());
              }
            });
    return metadata;
  }

  static @Nullable ETag statedTag(Source source) throws ErrnoException {
    String stated = text(source, TAG);
    Matcher md5 = MD5.matcher(stated == null ? "" : stated);
    return md5.matches() ? new ETag(md5.group(1)) : null;
  }

  private static @Nullable String text(Source source, String name) throws ErrnoException {
    byte[] value = source.value(name);
    if (value == null || value.length > MAX_VALUE_BYTES) {
      return null;
    }
    ByteString bytes = ByteString.copyFrom(value);
    return bytes.isValidUtf8() ? bytes.toStringUtf8() : null;
  }
}

package dev.sluice.frontend.route;

import dev.sluice.common.model.Caller;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.TagSet;
import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.HeaderText;
import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the condition keys of a request, by which policies tell requests apart: from its head,
 * whether the rest of it can be understood or not, since a refusal comes before every complaint.
 *
 * <p>A key is there where the request says it. Source: "Condition keys for Amazon S3", Service
 * Authorization Reference; keys that only some operations have are there for those alone, so that
 * no parameter that means nothing opens a condition.
 */
final class ConditionKeyReader {
  /** Headers that are condition keys by their own names. */
  private static final List<String> HEADERS =
      List.of(
          "x-amz-acl",
          "x-amz-content-sha256",
          "x-amz-grant-full-control",
          "x-amz-grant-read",
          "x-amz-grant-read-acp",
          "x-amz-grant-write",
          "x-amz-grant-write-acp",
          "x-amz-metadata-directive",
          "x-amz-object-ownership",
          "x-amz-request-payer", // no policy asks for it, but the owner of a bucket may
          "x-amz-server-side-encryption",
          "x-amz-server-side-encryption-aws-kms-key-id",
          "x-amz-server-side-encryption-customer-algorithm",
          "x-amz-storage-class",
          "x-amz-website-redirect-location");

  /** The keys of those, in the same order. */
  private static final List<String> KEYS = HEADERS.stream().map("s3:"::concat).toList();

  /** Headers that are condition keys by another name. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "x-amz-object-lock-mode", "s3:object-lock-mode",
          "x-amz-object-lock-retain-until-date", "s3:object-lock-retain-until-date",
          "x-amz-object-lock-legal-hold", "s3:object-lock-legal-hold");

  /** Headers that say something of the client, and not of what it asks for. */
  private static final Map<String, String> OF_CLIENT =
      Map.of("referer", "aws:referer", "user-agent", "aws:useragent");

  private final Addressing addressing;

  ConditionKeyReader(Addressing addressing) {
    this.addressing = addressing;
  }

  /**
   * The keys, by name in lower case, without those that follow from the caller and the connection.
   *
   * @param operation that the head asks for
   */
  Map<String, List<String>> read(RequestHead head, S3Operation operation) {
    Map<String, List<String>> keys = new TreeMap<>();
    for (int i = 0; i < HEADERS.size(); i++) {
      put(keys, KEYS.get(i), text(head, HEADERS.get(i)));
    }
    RENAMED.forEach((header, key) -> put(keys, key, text(head, header)));
    OF_CLIENT.forEach((header, key) -> put(keys, key, text(head, header)));
    put(keys, "s3:versionid", head.query().value("versionId"));
    switch (operation) {
      case LIST_OBJECTS, LIST_OBJECTS_V2, LIST_OBJECT_VERSIONS -> listing(keys, head.query());
      case PUT_OBJECT, POST_OBJECT -> {
        creation(keys, head, true);
        tags(keys, head);
      }
      case COMPLETE_MULTIPART_UPLOAD -> creation(keys, head, true);
      case COPY_OBJECT -> {
        creation(keys, head, true);
        copy(keys, head);
        if (ObjectRoutes.replacesTags(head)) {
          tags(keys, head);
        }
      }
      case CREATE_MULTIPART_UPLOAD -> {
        creation(keys, head, false);
        tags(keys, head);
      }
      case UPLOAD_PART -> creation(keys, head, false);
      case UPLOAD_PART_COPY -> {
        creation(keys, head, false);
        copy(keys, head);
      }
      case DELETE_OBJECT -> put(keys, "s3:if-match", text(head, "if-match"));
      default -> {}
    }
    requireFew(keys);
    return keys;
  }

  /**
   * The keys of a form.
   *
   * @param sent the form's own head
   * @param fields its fields as headers: {@link FormHead}
   * @param tags that the object gets, by its document of tags or by its header
   */
  Map<String, List<String>> ofForm(RequestHead sent, RequestHead fields, TagSet tags) {
    Map<String, List<String>> keys = read(fields, S3Operation.POST_OBJECT);
    keys.keySet().removeIf(TagKeys::isOfObject);
    keys.putAll(TagKeys.ofObject(tags));
    OF_CLIENT.forEach((header, key) -> put(keys, key, text(sent, header)));
    requireFew(keys);
    return keys;
  }

  private static void listing(Map<String, List<String>> keys, Query query) {
    put(keys, "s3:prefix", query.value("prefix"));
    put(keys, "s3:delimiter", query.value("delimiter"));
    put(keys, "s3:max-keys", query.value("max-keys"));
  }

  /** A policy that asks writers for conditions exempts requests that create no object by this. */
  private static void creation(
      Map<String, List<String>> keys, RequestHead head, boolean createsObject) {
    put(keys, "s3:objectcreationoperation", Boolean.toString(createsObject));
    put(keys, "s3:if-match", text(head, "if-match"));
    put(keys, "s3:if-none-match", text(head, "if-none-match"));
  }

  /** The tags that a request puts on the object: where its header of tags counts. */
  private static void tags(Map<String, List<String>> keys, RequestHead head) {
    try {
      keys.putAll(TagKeys.ofObject(TaggingHeader.read(head)));
    } catch (S3Exception e) {
      // The router refuses them, unless the agent refuses the caller.
    }
  }

  /** {@code bucket/key}, decoded; one that names no source as it was sent. */
  private void copy(Map<String, List<String>> keys, RequestHead head) {
    String source = text(head, CopySourceReader.HEADER);
    try {
      CopySource read = CopySourceReader.read(head, addressing);
      source = read.bucket().value() + "/" + read.key().value();
    } catch (S3Exception | StorageException e) {
      // The router refuses it, unless the agent refuses the caller.
    }
    put(keys, "s3:" + CopySourceReader.HEADER, source);
  }

  private static @Nullable String text(RequestHead head, String header) {
    String value = head.header(header);
    return value == null ? null : HeaderText.fromWire(value);
  }

  private static void put(Map<String, List<String>> keys, String name, @Nullable String value) {
    if (value != null) {
      keys.put(name, List.of(value));
    }
  }

  /** Values are never cut or left out: a policy would read something else. */
  private static void requireFew(Map<String, List<String>> keys) {
    int characters = 0;
    for (Map.Entry<String, List<String>> key : keys.entrySet()) {
      characters += key.getKey().length();
      for (String value : key.getValue()) {
        characters += value.length();
      }
    }
    if (characters > Caller.MOST_CONDITION_CHARACTERS) {
      throw new S3Exception(S3ErrorCode.REQUEST_HEADER_SECTION_TOO_LARGE)
          .with("MaxSizeAllowed", Integer.toString(Caller.MOST_CONDITION_CHARACTERS));
    }
  }
}

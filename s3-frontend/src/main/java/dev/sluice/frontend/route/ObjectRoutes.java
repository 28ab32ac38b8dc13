package dev.sluice.frontend.route;

import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.RangeCondition;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.TagSet;
import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.ObjectAttribute;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the requests about objects. */
final class ObjectRoutes {
  private static final String ATTRIBUTES = "x-amz-object-attributes";

  private ObjectRoutes() {}

  static S3Request putObject(Call call) {
    return new ObjectRequest.PutObject(
        call.bucket(),
        call.key(),
        call.expectedOwner(),
        MetadataReader.read(call.head()),
        AclHeaders.ofObject(call.head()),
        Conditions.ofWrite(call.head()));
  }

  static S3Request getObject(Call call) {
    return new ObjectRequest.GetObject(
        call.bucket(),
        call.key(),
        call.expectedOwner(),
        selection(call),
        Conditions.ofRead(call.head()),
        MetadataReader.overrides(call.query()),
        ChecksumReader.mode(call.head()));
  }

  static S3Request headObject(Call call) {
    return new ObjectRequest.HeadObject(
        call.bucket(),
        call.key(),
        call.expectedOwner(),
        selection(call),
        Conditions.ofRead(call.head()),
        MetadataReader.overrides(call.query()),
        ChecksumReader.mode(call.head()));
  }

  static S3Request deleteObject(Call call) {
    return new ObjectRequest.DeleteObject(
        call.bucket(), call.key(), call.expectedOwner(), Conditions.ofDelete(call.head()));
  }

  static S3Request copyObject(Call call) {
    CopySource source = CopySourceReader.read(call.head(), call.addressing());
    ObjectMetadata replacement = replacement(call);
    boolean ontoItself = source.bucket().equals(call.bucket()) && source.key().equals(call.key());
    // Who names the storage class that the object has, only wants another time of change.
    boolean changes = replacement != null || call.head().header("x-amz-storage-class") != null;
    if (ontoItself && !changes) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "copy: of "
              + call.key()
              + " onto itself, unchanged (expected: other metadata, a storage class, or another"
              + " key)");
    }
    return new ObjectRequest.CopyObject(
        call.bucket(),
        call.key(),
        call.expectedOwner(),
        source,
        replacement,
        tags(call),
        AclHeaders.ofObject(call.head()),
        ChecksumReader.algorithm(call.head()),
        Conditions.ofWrite(call.head()));
  }

  static S3Request getObjectAttributes(Call call) {
    return new ObjectRequest.GetObjectAttributes(
        call.bucket(),
        call.key(),
        call.expectedOwner(),
        attributes(call.head().header(ATTRIBUTES)),
        number(call, "x-amz-part-number-marker", Integer.MAX_VALUE, 0),
        number(call, "x-amz-max-parts", 1000, 1000));
  }

  static S3Request getObjectTagging(Call call) {
    return new ObjectRequest.GetObjectTagging(call.bucket(), call.key(), call.expectedOwner());
  }

  static S3Request putObjectTagging(Call call) {
    return new ObjectRequest.PutObjectTagging(call.bucket(), call.key(), call.expectedOwner());
  }

  static S3Request deleteObjectTagging(Call call) {
    return new ObjectRequest.DeleteObjectTagging(call.bucket(), call.key(), call.expectedOwner());
  }

  private static Selection selection(Call call) {
    boolean part = call.query().has("partNumber");
    if (part && call.head().header("range") != null) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Cannot specify both Range header and partNumber query parameter");
    }
    if (part) {
      return new Selection.Part(call.partNumber());
    }
    ByteRange range = RangeHeader.parse(call.head().header("range"));
    String ifRange = call.head().header("if-range");
    if (range == null || ifRange == null) {
      return range == null ? Selection.ALL : new Selection.Range(range);
    }
    RangeCondition condition = Conditions.ofRange(ifRange);
    return condition == null ? Selection.ALL : new Selection.Range(range, condition);
  }

  private static @Nullable ObjectMetadata replacement(Call call) {
    String directive = call.head().header("x-amz-metadata-directive");
    return switch (directive == null ? "COPY" : directive) {
      case "COPY" -> null;
      case "REPLACE" -> MetadataReader.read(call.head()).withTags(TagSet.NONE);
      default ->
          throw S3Exception.invalidArgument(
              "Unknown metadata directive.", "x-amz-metadata-directive", directive);
    };
  }

  /** Whether a copy has the tags of its own header. */
  static boolean replacesTags(RequestHead head) {
    return "REPLACE".equals(head.header("x-amz-tagging-directive"));
  }

  /** Tags are copied unless the request says otherwise, also where the metadata are replaced. */
  private static @Nullable TagSet tags(Call call) {
    return replacesTags(call.head()) ? TaggingHeader.read(call.head()) : null;
  }

  private static Set<ObjectAttribute> attributes(@Nullable String value) {
    Set<ObjectAttribute> attributes = EnumSet.noneOf(ObjectAttribute.class);
    for (String name : value == null ? new String[0] : value.split(",", -1)) {
      if (!name.isBlank()) {
        attributes.add(attribute(name.strip()));
      }
    }
    if (attributes.isEmpty()) {
      throw S3Exception.invalidArgument(
          "The x-amz-object-attributes header specifying the attributes to be retrieved is either"
              + " missing or empty",
          ATTRIBUTES,
          value);
    }
    return attributes;
  }

  private static ObjectAttribute attribute(String name) {
    for (ObjectAttribute attribute : ObjectAttribute.values()) {
      if (attribute.awsName().equals(name)) {
        return attribute;
      }
    }
    throw S3Exception.invalidArgument("Invalid attribute name specified.", ATTRIBUTES, name);
  }

  private static int number(Call call, String header, int cap, int absent) {
    return Numbers.number(header, call.head().header(header), 0, cap, absent);
  }
}

package dev.sluice.cli.tool.session;

import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.ObjectInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The attributes of buckets and objects as tools show them. */
public final class Attributes {
  private Attributes() {}

  /** Those of a bucket. */
  public static Document of(Bucket bucket) {
    return new Document()
        .put("type", "bucket")
        .put("bucket", bucket.getName())
        .put("created", WireTime.toModel(bucket.getCreated()))
        .put("owner", bucket.getOwner().getId());
  }

  /** Those of an object that a listing has. */
  public static Document summary(String type, ObjectInfo object) {
    return new Document()
        .put("type", type)
        .put("key", object.getKey())
        .put("size", object.getSize())
        .put("etag", object.getEtag())
        .put("lastModified", WireTime.toModel(object.getLastModified()));
  }

  /** Tags by key, in their order. */
  public static Map<String, String> tags(List<dev.sluice.v1.Tag> list) {
    Map<String, String> tags = new LinkedHashMap<>();
    list.forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }
}

package dev.sluice.integration.trial.model;

import static dev.sluice.integration.trial.model.Asking.quoted;

import dev.sluice.integration.trial.core.Request;
import dev.sluice.integration.trial.model.Model.Stored;
import dev.sluice.integration.trial.model.Model.Upload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Steps about buckets, and listings. */
final class ListSteps {
  private final Asking asking;
  private final Model model;

  ListSteps(Asking asking) {
    this.asking = asking;
    model = asking.model();
  }

  void createBucket(Op.CreateBucket op) {
    String name = model.name(op.bucket());
    Request request = Request.of("PUT", name);
    // Of a bucket that is there a creation changes nothing.
    boolean lists = op.lists() && !model.hasBucket(op.bucket());
    if (lists) {
      request.header("x-amz-object-ownership", "ObjectWriter");
    }
    asking.check(request, Expected.done(200, Map.of("location", "/" + name)));
    model.createBucket(op.bucket(), lists);
  }

  void headBucket(Op.HeadBucket op) {
    asking.check(
        Request.of("HEAD", model.name(op.bucket())),
        model.hasBucket(op.bucket()) ? Expected.done(200) : Expected.error(404, ""));
  }

  void deleteBucket(Op.DeleteBucket op) {
    Expected expected =
        !model.hasBucket(op.bucket())
            ? Asking.NO_BUCKET
            : model.objects(op.bucket()).isEmpty()
                ? Expected.done(204)
                : Expected.error(409, "BucketNotEmpty");
    if (asking.check(Request.of("DELETE", model.name(op.bucket())), expected)) {
      model.deleteBucket(op.bucket());
    }
  }

  void location(Op.BucketLocation op) {
    asking.check(
        Request.of("GET", model.name(op.bucket())).query("location", ""),
        model.hasBucket(op.bucket())
            ? Expected.document(Map.of(), new Expected.Doc("LocationConstraint"))
            : Asking.NO_BUCKET);
  }

  void listBuckets(Op.ListBuckets op) {
    List<String> names = model.bucketNumbers().stream().map(model::name).sorted().toList();
    boolean more = names.size() > op.max();
    Expected.Doc buckets = new Expected.Doc("Buckets");
    List<String> page = more ? names.subList(0, op.max()) : names;
    for (String name : page) {
      buckets.add(new Expected.Doc("Bucket").add("Name", name).add("BucketRegion", "us-east-1"));
    }
    Expected.Doc document =
        new Expected.Doc("ListAllMyBucketsResult").add("Prefix", model.run() + "-");
    if (more) {
      document.add("ContinuationToken", token(page.getLast()));
    }
    if (!page.isEmpty()) {
      document.add(buckets);
    }
    asking.check(
        Request.ofService("GET").query("prefix", model.run() + "-").query("max-buckets", op.max()),
        Expected.document(Map.of(), document));
  }

  /** An entry of a listing: a key with its object, or what keys were rolled up to. */
  private record Entry(String name, @Nullable Stored object) {}

  void listKeys(Op.ListKeys op) {
    Place place = new Place(op.after(), false);
    while (place != null) {
      place = listPage(op, place);
    }
  }

  /** Where a page begins: after a name, or with it. */
  private record Place(String name, boolean included) {}

  private @Nullable Place listPage(Op.ListKeys op, Place place) {
    Request request =
        Request.of("GET", model.name(op.bucket()))
            .query("encoding-type", "url")
            .query("prefix", op.prefix())
            .query("max-keys", op.max());
    Expected.Doc document =
        new Expected.Doc("ListBucketResult")
            .add("Name", model.name(op.bucket()))
            .add("Prefix", Request.encode(op.prefix()))
            .add("MaxKeys", op.max())
            .add("EncodingType", "url");
    if (!op.delimiter().isEmpty()) {
      request.query("delimiter", op.delimiter());
      document.add("Delimiter", Request.encode(op.delimiter()));
    }
    if (op.second()) {
      request.query("list-type", "2");
      if (!op.after().isEmpty()) {
        request.query("start-after", op.after());
        document.add("StartAfter", Request.encode(op.after()));
      }
      if (place.included()) {
        request.query("continuation-token", token(place.name()));
        document.add("ContinuationToken", token(place.name()));
      }
    } else if (!place.name().isEmpty()) {
      request.query("marker", place.name());
      document.add("Marker", Request.encode(place.name()));
    }
    if (!model.hasBucket(op.bucket())) {
      asking.check(request, Asking.NO_BUCKET);
      return null;
    }
    List<Entry> entries = entries(op, place);
    List<Entry> page = entries.subList(0, Math.min(op.max(), entries.size()));
    boolean truncated = op.max() > 0 && entries.size() > page.size();
    String next = truncated ? entries.get(page.size()).name() : "";
    document.add("KeyCount", page.size()).add("IsTruncated", truncated);
    if (op.second()) {
      document.add("NextContinuationToken", truncated ? token(next) : null);
    } else {
      document.add("NextContinuationToken", Request.encode(next));
      if (truncated && !op.delimiter().isEmpty()) {
        document.add("NextMarker", Request.encode(page.getLast().name()));
      }
    }
    page.forEach(entry -> document.add(shown(entry)));
    asking.check(request, Expected.document(Map.of(), document));
    if (!truncated) {
      return null;
    }
    return op.second() ? new Place(next, true) : new Place(page.getLast().name(), false);
  }

  private List<Entry> entries(Op.ListKeys op, Place place) {
    List<Entry> entries = new ArrayList<>();
    String rolledUpBefore = null;
    String behind =
        place.included() ? null : behind(op.prefix(), op.delimiter(), place.name(), op.second());
    for (Map.Entry<String, Stored> object : model.objects(op.bucket()).entrySet()) {
      String key = object.getKey();
      int order = Model.ORDER.compare(key, place.name());
      boolean later = place.name().isEmpty() || order > 0 || (place.included() && order == 0);
      if (!key.startsWith(op.prefix()) || !later || (behind != null && key.startsWith(behind))) {
        continue;
      }
      String rolledUp = rolledUp(op.prefix(), op.delimiter(), key);
      if (rolledUp == null) {
        entries.add(new Entry(key, object.getValue()));
      } else if (!rolledUp.equals(rolledUpBefore)) {
        entries.add(new Entry(rolledUp, null));
      }
      rolledUpBefore = rolledUp;
    }
    return entries;
  }

  /**
   * What a marker skips all of; null: nothing. A marker below a common prefix stands behind it; a
   * place to start after ({@code exactly}) only where it is the common prefix itself.
   */
  private static @Nullable String behind(
      String prefix, String delimiter, String marker, boolean exactly) {
    String rolledUp = marker.startsWith(prefix) ? rolledUp(prefix, delimiter, marker) : null;
    return exactly && !marker.equals(rolledUp) ? null : rolledUp;
  }

  private static @Nullable String rolledUp(String prefix, String delimiter, String key) {
    int found = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
    return found < 0 ? null : key.substring(0, found + delimiter.length());
  }

  private static Expected.Doc shown(Entry entry) {
    Stored object = entry.object();
    if (object == null) {
      return new Expected.Doc("CommonPrefixes").add("Prefix", Request.encode(entry.name()));
    }
    Expected.Doc contents =
        new Expected.Doc("Contents")
            .add("Key", Request.encode(entry.name()))
            .add("ETag", quoted(object.tag()))
            .add("Size", object.bytes().length);
    Model.Sum sum = object.sum();
    return sum == null
        ? contents
        : contents.add("ChecksumAlgorithm", sum.algorithm()).add("ChecksumType", sum.type());
  }

  /** All pages of the uploads. */
  void listUploads(Op.ListUploads op) {
    String keyMarker = op.marker();
    String idMarker = "";
    while (true) {
      Request request =
          Request.of("GET", model.name(op.bucket()))
              .query("uploads", "")
              .query("encoding-type", "url")
              .query("prefix", op.prefix())
              .query("max-uploads", op.max());
      Expected.Doc document =
          new Expected.Doc("ListMultipartUploadsResult")
              .add("Bucket", model.name(op.bucket()))
              .add("EncodingType", "url")
              .add("Prefix", Request.encode(op.prefix()))
              .add("MaxUploads", op.max())
              .add("KeyMarker", Request.encode(keyMarker))
              .add("UploadIdMarker", idMarker);
      if (!op.delimiter().isEmpty()) {
        request.query("delimiter", op.delimiter());
        document.add("Delimiter", Request.encode(op.delimiter()));
      }
      if (!keyMarker.isEmpty()) {
        request.query("key-marker", keyMarker);
      }
      if (!idMarker.isEmpty()) {
        request.query("upload-id-marker", idMarker);
      }
      if (!model.hasBucket(op.bucket())) {
        asking.check(request, Asking.NO_BUCKET);
        return;
      }
      SortedMap<String, List<Upload>> left = uploads(op, keyMarker, idMarker);
      int count = 0;
      String lastKey = "";
      String lastId = "";
      boolean truncated = false;
      for (Map.Entry<String, List<Upload>> group : left.entrySet()) {
        boolean rolledUp = rolledUp(op.prefix(), op.delimiter(), group.getKey()) != null;
        for (Upload upload : rolledUp ? group.getValue().subList(0, 1) : group.getValue()) {
          truncated |= count == op.max();
          if (count == op.max()) {
            break;
          }
          count++;
          lastKey = group.getKey();
          lastId = rolledUp ? "" : upload.id;
          document.add(
              rolledUp
                  ? new Expected.Doc("CommonPrefixes").add("Prefix", Request.encode(lastKey))
                  : new Expected.Doc("Upload")
                      .add("Key", Request.encode(upload.key))
                      .add("UploadId", upload.id)
                      .add("ChecksumAlgorithm", upload.algorithm)
                      .add("ChecksumType", upload.type));
        }
      }
      truncated &= op.max() > 0;
      document.add("IsTruncated", truncated);
      if (truncated) {
        document.add("NextKeyMarker", Request.encode(lastKey)).add("NextUploadIdMarker", lastId);
      }
      asking.check(request, Expected.document(Map.of(), document));
      if (!truncated) {
        return;
      }
      keyMarker = lastKey;
      idMarker = lastId;
    }
  }

  /** Uploads behind the markers, by key or by what it is rolled up to. */
  private SortedMap<String, List<Upload>> uploads(
      Op.ListUploads op, String keyMarker, String idMarker) {
    SortedMap<String, List<Upload>> groups = new TreeMap<>(Model.ORDER);
    String behind =
        keyMarker.isEmpty() ? null : behind(op.prefix(), op.delimiter(), keyMarker, false);
    for (Upload upload : model.uploadsOf(op.bucket())) {
      int order = Model.ORDER.compare(upload.key, keyMarker);
      boolean skipped = behind != null && upload.key.startsWith(behind);
      boolean later =
          keyMarker.isEmpty()
              || (order > 0 && !skipped)
              || (order == 0
                  && !skipped
                  && !idMarker.isEmpty()
                  && upload.id.compareTo(idMarker) > 0);
      if (upload.key.startsWith(op.prefix()) && later) {
        String rolledUp = rolledUp(op.prefix(), op.delimiter(), upload.key);
        groups
            .computeIfAbsent(rolledUp == null ? upload.key : rolledUp, _ -> new ArrayList<>())
            .add(upload);
      }
    }
    return groups;
  }

  private static String token(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    CRC32C crc = new CRC32C();
    crc.update(text);
    ByteBuffer token =
        ByteBuffer.allocate(5 + text.length).put((byte) 1).putInt((int) crc.getValue()).put(text);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
  }
}

package dev.sluice.integration.trial.model;

import static dev.sluice.integration.trial.model.Asking.quoted;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Bytes;
import dev.sluice.integration.trial.core.Request;
import dev.sluice.integration.trial.core.Xml;
import dev.sluice.integration.trial.model.Model.Piece;
import dev.sluice.integration.trial.model.Model.Stored;
import dev.sluice.integration.trial.model.Model.Sum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Steps about objects. */
final class ObjectSteps {
  private final Asking asking;
  private final Model model;

  ObjectSteps(Asking asking) {
    this.asking = asking;
    model = asking.model();
  }

  void put(Op.Put op) {
    byte[] body = op.body().array();
    Request request =
        Request.of("PUT", model.name(op.bucket()), op.key())
            .headers(op.kept().headers())
            .body(body);
    asking.condition(request, op.condition(), op.bucket(), op.key());
    Asking.state(request, op.stated(), body);
    Sum sum = null;
    if (op.algorithm() != null) {
      sum = new Sum(op.algorithm(), Checksums.of(op.algorithm(), body), "FULL_OBJECT");
      request.header(Checksums.header(op.algorithm()), sum.value());
    }
    Stored there = model.find(op.bucket(), op.key());
    Expected refusal =
        model.hasBucket(op.bucket()) ? asking.refusal(op.condition(), there) : Asking.NO_BUCKET;
    if (refusal == null && op.stated() == Op.Stated.WRONG_MD5) {
      refusal = Asking.BAD_DIGEST;
    }
    Labels labels = Labels.of(op.kept());
    Expected ofAcl = model.refusal(op.bucket(), labels.acl());
    if (refusal != null || ofAcl != null) {
      asking.checkAny(request, Stream.of(refusal, ofAcl).filter(Objects::nonNull).toList());
      return;
    }
    Stored stored =
        new Stored(body, Bytes.md5(body), Model.kept(op.kept()), labels, sum, List.of());
    Map<String, String> headers = Asking.sumHeaders(sum);
    headers.put("etag", quoted(stored.tag()));
    asking.check(request, Expected.done(200, headers));
    model.objects(op.bucket()).put(op.key(), stored);
  }

  void get(Op.Get op) {
    String method = op.head() ? "HEAD" : "GET";
    Request request = Request.of(method, model.name(op.bucket()), op.key());
    Stored there = model.find(op.bucket(), op.key());
    String tag = model.tag(op.bucket(), op.key());
    Asking.condition(request, op.condition(), "", tag);
    if (op.sums()) {
      request.header("x-amz-checksum-mode", "ENABLED");
    }
    int size = there == null ? 10 : there.bytes().length;
    String range = Stretches.range(op.stretch(), size);
    if (range != null) {
      request.header("Range", range);
    }
    int part = Stretches.part(op.stretch());
    if (part > 0) {
      request.query("partNumber", part);
    }
    Expected expected;
    if (!model.hasBucket(op.bucket())) {
      expected = Asking.NO_BUCKET;
    } else if (there == null) {
      expected = Asking.NO_KEY;
    } else {
      Expected refusal = Asking.refusal(op.condition(), false, tag);
      expected = refusal == null ? read(op, there) : refusal.with(refusedHeaders(refusal, there));
    }
    if (op.head() && (expected.status() >= 300)) {
      expected = new Expected(expected.status(), "", expected.headers(), "");
    }
    asking.check(request, op.head() ? expected.withoutBody() : expected);
  }

  /**
   * A 304 says what a cache goes by as 200 does (RFC 9110, section 15.4.5); other refusals do not.
   */
  private static Map<String, String> refusedHeaders(Expected refusal, Stored there) {
    Map<String, String> headers = there.headers();
    headers
        .keySet()
        .retainAll(refusal.status() == 304 ? Set.of("cache-control", "expires") : Set.of());
    headers.putAll(refusal.headers());
    return headers;
  }

  private static Expected read(Op.Get op, Stored there) {
    int size = there.bytes().length;
    Map<String, String> headers = there.headers();
    headers.put("etag", quoted(there.tag()));
    headers.put("accept-ranges", "bytes");
    int part = Stretches.part(op.stretch());
    int[] span = part > 0 ? partSpan(part, there) : Stretches.span(op.stretch(), size);
    boolean allOfNothing = size == 0 && op.stretch() == Op.Stretch.LAST_BYTES;
    if (allOfNothing || (size == 0 && span != null && span.length > 0)) {
      span = null; // the only part of an empty object, and its last bytes, are all of it
    }
    if (span == null) {
      headers.put("content-length", Integer.toString(size));
      if (op.sums()) {
        headers.putAll(Asking.sumHeaders(there.sum()));
      }
      if (part > 0 && !there.pieces().isEmpty()) {
        headers.put("x-amz-mp-parts-count", Integer.toString(there.pieces().size()));
      }
      return Expected.bytes(200, headers, there.bytes());
    }
    if (span.length == 0) {
      return part > 0
          ? Expected.error(416, "InvalidPartNumber")
          : Expected.error(416, "InvalidRange").with(Map.of("content-range", "bytes */" + size));
    }
    headers.put("content-length", Integer.toString(span[1] - span[0]));
    if (span[1] > span[0]) {
      headers.put("content-range", "bytes " + span[0] + "-" + (span[1] - 1) + "/" + size);
    }
    if (part > 0) {
      if (!there.pieces().isEmpty()) {
        headers.put("x-amz-mp-parts-count", Integer.toString(there.pieces().size()));
      }
      if (op.sums()) {
        headers.putAll(Asking.sumHeaders(partSum(part, there)));
      }
    }
    return Expected.bytes(206, headers, Arrays.copyOfRange(there.bytes(), span[0], span[1]));
  }

  private static int[] partSpan(int part, Stored there) {
    if (there.pieces().isEmpty() && part == 1) {
      return new int[] {0, there.bytes().length};
    }
    int offset = 0;
    for (Piece piece : there.pieces()) {
      if (piece.number() == part) {
        return new int[] {offset, offset + piece.size()};
      }
      offset += piece.size();
    }
    return new int[0];
  }

  private static @Nullable Sum partSum(int part, Stored there) {
    Sum sum = there.sum();
    if (sum == null || there.pieces().isEmpty()) {
      return sum;
    }
    for (Piece piece : there.pieces()) {
      if (piece.number() == part && piece.checksum() != null) {
        return new Sum(sum.algorithm(), piece.checksum(), sum.type());
      }
    }
    return null;
  }

  void attributes(Op.Attributes op) {
    Request request =
        Request.of("GET", model.name(op.bucket()), op.key())
            .query("attributes", "")
            .header("x-amz-object-attributes", "ETag,Checksum,ObjectParts,StorageClass,ObjectSize")
            .header("x-amz-max-parts", Integer.toString(op.max()))
            .header("x-amz-part-number-marker", Integer.toString(op.marker()));
    Stored there = model.find(op.bucket(), op.key());
    if (there == null) {
      asking.check(request, model.hasBucket(op.bucket()) ? Asking.NO_KEY : Asking.NO_BUCKET);
      return;
    }
    Expected.Doc document =
        new Expected.Doc("GetObjectAttributesResponse")
            .add("ETag", there.tag())
            .add("ObjectSize", there.bytes().length);
    Sum sum = there.sum();
    if (sum != null) {
      document.add(
          new Expected.Doc("Checksum")
              .add(Checksums.element(sum.algorithm()), sum.value().split("-", 2)[0])
              .add("ChecksumType", sum.type()));
    }
    if (!there.pieces().isEmpty()) {
      document.add(pieces(op, there));
    }
    asking.check(request, Expected.document(Map.of(), document));
  }

  private static Expected.Doc pieces(Op.Attributes op, Stored there) {
    Expected.Doc document =
        new Expected.Doc("ObjectParts").add("PartsCount", there.pieces().size());
    Sum sum = there.pieces().getFirst().checksum() == null ? null : there.sum();
    List<Piece> later =
        there.pieces().stream().filter(piece -> piece.number() > op.marker()).toList();
    List<Piece> page = later.subList(0, Math.min(op.max(), later.size()));
    document
        .add("PartNumberMarker", op.marker())
        .add("NextPartNumberMarker", page.isEmpty() ? op.marker() : page.getLast().number())
        .add("MaxParts", op.max())
        .add("IsTruncated", later.size() > page.size());
    for (Piece piece : page) {
      Expected.Doc part =
          new Expected.Doc("Part").add("PartNumber", piece.number()).add("Size", piece.size());
      if (sum != null) {
        part.add(Checksums.element(sum.algorithm()), piece.checksum());
      }
      document.add(part);
    }
    return document;
  }

  void delete(Op.Delete op) {
    Request request = Request.of("DELETE", model.name(op.bucket()), op.key());
    Op.Change condition = ofDelete(op.condition());
    asking.condition(request, condition, op.bucket(), op.key());
    Expected refusal =
        model.hasBucket(op.bucket())
            ? asking.refusal(condition, model.find(op.bucket(), op.key()))
            : Asking.NO_BUCKET;
    if (asking.check(request, refusal == null ? Expected.done(204) : refusal)) {
      model.objects(op.bucket()).remove(op.key());
    }
  }

  /** Deletes know no If-None-Match. */
  private static Op.Change ofDelete(Op.Change condition) {
    return condition == Op.Change.IF_ABSENT ? Op.Change.NONE : condition;
  }

  void deleteMany(Op.DeleteMany op) {
    StringBuilder body = new StringBuilder("<Delete>");
    Expected.Doc document = new Expected.Doc("DeleteResult");
    NavigableMap<String, Stored> objects = model.objects(op.bucket());
    NavigableMap<String, Stored> left = new TreeMap<>(objects);
    for (Op.DeleteMany.Entry entry : op.entries()) {
      Op.Change condition = ofDelete(entry.condition());
      Stored there = left.get(entry.key());
      body.append("<Object><Key>").append(Xml.escape(entry.key())).append("</Key>");
      switch (condition) {
        case NONE, IF_ABSENT -> {}
        case IF_PRESENT -> body.append("<ETag>*</ETag>");
        case IF_CURRENT ->
            body.append("<ETag>")
                .append(there == null ? Model.OTHER_TAG : there.tag())
                .append("</ETag>");
        case IF_OTHER -> body.append("<ETag>").append(Model.OTHER_TAG).append("</ETag>");
      }
      body.append("</Object>");
      Expected refusal = asking.refusal(condition, there);
      if (refusal != null) {
        document.add(new Expected.Doc("Error").add("Key", entry.key()).add("Code", refusal.code()));
      } else {
        left.remove(entry.key());
        if (!op.quiet()) {
          document.add(new Expected.Doc("Deleted").add("Key", entry.key()));
        }
      }
    }
    body.append("<Quiet>").append(op.quiet()).append("</Quiet></Delete>");
    Request request =
        Request.of("POST", model.name(op.bucket())).query("delete", "").body(body.toString());
    request.header("Content-MD5", Asking.md5Base64(request.bytes()));
    if (model.hasBucket(op.bucket())) {
      asking.check(request, Expected.document(Map.of(), document));
      objects.keySet().retainAll(left.keySet());
    } else {
      asking.check(request, Asking.NO_BUCKET);
    }
  }

  void copy(Op.Copy op) {
    boolean ontoItself = op.fromBucket() == op.bucket() && op.from().equals(op.key());
    Request request =
        Request.of("PUT", model.name(op.bucket()), op.key())
            .header(
                "x-amz-copy-source", model.name(op.fromBucket()) + "/" + Request.encode(op.from()));
    asking.condition(request, op.condition(), op.bucket(), op.key());
    String tag = model.tag(op.fromBucket(), op.from());
    Asking.condition(request, op.sourceCondition(), "x-amz-copy-source-", tag);
    if (op.replacement() != null) {
      request.header("x-amz-metadata-directive", "REPLACE").headers(op.replacement().headers());
      if (replacesTags(op.replacement())) {
        request.header("x-amz-tagging-directive", "REPLACE");
      }
    }
    if (op.algorithm() != null) {
      request.header("x-amz-checksum-algorithm", op.algorithm());
    }
    Stored source = model.find(op.fromBucket(), op.from());
    Stored there = model.find(op.bucket(), op.key());
    List<Expected> refusals = new ArrayList<>();
    if (!model.hasBucket(op.fromBucket()) || !model.hasBucket(op.bucket())) {
      refusals.add(Asking.NO_BUCKET);
    }
    if (ontoItself && op.replacement() == null) {
      refusals.add(Asking.INVALID_REQUEST);
    }
    Expected ofTarget = asking.refusal(op.condition(), there);
    if (ofTarget != null) {
      refusals.add(ofTarget);
    }
    Expected ofSource =
        source == null ? Asking.NO_KEY : Asking.refusal(op.sourceCondition(), true, tag);
    if (ofSource != null) {
      refusals.add(ofSource);
    }
    Expected ofAcl =
        op.replacement() == null
            ? null
            : model.refusal(op.bucket(), Labels.of(op.replacement()).acl());
    if (ofAcl != null) {
      refusals.add(ofAcl);
    }
    if (source == null || !refusals.isEmpty()) {
      asking.checkAny(request, refusals);
      return;
    }
    Stored copy = copyOf(op, source);
    Sum sum = copy.sum();
    Expected.Doc document = new Expected.Doc("CopyObjectResult").add("ETag", quoted(copy.tag()));
    if (sum != null) {
      document.add(Checksums.element(sum.algorithm()), sum.value()).add("ChecksumType", sum.type());
    }
    Answer answer = asking.ask(request);
    asking.check(request, Expected.document(Map.of(), document), answer);
    model.objects(op.bucket()).put(op.key(), copy);
  }

  /** A copy keeps the tags unless it is told to take others, and never the access control list. */
  private static Labels labelsOfCopy(Op.Copy op, Stored source) {
    Op.Kept others = op.replacement();
    return others == null || !replacesTags(others)
        ? source.labels().with(others == null ? Acl.PRIVATE : Labels.of(others).acl())
        : Labels.of(others);
  }

  private static boolean replacesTags(Op.Kept others) {
    return others.headers().containsKey(Labels.TAGGING);
  }

  /** A copy keeps the checksum unless another is asked for, which is then of the whole. */
  private static Stored copyOf(Op.Copy op, Stored source) {
    Sum own = source.sum();
    String asked = op.algorithm();
    boolean keepsOwn =
        asked == null
            || (own != null && own.algorithm().equals(asked) && own.type().equals("FULL_OBJECT"));
    Sum sum =
        keepsOwn || asked == null
            ? own
            : new Sum(asked, Checksums.of(asked, source.bytes()), "FULL_OBJECT");
    List<Piece> pieces =
        keepsOwn
            ? source.pieces()
            : source.pieces().stream()
                .map(piece -> new Piece(piece.number(), piece.size(), null))
                .toList();
    Map<String, String> kept =
        op.replacement() == null ? source.kept() : Model.kept(op.replacement());
    return new Stored(source.bytes(), source.tag(), kept, labelsOfCopy(op, source), sum, pieces);
  }
}

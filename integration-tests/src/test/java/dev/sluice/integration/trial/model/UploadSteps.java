package dev.sluice.integration.trial.model;

import static dev.sluice.integration.trial.model.Asking.quoted;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Bytes;
import dev.sluice.integration.trial.core.Request;
import dev.sluice.integration.trial.model.Model.Part;
import dev.sluice.integration.trial.model.Model.Stored;
import dev.sluice.integration.trial.model.Model.Sum;
import dev.sluice.integration.trial.model.Model.Upload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Steps about uploads in parts. */
final class UploadSteps {
  private final Asking asking;
  private final Model model;

  UploadSteps(Asking asking) {
    this.asking = asking;
    model = asking.model();
  }

  void begin(Op.Begin op) {
    Request request =
        Request.of("POST", model.name(op.bucket()), op.key())
            .query("uploads", "")
            .headers(op.kept().headers());
    Map<String, String> headers = new TreeMap<>();
    String type = op.checksumType();
    if (op.algorithm() != null) {
      request.header("x-amz-checksum-algorithm", op.algorithm());
      headers.put("x-amz-checksum-algorithm", op.algorithm());
      headers.put("x-amz-checksum-type", type == null ? "COMPOSITE" : type);
    }
    if (type != null) {
      request.header("x-amz-checksum-type", type);
    }
    boolean impossible =
        type != null
            && (op.algorithm() == null
                || (type.equals("FULL_OBJECT") && op.algorithm().startsWith("SHA")));
    List<Expected> refusals = new ArrayList<>();
    if (!model.hasBucket(op.bucket())) {
      refusals.add(Asking.NO_BUCKET);
    }
    if (impossible) {
      refusals.add(Asking.INVALID_REQUEST);
    }
    Expected ofAcl = model.refusal(op.bucket(), Labels.of(op.kept()).acl());
    if (ofAcl != null) {
      refusals.add(ofAcl);
    }
    if (!refusals.isEmpty()) {
      asking.checkAny(request, refusals);
      return;
    }
    Answer answer = asking.ask(request);
    String id = answer.isXml() ? answer.xml().text("UploadId") : "";
    asking.check(
        request,
        Expected.document(
            headers,
            new Expected.Doc("InitiateMultipartUploadResult")
                .add("Bucket", model.name(op.bucket()))
                .add("Key", op.key())
                .add("UploadId", id)),
        answer);
    model.begin(
        op.upload(),
        new Upload(
            op.bucket(),
            op.key(),
            id,
            Model.kept(op.kept()),
            Labels.of(op.kept()),
            op.algorithm(),
            op.algorithm() == null ? null : headers.get("x-amz-checksum-type")));
  }

  private Request request(String method, int number) {
    Upload upload = model.upload(number);
    return upload == null
        ? Request.of(method, model.name(0), "a").query("uploadId", Asking.idOf(null))
        : Request.of(method, model.name(upload.bucket), upload.key).query("uploadId", upload.id);
  }

  /** An upload that takes parts. */
  private @Nullable Upload open(int number) {
    Upload upload = model.upload(number);
    return upload == null || upload.completed != null ? null : upload;
  }

  /** What is answered where there is no such upload; its bucket may be gone, too. */
  private Expected absent(int number) {
    Upload upload = model.upload(number);
    return model.hasBucket(upload == null ? 0 : upload.bucket)
        ? Asking.NO_UPLOAD
        : Asking.NO_BUCKET;
  }

  void part(Op.Part op) {
    byte[] body = op.body().array();
    Request request = request("PUT", op.upload()).query("partNumber", op.number()).body(body);
    Asking.state(request, op.stated(), body);
    if (op.algorithm() != null) {
      request.header(Checksums.header(op.algorithm()), Checksums.of(op.algorithm(), body));
    }
    Upload upload = open(op.upload());
    if (upload == null) {
      asking.check(request, absent(op.upload()));
      return;
    }
    String algorithm = op.algorithm() == null ? upload.algorithm : op.algorithm();
    if (upload.algorithm != null && !upload.algorithm.equals(algorithm)) {
      asking.check(request, Asking.INVALID_REQUEST);
      return;
    }
    if (op.stated() == Op.Stated.WRONG_MD5) {
      asking.check(request, Asking.BAD_DIGEST);
      return;
    }
    String sum = algorithm == null ? null : Checksums.of(algorithm, body);
    Map<String, String> headers = new TreeMap<>(Map.of("etag", quoted(Bytes.md5(body))));
    if (algorithm != null && sum != null) {
      headers.put(Checksums.header(algorithm), sum);
    }
    asking.check(request, Expected.done(200, headers));
    upload.parts.put(op.number(), new Part(body, Bytes.md5(body), algorithm, sum));
  }

  void copyPart(Op.CopyPart op) {
    Request request =
        request("PUT", op.upload())
            .query("partNumber", op.number())
            .header(
                "x-amz-copy-source", model.name(op.fromBucket()) + "/" + Request.encode(op.from()));
    Stored source = model.find(op.fromBucket(), op.from());
    int size = source == null ? 10 : source.bytes().length;
    String range = Stretches.range(op.stretch(), size);
    if (range != null) {
      request.header("x-amz-copy-source-range", range);
    }
    Upload upload = open(op.upload());
    int[] span = Stretches.copied(op.stretch(), size);
    List<Expected> refusals = new ArrayList<>();
    if (!model.hasBucket(op.fromBucket())) {
      refusals.add(Asking.NO_BUCKET);
    }
    if (upload == null) {
      refusals.add(absent(op.upload()));
    }
    if (source == null) {
      refusals.add(Asking.NO_KEY);
    } else if (span != null && span.length == 0) {
      refusals.add(Expected.error(400, "InvalidArgument"));
    }
    if (upload == null || source == null || !refusals.isEmpty()) {
      asking.checkAny(request, refusals);
      return;
    }
    byte[] bytes =
        span == null ? source.bytes() : Arrays.copyOfRange(source.bytes(), span[0], span[1]);
    Answer answer = asking.ask(request);
    // The tag of a copied range is not told by S3's rules: what is answered is believed.
    boolean known = bytes.length == size && !source.tag().contains("-");
    String tag =
        known || !answer.isXml() ? source.tag() : answer.xml().text("ETag").replace("\"", "");
    String sum = upload.algorithm == null ? null : Checksums.of(upload.algorithm, bytes);
    Expected.Doc document = new Expected.Doc("CopyPartResult").add("ETag", quoted(tag));
    if (upload.algorithm != null) {
      document.add(Checksums.element(upload.algorithm), sum);
    }
    asking.check(request, Expected.document(Map.of(), document), answer);
    upload.parts.put(op.number(), new Part(bytes, tag, upload.algorithm, sum));
  }

  void complete(Op.Complete op) {
    Request request = request("POST", op.upload());
    Upload upload = model.upload(op.upload());
    if (upload == null) {
      request.body("<CompleteMultipartUpload>" + listed(1, Model.OTHER_TAG, "") + END);
      asking.check(request, absent(op.upload()));
      return;
    }
    asking.condition(request, op.condition(), upload.bucket, upload.key);
    List<Integer> numbers = numbers(op.listed(), upload);
    StringBuilder body = new StringBuilder("<CompleteMultipartUpload>");
    for (int number : numbers) {
      body.append(listed(number, upload, op.listed()));
    }
    request.body(body.append(END).toString());
    Expected refusal =
        numbers.isEmpty()
            ? Expected.error(400, "MalformedXML")
            : upload.completed == null ? refusal(op, upload, numbers) : null;
    if (refusal != null) {
      asking.check(request, refusal);
      return;
    }
    Stored whole = upload.completed == null ? whole(upload, numbers) : upload.completed;
    Expected.Doc document =
        new Expected.Doc("CompleteMultipartUploadResult")
            .add("Bucket", model.name(upload.bucket))
            .add("Key", upload.key)
            .add("ETag", quoted(whole.tag()));
    Sum sum = whole.sum();
    if (sum != null) {
      document.add(Checksums.element(sum.algorithm()), sum.value()).add("ChecksumType", sum.type());
    }
    asking.check(request, Expected.document(Map.of(), document));
    if (upload.completed == null) {
      upload.completed = whole;
      model.objects(upload.bucket).put(upload.key, whole);
    }
  }

  private static final String END = "</CompleteMultipartUpload>";

  /** Where lists take no part by now, the one that the beginning stated is gone. */
  private Stored whole(Upload upload, List<Integer> numbers) {
    Stored whole = upload.whole(numbers);
    return model.withoutLists(upload.bucket) ? whole.with(whole.labels().with(Acl.PRIVATE)) : whole;
  }

  private @Nullable Expected refusal(Op.Complete op, Upload upload, List<Integer> numbers) {
    boolean ordered = true;
    for (int i = 1; i < numbers.size(); i++) {
      ordered &= numbers.get(i - 1) < numbers.get(i);
    }
    if (!ordered) {
      return Expected.error(400, "InvalidPartOrder");
    }
    boolean bare = op.listed() == Op.Listed.WITHOUT_CHECKSUMS;
    for (int number : numbers) {
      if (!upload.parts.containsKey(number) || op.listed() == Op.Listed.WRONG_TAG) {
        return Expected.error(400, "InvalidPart");
      }
      if (bare && "COMPOSITE".equals(upload.type)) {
        return Asking.INVALID_REQUEST;
      }
    }
    for (int number : numbers.subList(0, numbers.size() - 1)) {
      Part part = upload.parts.get(number);
      if (part != null && part.bytes().length == 0) {
        return Expected.error(400, "EntityTooSmall"); // trials run with parts of 1 byte and more
      }
    }
    return asking.refusal(op.condition(), model.find(upload.bucket, upload.key));
  }

  private static List<Integer> numbers(Op.Listed listed, Upload upload) {
    List<Integer> all = new ArrayList<>(upload.parts.keySet());
    switch (listed) {
      case FIRST_ONLY -> all = new ArrayList<>(all.subList(0, Math.min(1, all.size())));
      case WITHOUT_FIRST -> all = new ArrayList<>(all.subList(Math.min(1, all.size()), all.size()));
      case BACKWARDS -> Collections.reverse(all);
      case ONE_TOO_MANY -> all.add(all.isEmpty() ? 1 : all.getLast() + 1);
      case NOTHING -> all.clear();
      case ALL, WRONG_TAG, WITHOUT_CHECKSUMS -> {}
    }
    return all;
  }

  private static String listed(int number, Upload upload, Op.Listed listed) {
    Part part = upload.parts.get(number);
    String tag = part == null || listed == Op.Listed.WRONG_TAG ? Model.OTHER_TAG : part.tag();
    String sum = part == null ? null : part.checksum();
    String algorithm = upload.algorithm;
    boolean states = algorithm != null && sum != null && listed != Op.Listed.WITHOUT_CHECKSUMS;
    String name = algorithm == null ? "" : Checksums.element(algorithm);
    return listed(number, tag, states ? "<" + name + ">" + sum + "</" + name + ">" : "");
  }

  private static String listed(int number, String tag, String checksum) {
    return "<Part><PartNumber>"
        + number
        + "</PartNumber><ETag>"
        + tag
        + "</ETag>"
        + checksum
        + "</Part>";
  }

  void abort(Op.Abort op) {
    Upload upload = model.upload(op.upload());
    if (asking.check(
        request("DELETE", op.upload()),
        upload == null ? absent(op.upload()) : Expected.done(204))) {
      if (upload != null && upload.completed == null) {
        model.forget(op.upload());
      }
    }
  }

  void listParts(Op.ListParts op) {
    Request request =
        request("GET", op.upload())
            .query("part-number-marker", op.marker())
            .query("max-parts", op.max());
    Upload upload = open(op.upload());
    if (upload == null) {
      asking.check(request, absent(op.upload()));
      return;
    }
    NavigableMap<Integer, Part> later = upload.parts.tailMap(op.marker(), false);
    List<Integer> page = later.keySet().stream().limit(op.max()).toList();
    Expected.Doc document =
        new Expected.Doc("ListPartsResult")
            .add("Bucket", model.name(upload.bucket))
            .add("Key", upload.key)
            .add("UploadId", upload.id)
            .add("PartNumberMarker", op.marker())
            .add("NextPartNumberMarker", page.isEmpty() ? op.marker() : page.getLast())
            .add("MaxParts", op.max())
            .add("IsTruncated", op.max() > 0 && later.size() > page.size())
            .add("ChecksumAlgorithm", upload.algorithm)
            .add("ChecksumType", upload.type);
    for (int number : page) {
      Part part = java.util.Objects.requireNonNull(later.get(number));
      Expected.Doc element =
          new Expected.Doc("Part")
              .add("PartNumber", number)
              .add("ETag", quoted(part.tag()))
              .add("Size", part.bytes().length);
      if (part.algorithm() != null) {
        element.add(Checksums.element(part.algorithm()), part.checksum());
      }
      document.add(element);
    }
    asking.check(request, Expected.document(Map.of(), document));
  }
}

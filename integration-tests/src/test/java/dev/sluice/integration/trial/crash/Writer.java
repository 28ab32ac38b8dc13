package dev.sluice.integration.trial.crash;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Bytes;
import dev.sluice.integration.trial.core.Client;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.core.Keys;
import dev.sluice.integration.trial.core.Request;
import dev.sluice.integration.trial.core.Xml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A client that writes to keys of its own, and knows of each what may be there: what was
 * acknowledged last, and what it was never told of. For one thread at a time.
 */
final class Writer implements AutoCloseable {
  private static final int KEYS = 24;
  private static final int MAX_KEY_BYTES = 1024;

  private final int number;
  private final String bucket;
  private final OwnBucket ownBucket;
  private final Dice dice;
  private final BooleanSupplier doubted;
  private final Client client;
  private final List<String> keys = new ArrayList<>();
  private final Map<String, Set<Version>> possible = new HashMap<>();
  private final List<OpenUpload> uploads = new ArrayList<>();

  /** Changes of a key since it was last certain, for the message about a lost one. */
  private final Map<String, List<String>> changes = new HashMap<>();

  private int marks;
  private final AtomicLong acknowledged = new AtomicLong();
  private int uncertain;
  private int unknownBegins;

  /**
   * A writer.
   *
   * @param doubted tells whether an acknowledgement of this moment is none
   */
  Writer(int number, String bucket, Deployment deployment, Dice dice, BooleanSupplier doubted) {
    this.number = number;
    this.bucket = bucket;
    this.dice = dice;
    this.doubted = doubted;
    client = new Client(() -> deployment.s3(number));
    ownBucket =
        new OwnBucket(
            bucket + "-of-" + number, request -> change(request) == Outcome.DONE, this::required);
    for (String key : Keys.some(dice, KEYS)) {
      String own = "w" + number + "/" + key;
      if (own.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY_BYTES) {
        keys.add(own);
        possible.put(own, new HashSet<>(Set.of(Version.ABSENT)));
      }
    }
  }

  /** Changes that were acknowledged. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** Changes that nobody was told the outcome of. */
  long uncertain() {
    return uncertain;
  }

  /** Writes until it is told to stop. */
  void write(AtomicBoolean stop) {
    while (!stop.get()) {
      switch (dice.below(20)) {
        case 0, 1, 2, 3, 4 -> put();
        case 5, 6 -> delete();
        case 7 -> deleteMany();
        case 8, 9 -> copy();
        case 10 -> begin();
        case 11, 12 -> part();
        case 13 -> complete();
        case 14 -> abort();
        case 15, 16 -> label();
        case 17 -> open();
        default -> ownBucket.change(dice, mark());
      }
    }
  }

  /** What came of a change. */
  private enum Outcome {
    DONE,
    UNKNOWN
  }

  /** Asks for a change; an answer that it cannot be done is a mistake of the server. */
  private Outcome change(Request request) {
    return outcome(request, ask(request));
  }

  private Outcome outcome(Request request, @Nullable Answer answer) {
    if (answer != null && answer.done() && !doubted.getAsBoolean()) {
      acknowledged.incrementAndGet();
      return Outcome.DONE;
    }
    // A file system whose power was cut may be read-only for a moment, which is AccessDenied.
    boolean unknown =
        answer == null
            || answer.status() >= 500
            || answer.status() / 100 == 2
            || answer.status() == 403;
    if (unknown) {
      uncertain++;
      return Outcome.UNKNOWN;
    }
    throw new Lost(request + ": " + answer);
  }

  /** The answer; null where there is none. */
  private @Nullable Answer ask(Request request) {
    try {
      return client.send(request);
    } catch (IOException e) {
      return null;
    }
  }

  private String mark() {
    return number + "-" + marks++;
  }

  private Set<Version> at(String key) {
    return possible.computeIfAbsent(key, _ -> new HashSet<>(Set.of(Version.ABSENT)));
  }

  /** Notes a change of a key: certain, or one possibility more. */
  private void note(String key, Version version, Outcome outcome) {
    Set<Version> there = at(key);
    if (outcome == Outcome.DONE) {
      there.clear();
    }
    there.add(version);
    changes
        .computeIfAbsent(key, _ -> new ArrayList<>())
        .add(outcome + " " + (version.equals(Version.ABSENT) ? "absent" : version.mark()));
  }

  private void put() {
    String key = dice.of(keys);
    byte[] body = new Bytes(dice.any(), dice.length()).array();
    String mark = mark();
    boolean open = dice.oneIn(2);
    Request request =
        Request.of("PUT", bucket, key)
            .headers(Version.headers(mark))
            .headers(Version.labelHeaders(mark, open))
            .body(body);
    note(key, Version.of(mark, body, open), change(request));
  }

  /** Replaces the tags of what is certainly there. */
  private void label() {
    String key = dice.of(keys);
    Version there = stamped(key);
    if (there != null) {
      String label = mark();
      Request request =
          Request.of("PUT", bucket, key).query("tagging", "").body(Version.tagging(label));
      note(key, there.labelled(label), change(withDigest(request)));
    }
  }

  /** Replaces the access control list of what is certainly there. */
  private void open() {
    String key = dice.of(keys);
    Version there = stamped(key);
    if (there != null) {
      Request request =
          Request.of("PUT", bucket, key)
              .query("acl", "")
              .header("x-amz-acl", there.open() ? "private" : Version.OPEN);
      note(key, there.opened(!there.open()), change(request));
    }
  }

  /** What is certainly there, with its ETag and its time; null where that is not known. */
  private @Nullable Version stamped(String key) {
    Version there = certain(key);
    if (there == null || there.equals(Version.ABSENT) || !there.stamp().isEmpty()) {
      return there == null || there.equals(Version.ABSENT) ? null : there;
    }
    Answer answer = ask(Request.of("HEAD", bucket, key));
    if (answer == null || answer.status() != 200) {
      return null;
    }
    Version stamped = there.stamped(Version.stamp(answer));
    possible.put(key, new HashSet<>(Set.of(stamped)));
    return stamped;
  }

  static Request withDigest(Request request) {
    return request.header(
        "Content-MD5",
        java.util.Base64.getEncoder().encodeToString(Bytes.digest("MD5", request.bytes())));
  }

  private void delete() {
    String key = dice.of(keys);
    note(key, Version.ABSENT, change(Request.of("DELETE", bucket, key)));
  }

  private void deleteMany() {
    List<String> gone = new ArrayList<>();
    StringBuilder body = new StringBuilder("<Delete><Quiet>true</Quiet>");
    for (int i = 0; i < 3; i++) {
      String key = dice.of(keys);
      if (key.codePoints().allMatch(point -> point >= ' ' && point < 0xFFFE)) {
        gone.add(key);
        body.append("<Object><Key>").append(Xml.escape(key)).append("</Key></Object>");
      }
    }
    if (!gone.isEmpty()) {
      Request request =
          Request.of("POST", bucket).query("delete", "").body(body.append("</Delete>").toString());
      Outcome outcome = change(withDigest(request));
      gone.forEach(key -> note(key, Version.ABSENT, outcome));
    }
  }

  /** Copies what is certainly there. */
  private void copy() {
    String from = dice.of(keys);
    String to = dice.of(keys);
    Version source = certain(from);
    if (source == null || source.equals(Version.ABSENT)) {
      return;
    }
    String mark = mark();
    Request request =
        Request.of("PUT", bucket, to)
            .header("x-amz-copy-source", bucket + "/" + Request.encode(from))
            .header("x-amz-metadata-directive", "REPLACE")
            .headers(Version.headers(mark));
    Version copy = new Version(mark, source.md5(), source.length(), source.label(), false, "");
    note(to, copy, change(request));
  }

  private @Nullable Version certain(String key) {
    Set<Version> there = at(key);
    return there.size() == 1 ? there.iterator().next() : null;
  }

  private void begin() {
    String key = dice.of(keys);
    String mark = mark();
    Request request =
        Request.of("POST", bucket, key)
            .query("uploads", "")
            .headers(Version.headers(mark))
            .headers(Version.labelHeaders(mark, true));
    Answer answer = ask(request);
    if (outcome(request, answer) == Outcome.DONE && answer != null) {
      uploads.add(new OpenUpload(key, answer.xml().text("UploadId"), mark));
    } else {
      unknownBegins++;
    }
  }

  private @Nullable OpenUpload some() {
    List<OpenUpload> open =
        uploads.stream().filter(upload -> upload.end == OpenUpload.End.NONE).toList();
    return open.isEmpty() ? null : dice.of(open);
  }

  private void part() {
    OpenUpload upload = some();
    if (upload == null) {
      return;
    }
    int part = 1 + dice.below(4);
    byte[] body = new Bytes(dice.any(), 1 + dice.length()).array();
    String tag = Bytes.md5(body);
    Outcome outcome = change(of("PUT", upload).query("partNumber", part).body(body));
    Set<String> tags = upload.part(part);
    if (outcome == Outcome.DONE) {
      tags.clear();
    }
    tags.add(tag);
    upload.bodies.put(tag, body);
  }

  private Request of(String method, OpenUpload upload) {
    return Request.of(method, bucket, upload.key).query("uploadId", upload.id);
  }

  private void complete() {
    OpenUpload upload = some();
    if (upload != null) {
      complete(upload);
    }
  }

  private void complete(OpenUpload upload) {
    if (upload.parts.isEmpty() || !upload.isCertain()) {
      return;
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    StringBuilder list = new StringBuilder("<CompleteMultipartUpload>");
    upload.parts.forEach(
        (part, tags) -> {
          String tag = tags.iterator().next();
          byte[] body = upload.bodies.get(tag);
          if (body != null) {
            whole.writeBytes(body);
            list.append("<Part><PartNumber>").append(part).append("</PartNumber><ETag>");
            list.append(tag).append("</ETag></Part>");
          }
        });
    if (whole.size() == 0) {
      return;
    }
    upload.list = list.append("</CompleteMultipartUpload>").toString();
    upload.whole = Version.of(upload.mark, whole.toByteArray(), true);
    Outcome outcome = change(of("POST", upload).body(upload.list));
    note(upload.key, upload.whole, outcome);
    if (outcome == Outcome.DONE) {
      uploads.remove(upload);
    } else {
      upload.end = OpenUpload.End.MAYBE_COMPLETED;
      upload.afterwards = Set.copyOf(at(upload.key));
    }
  }

  private void abort() {
    OpenUpload upload = dice.oneIn(2) ? some() : null;
    if (upload != null) {
      if (change(of("DELETE", upload)) == Outcome.DONE) {
        uploads.remove(upload);
      } else {
        upload.end = OpenUpload.End.MAYBE_ABORTED;
      }
    }
  }

  /** Holds everything against what may be; from here on, what is there is certain. */
  void verify() {
    endUploads();
    Map<String, Version> there = new TreeMap<>();
    for (Map.Entry<String, Set<Version>> key : possible.entrySet()) {
      Answer answer = required(Request.of("GET", bucket, key.getKey()));
      Version found =
          Version.read(
              answer,
              required(Request.of("GET", bucket, key.getKey()).query("tagging", "")),
              required(Request.of("GET", bucket, key.getKey()).query("acl", "")));
      if (key.getValue().stream().noneMatch(found::isA)) {
        throw new Lost(
            "key "
                + key.getKey()
                + ": "
                + found
                + " (possible: "
                + key.getValue()
                + "; changes: "
                + changes.get(key.getKey())
                + "), "
                + answer);
      }
      key.setValue(new HashSet<>(Set.of(found)));
      if (!found.equals(Version.ABSENT)) {
        there.put(key.getKey(), found);
      }
    }
    Map<String, Integer> listed = new TreeMap<>();
    list().forEach(entry -> listed.put(entry.text("Key"), Integer.valueOf(entry.text("Size"))));
    Map<String, Integer> read = new TreeMap<>();
    there.forEach((key, version) -> read.put(Request.encode(key), version.length()));
    if (!listed.equals(read)) {
      throw new Lost("listed: " + listed + "\nread: " + read);
    }
    changes.clear();
    uploads.forEach(this::verifyParts);
    ownBucket.verify();
  }

  /**
   * Asks again for ends of which nobody knows: a completion answers the same, an abort is done. A
   * completion that was done the first time is not done again: what has changed the key since may
   * have come after it.
   */
  private void endUploads() {
    for (OpenUpload upload : List.copyOf(uploads)) {
      Version whole = upload.whole;
      if (upload.end == OpenUpload.End.MAYBE_COMPLETED && whole != null) {
        Answer answer = required(of("POST", upload).body(upload.list));
        if (!answer.done()) {
          throw new Lost("completion asked for again: " + answer);
        }
        boolean last = at(upload.key).equals(upload.afterwards);
        note(upload.key, whole, last ? Outcome.DONE : Outcome.UNKNOWN);
        uploads.remove(upload);
      } else if (upload.end == OpenUpload.End.MAYBE_ABORTED) {
        Answer answer = required(of("DELETE", upload));
        if (answer.status() != 204 && answer.status() != 404) {
          throw new Lost("abort asked for again: " + answer);
        }
        uploads.remove(upload);
      }
    }
  }

  private void verifyParts(OpenUpload upload) {
    Answer answer = required(of("GET", upload));
    if (!answer.done()) {
      throw new Lost("upload " + upload.id + " of " + upload.key + ": " + answer);
    }
    Map<Integer, String> listed = new HashMap<>();
    answer
        .xml()
        .all("Part")
        .forEach(
            part ->
                listed.put(
                    Integer.valueOf(part.text("PartNumber")), part.text("ETag").replace("\"", "")));
    for (Map.Entry<Integer, Set<String>> part : upload.parts.entrySet()) {
      String found = listed.getOrDefault(part.getKey(), "");
      if (!part.getValue().contains(found)) {
        throw new Lost(
            "part " + part.getKey() + " of " + upload.id + ": " + found + ", " + part.getValue());
      }
      part.setValue(new HashSet<>(Set.of(found)));
    }
    upload.parts.values().removeIf(tags -> tags.contains(""));
  }

  private List<Xml> list() {
    List<Xml> entries = new ArrayList<>();
    String token = "";
    do {
      Request request =
          Request.of("GET", bucket)
              .query("list-type", 2)
              .query("encoding-type", "url")
              .query("max-keys", 7)
              .query("prefix", "w" + number + "/");
      if (!token.isEmpty()) {
        request.query("continuation-token", token);
      }
      Xml page = required(request).xml();
      page.all("Contents").forEach(entries::add);
      token = page.text("NextContinuationToken");
    } while (!token.isEmpty());
    return entries;
  }

  /** The answer of a server that is well. */
  private Answer required(Request request) {
    Answer answer = ask(request);
    if (answer == null || answer.status() >= 500) {
      answer = ask(request); // the connection may be one to the server that was killed
    }
    if (answer == null || answer.status() >= 500) {
      throw new Lost(request + ": " + (answer == null ? "no answer" : answer));
    }
    return answer;
  }

  /** Completes what can be, and proves that all of it is whole; then removes everything. */
  void clear() {
    for (OpenUpload upload : List.copyOf(uploads)) {
      complete(upload);
      if (uploads.contains(upload)) {
        required(of("DELETE", upload));
      }
    }
    uploads.clear();
    verify();
    possible.keySet().stream()
        .sorted(Comparator.reverseOrder())
        .forEach(key -> required(Request.of("DELETE", bucket, key)));
    ownBucket.clear();
  }

  /** What its keys and the parts of its uploads come to, once all of it is certain. */
  Usage usage() {
    Usage usage = Usage.NONE;
    for (Set<Version> there : possible.values()) {
      Version version = there.iterator().next();
      if (!version.equals(Version.ABSENT)) {
        usage = usage.plus(new Usage(1, version.length()));
      }
    }
    for (OpenUpload upload : uploads) {
      for (Set<String> tags : upload.parts.values()) {
        byte[] body = upload.bodies.get(tags.iterator().next());
        usage = usage.plus(new Usage(0, body == null ? 0 : body.length));
      }
    }
    return usage;
  }

  /** Makes a bucket for writers: access control lists take part in it. */
  static Request creation(String bucket) {
    return Request.of("PUT", bucket).header("x-amz-object-ownership", "ObjectWriter");
  }

  /** Uploads that may have begun without a word. */
  int unknownBegins() {
    return unknownBegins;
  }

  @Override
  public void close() {
    client.close();
  }
}

package dev.sluice.integration.trial.history;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Bytes;
import dev.sluice.integration.trial.core.Client;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.core.Request;
import dev.sluice.integration.trial.core.Xml;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A client that does random operations on a few keys and notes what came of them. */
final class Recorder {
  private static final String MARK = "x-amz-meta-mark";
  private static final String ABSENT = "";

  private final Client client;
  private final String bucket;
  private final String prefix;
  private final List<String> keys;
  private final Dice dice;
  private final Tags tags;
  private final Map<String, ConcurrentLinkedQueue<Change>> histories;
  private long called;

  Recorder(
      Client client,
      String bucket,
      String prefix,
      Dice dice,
      Tags tags,
      Map<String, ConcurrentLinkedQueue<Change>> histories) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix;
    this.keys = List.copyOf(histories.keySet());
    this.dice = dice;
    this.tags = tags;
    this.histories = histories;
  }

  void act() {
    String key = dice.of(keys);
    switch (dice.below(14)) {
      case 0, 1, 2 -> put(key);
      case 3, 4, 5 -> read(key, dice.oneIn(2) ? "GET" : "HEAD");
      case 6, 7 -> delete(key);
      case 8 -> deleteAll();
      case 9, 10 -> copy(key, dice.of(keys));
      case 11 -> complete(key);
      default -> list();
    }
  }

  /** The condition of a change: none, absent, or a tag that was seen. */
  private String condition(Request request, boolean knowsAbsent) {
    String tag = dice.oneIn(3) ? "" : tags.some(dice);
    if (knowsAbsent && dice.oneIn(3)) {
      request.header("If-None-Match", "*");
      return "*";
    }
    if (!tag.isEmpty() && dice.oneIn(2)) {
      request.header("If-Match", '"' + tag + '"');
      return tag;
    }
    return "";
  }

  private void put(String key) {
    byte[] body = new Bytes(dice.any(), 16 + dice.below(4000)).array();
    String mark = tags.mark(Bytes.md5(body));
    Request request = Request.of("PUT", bucket, key).header(MARK, mark).body(body);
    String condition = condition(request, true);
    note(key, "put", condition, mark, ask(request));
  }

  private void delete(String key) {
    Request request = Request.of("DELETE", bucket, key);
    String condition = condition(request, false);
    note(key, "delete", condition, ABSENT, ask(request));
  }

  private void deleteAll() {
    StringBuilder body = new StringBuilder("<Delete>");
    keys.forEach(key -> body.append("<Object><Key>").append(key).append("</Key></Object>"));
    Request request =
        Request.of("POST", bucket).query("delete", "").body(body.append("</Delete>").toString());
    request.header(
        "Content-MD5",
        java.util.Base64.getEncoder().encodeToString(Bytes.digest("MD5", request.bytes())));
    Answer answer = ask(request);
    keys.forEach(key -> note(key, "delete of all", "", ABSENT, answer));
  }

  private void complete(String key) {
    byte[] body = new Bytes(dice.any(), 100 + dice.below(2000)).array();
    String tag = Bytes.md5(body);
    String whole = Bytes.md5(java.util.HexFormat.of().parseHex(tag)) + "-1";
    String mark = tags.mark(whole);
    Answer begun = ask(Request.of("POST", bucket, key).query("uploads", "").header(MARK, mark));
    if (begun == null || !begun.done()) {
      return;
    }
    String id = begun.xml().text("UploadId");
    Answer part =
        ask(Request.of("PUT", bucket, key).query("partNumber", 1).query("uploadId", id).body(body));
    if (part == null || !part.done()) {
      return;
    }
    Request request =
        Request.of("POST", bucket, key)
            .query("uploadId", id)
            .body(
                "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
                    + tag
                    + "</ETag></Part></CompleteMultipartUpload>");
    String condition = condition(request, true);
    note(key, "complete", condition, mark, ask(request));
  }

  /** Copies with a mark of its own, whatever tag the source has. */
  private void copy(String from, String to) {
    if (from.equals(to)) {
      return;
    }
    String mark = tags.mark();
    Request request =
        Request.of("PUT", bucket, to)
            .header("x-amz-copy-source", bucket + "/" + from)
            .header("x-amz-metadata-directive", "REPLACE")
            .header(MARK, mark);
    String condition = "";
    if (dice.oneIn(3)) {
      request.header("If-None-Match", "*");
      condition = "*";
    }
    Answer answer = ask(request);
    if (answer != null && answer.done()) {
      String tag = answer.xml().text("ETag").replace("\"", "");
      tags.know(mark, tag);
      seen(from, "copy from it: " + tag, state -> tags.has(state, tag));
    } else if (answer != null && answer.status() == 404) {
      seen(from, "copy from it: absent", ABSENT::equals);
      return;
    }
    note(to, "copy from " + from, condition, mark, answer);
  }

  private void read(String key, String method) {
    Answer answer = ask(Request.of(method, bucket, key));
    if (answer == null || (answer.status() != 200 && answer.status() != 404)) {
      return;
    }
    String mark = answer.status() == 404 ? ABSENT : Objects.toString(answer.header(MARK), "none");
    if (answer.status() == 200) {
      tags.know(mark, Objects.toString(answer.header("etag"), "").replace("\"", ""));
    }
    seen(key, method + ": " + (mark.isEmpty() ? "absent" : mark), mark::equals);
  }

  private void list() {
    Answer answer = ask(Request.of("GET", bucket).query("list-type", 2).query("prefix", prefix));
    if (answer == null || !answer.done()) {
      return;
    }
    Map<String, String> listed = new HashMap<>();
    for (Xml entry : answer.xml().all("Contents").toList()) {
      listed.put(entry.text("Key"), entry.text("ETag").replace("\"", ""));
    }
    for (String key : keys) {
      String tag = listed.get(key);
      seen(
          key,
          "list: " + (tag == null ? "absent" : tag),
          state -> tag == null ? state.isEmpty() : tags.has(state, tag));
    }
  }

  private @Nullable Answer ask(Request request) {
    called = System.nanoTime();
    try {
      return client.send(request);
    } catch (IOException e) {
      return null;
    }
  }

  /** Notes what was there at some moment since the last question. */
  private void seen(String key, String what, Predicate<String> there) {
    add(key, what, System.nanoTime(), state -> state != null && there.test(state) ? state : null);
  }

  private void add(String key, String what, long end, UnaryOperator<@Nullable String> effect) {
    Objects.requireNonNull(histories.get(key)).add(new Change(what, called, end, effect));
  }

  private void note(
      String key, String what, String condition, String mark, @Nullable Answer answer) {
    long end = System.nanoTime();
    String all = what + " " + mark + (condition.isEmpty() ? "" : " if " + condition);
    UnaryOperator<@Nullable String> done =
        state -> state != null && tags.holds(condition, state) ? mark : null;
    if (answer == null || answer.status() >= 500 || failedLate(answer)) {
      add(key, all + ": unknown", Change.NEVER, done);
    } else if (answer.done()) {
      add(key, all + ": done", end, done);
    } else if (answer.status() == 412) {
      add(
          key,
          all + ": refused",
          end,
          state ->
              state != null && !state.isEmpty() && !tags.holds(condition, state) ? state : null);
    } else if (answer.status() == 404) {
      add(key, all + ": absent", end, state -> ABSENT.equals(state) ? state : null);
    } else if (answer.status() != 409) {
      throw new AssertionError(all + ": " + answer);
    }
  }

  /** Whether it was a 200 at first, and an error once the work was over: what was done is open. */
  private static boolean failedLate(Answer answer) {
    return answer.status() == 200 && !answer.done();
  }
}

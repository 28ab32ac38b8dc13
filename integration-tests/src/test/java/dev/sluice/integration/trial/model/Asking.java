package dev.sluice.integration.trial.model;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of a run have in common: the model, the server, and the comparison.
 *
 * @param model what S3 would hold
 * @param wire asks the server
 * @param client who asks
 */
record Asking(Model model, Wire wire, int client) {
  static final Expected NO_BUCKET = Expected.error(404, "NoSuchBucket");
  static final Expected NO_KEY = Expected.error(404, "NoSuchKey");
  static final Expected NO_UPLOAD = Expected.error(404, "NoSuchUpload");
  static final Expected PRECONDITION = Expected.error(412, "PreconditionFailed");
  static final Expected BAD_DIGEST = Expected.error(400, "BadDigest");
  static final Expected INVALID_REQUEST = Expected.error(400, "InvalidRequest");

  private static final String LONG_AGO = "Tue, 02 Jan 2001 03:04:05 GMT";

  /** Asks. */
  Answer ask(Request request) {
    try {
      return wire.ask(client, request);
    } catch (IOException e) {
      throw new UncheckedIOException(request.toString(), e);
    }
  }

  /** Compares. */
  void check(Request request, Expected expected, Answer answer) {
    String difference = expected.difference(answer);
    if (difference != null) {
      throw new Mismatch(Op.shown(request + "\n" + difference + "\nanswer: " + answer));
    }
  }

  /** Asks and compares where several mistakes were made: which one is told does not matter. */
  void checkAny(Request request, List<Expected> refusals) {
    Answer answer = ask(request);
    if (refusals.stream().noneMatch(refusal -> refusal.difference(answer) == null)) {
      check(request, refusals.getFirst(), answer);
    }
  }

  /** Asks and compares; whether it was done. */
  boolean check(Request request, Expected expected) {
    check(request, expected, ask(request));
    return expected.status() < 300;
  }

  /** Asks for something, and compares what the answer says, however it is written. */
  void checkValue(Request request, Function<Answer, Object> value, Object expected) {
    Answer answer = ask(request);
    Object there = answer.status() == 200 ? value.apply(answer) : "status " + answer.status();
    if (!there.equals(expected)) {
      String story = request + "\nvalue: " + there + "\n  expected: " + expected;
      throw new Mismatch(Op.shown(story + "\nanswer: " + answer));
    }
  }

  /** States the digest of a body. */
  static void state(Request request, Op.Stated stated, byte[] body) {
    switch (stated) {
      case NOTHING -> {}
      case MD5 -> request.header("Content-MD5", md5Base64(body));
      case WRONG_MD5 -> request.header("Content-MD5", md5Base64(new byte[] {1, 2, 3}));
    }
  }

  static String md5Base64(byte[] body) {
    return Base64.getEncoder()
        .encodeToString(dev.sluice.integration.trial.core.Bytes.digest("MD5", body));
  }

  /** Adds the condition of a change. */
  void condition(Request request, Op.Change condition, int bucket, String key) {
    switch (condition) {
      case NONE -> {}
      case IF_ABSENT -> request.header("If-None-Match", "*");
      case IF_PRESENT -> request.header("If-Match", "*");
      case IF_CURRENT -> request.header("If-Match", quoted(model.tag(bucket, key)));
      case IF_OTHER -> request.header("If-Match", quoted(Model.OTHER_TAG));
    }
  }

  /** How a condition of a change fails; null where it holds. */
  @Nullable Expected refusal(Op.Change condition, Model.@Nullable Stored there) {
    return switch (condition) {
      case NONE -> null;
      case IF_ABSENT -> there == null ? null : PRECONDITION;
      case IF_PRESENT, IF_CURRENT -> there == null ? NO_KEY : null;
      case IF_OTHER -> there == null ? NO_KEY : PRECONDITION;
    };
  }

  /** Adds the condition of a read, or on a source with its prefix. */
  static void condition(Request request, Op.Reading condition, String prefix, String tag) {
    String other = quoted(Model.OTHER_TAG);
    switch (condition) {
      case NONE -> {}
      case MATCH -> request.header(prefix + "If-Match", quoted(tag));
      case MATCH_OTHER -> request.header(prefix + "If-Match", other);
      case NONE_MATCH -> request.header(prefix + "If-None-Match", quoted(tag));
      case NONE_MATCH_OTHER -> request.header(prefix + "If-None-Match", other);
      case MODIFIED_SINCE_2001 -> request.header(prefix + "If-Modified-Since", LONG_AGO);
      case UNMODIFIED_SINCE_2001 -> request.header(prefix + "If-Unmodified-Since", LONG_AGO);
      case MATCH_AND_UNMODIFIED_SINCE_2001 ->
          request
              .header(prefix + "If-Match", quoted(tag))
              .header(prefix + "If-Unmodified-Since", LONG_AGO);
      case NONE_MATCH_OTHER_AND_MODIFIED_SINCE_2001 ->
          request
              .header(prefix + "If-None-Match", other)
              .header(prefix + "If-Modified-Since", LONG_AGO);
    }
  }

  /** How a condition of a read fails on an object that is there; null where it holds. */
  static @Nullable Expected refusal(Op.Reading condition, boolean ofCopy, String tag) {
    return switch (condition) {
      case MATCH_OTHER, UNMODIFIED_SINCE_2001 -> PRECONDITION;
      case NONE_MATCH -> ofCopy ? PRECONDITION : Expected.done(304, Map.of("etag", quoted(tag)));
      default -> null;
    };
  }

  static String quoted(String tag) {
    return '"' + tag + '"';
  }

  /** Headers that name a checksum. */
  static Map<String, String> sumHeaders(Model.@Nullable Sum sum) {
    Map<String, String> headers = new TreeMap<>();
    if (sum != null) {
      headers.put(Checksums.header(sum.algorithm()), sum.value());
      headers.put("x-amz-checksum-type", sum.type());
    }
    return headers;
  }

  /** Names an unknown upload as one that might have been. */
  static String idOf(Model.@Nullable Upload upload) {
    return upload == null ? HexFormat.of().formatHex(new byte[26]) : upload.id;
  }
}

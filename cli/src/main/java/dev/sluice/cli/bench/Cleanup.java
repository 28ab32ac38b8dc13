package dev.sluice.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The removal of what a benchmark wrote: open uploads and keys, a page at a time. */
final class Cleanup {
  private static final int PAGE = 1_000;

  private final Space space;
  private final Connection connection;

  Cleanup(Space space, Connection connection) {
    this.space = space;
    this.connection = connection;
  }

  /** Removes all keys and uploads that begin so, below the prefix. */
  void remove(String begin) {
    try {
      abortUploads(begin);
      List<String> before = List.of();
      for (List<String> keys = keys(begin); !keys.isEmpty(); keys = keys(begin)) {
        if (keys.equals(before)) {
          throw new ExchangeFailure(
              "not deleted", "deleted keys are still listed: " + keys.getFirst());
        }
        delete(keys);
        before = keys;
      }
    } catch (ExchangeFailure e) {
      if (!isGone(e)) {
        throw failure(e);
      }
    }
  }

  /** Whether there is no bucket any more: both endpoints may be one server. */
  private static boolean isGone(ExchangeFailure failure) {
    return failure.code().equals("NoSuchBucket");
  }

  /** Removes the bucket. */
  void removeBucket() {
    try {
      Expected.deleted(connection.exchange(Request.delete(space.path(), ""), true));
    } catch (ExchangeFailure e) {
      throw failure(e);
    }
  }

  private ToolFailure failure(ExchangeFailure cause) {
    return new ToolFailure(
        ExitCode.FAILED,
        "not all was removed of bucket %s, prefix %s: %s"
            .formatted(space.bucket(), space.prefix(), cause.getMessage()));
  }

  private List<String> keys(String begin) throws ExchangeFailure {
    return elements(ask(Request.get(space.path(), space.list(begin, "", PAGE))), "Key");
  }

  private void delete(List<String> keys) throws ExchangeFailure {
    StringBuilder document = new StringBuilder("<Delete><Quiet>true</Quiet>");
    keys.forEach(key -> document.append("<Object><Key>").append(key).append("</Key></Object>"));
    String text = document.append("</Delete>").toString();
    Request request =
        Request.post(space.path(), "delete=", Payload.of(text)).with("Content-MD5", md5(text));
    Response _ = ask(request);
  }

  private void abortUploads(String begin) throws ExchangeFailure {
    String query =
        "max-uploads=" + PAGE + "&prefix=" + Space.encoded(space.key(begin)) + "&uploads=";
    List<String> before = List.of();
    while (true) {
      Response page = ask(Request.get(space.path(), query));
      List<String> keys = elements(page, "Key");
      List<String> ids = elements(page, "UploadId");
      if (ids.isEmpty() || keys.size() != ids.size() || ids.equals(before)) {
        return;
      }
      for (int i = 0; i < ids.size(); i++) {
        String path = space.path() + "/" + keys.get(i);
        Expected.deleted(
            connection.exchange(
                Request.delete(path, "uploadId=" + Space.encoded(ids.get(i))), true));
      }
      before = ids;
    }
  }

  private Response ask(Request request) throws ExchangeFailure {
    Response response = connection.exchange(request, true);
    Expected.ok(response);
    return response;
  }

  /** The texts of all elements of a name; those of keys that this program made need no decoding. */
  private static List<String> elements(Response page, String name) {
    List<String> texts = new ArrayList<>();
    String start = "<" + name + ">";
    String body = page.body();
    for (int at = body.indexOf(start); at >= 0; at = body.indexOf(start, at)) {
      at += start.length();
      int end = body.indexOf('<', at);
      if (end < 0) {
        break;
      }
      texts.add(body.substring(at, end));
    }
    return texts;
  }

  private static String md5(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}

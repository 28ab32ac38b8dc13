package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bytes that no honest client sends: each gets S3's error or the end of its connection, nothing of
 * it is in the storage, and what follows on the same connection is either answered for what it is
 * or not at all. Asserts AWS's codes: "Error responses", AmazonS3/latest/API/ErrorResponses.html;
 * where AWS is not known to answer, what RFC 9112 asks for.
 */
@Timeout(300)
class HostileHttpTest {

  private static final String PROBE = "GET /hostile/probe HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String PUT = "PUT /hostile/new HTTP/1.1\r\nHost: h\r\n";
  private static final String MAKE = "PUT /made-by-xml HTTP/1.1\r\nHost: h\r\n";
  private static final String TRAILED =
      String.join(
          "\r\n",
          "Content-Encoding: aws-chunked",
          "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER",
          "");
  private static final String CLOSED = "closed";
  private static final String LONG_AGO = "Sat, 01 Jan 2000 00:00:00 GMT";

  @TempDir private static Path folder;
  private static HostileServer server;

  private final List<String> wrong = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    server = new HostileServer(folder.resolve("data"), Map.of());
    try (HostileClient client = new HostileClient(server.port())) {
      client.send("PUT /hostile HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n").answer();
      client
          .send("PUT /hostile/probe HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nprobe")
          .answer();
      assertThat(client.send(PROBE).answer().body()).isEqualTo("probe");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Two readers that frame a request differently are what smuggling lives on. */
  @Test
  void ambiguousFraming_endsTheConnection() throws IOException {
    List<String> before = server.storage();
    String smuggled = "0\r\n\r\n" + PROBE;
    ends("400 BadRequest", PUT + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd" + PROBE);
    ends("400 BadRequest", PUT + "Content-Length: 3, 4\r\n\r\nabcd" + PROBE);
    ends(
        "400 BadRequest",
        PUT + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n" + smuggled);
    ends(
        "400 BadRequest",
        PUT + "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n" + smuggled);
    ends("400 BadRequest", PUT + "Transfer-Encoding: gzip, x\r\n\r\n" + smuggled);
    ends("400 BadRequest", PUT + "Content-Length : 3\r\n\r\nabc" + PROBE);
    ends("400 BadRequest", PUT + "Content-Length: 3\r\n x-folded: y\r\n\r\nabc" + PROBE);
    ends("400 BadRequest", PUT + "Content-Length: -1\r\n\r\n" + PROBE);
    ends("400 BadRequest", PUT + "Content-Length: +3\r\n\r\nabc" + PROBE);
    ends("400 BadRequest", PUT + "Content-Length: 0x3\r\n\r\nabc" + PROBE);
    ends("400 BadRequest", PUT + "Content-Length: 99999999999999999999\r\n\r\n" + PROBE);
    ends("400 BadRequest", PUT + "Content-Length: \r\n\r\n" + PROBE);
    ends("400 BadRequest", PUT + "X-Nul: a\0b\r\nContent-Length: 0\r\n\r\n" + PROBE);
    ends("400 BadRequest", "PUT /hostile/new HTTP/1.1\r\nContent-Length: 0\r\n\r\n" + PROBE);
    ends("400 BadRequest", PUT + "Host: other\r\nContent-Length: 0\r\n\r\n" + PROBE);
    untouched(before);
  }

  @Test
  void brokenChunks_endTheConnection() throws IOException {
    List<String> before = server.storage();
    String chunked = MAKE + "Transfer-Encoding: chunked\r\n\r\n";
    for (String body :
        List.of(
            "-1\r\nabc\r\n0\r\n\r\n",
            "zz\r\nabc\r\n0\r\n\r\n",
            "FFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n",
            "3\r\nabcdef\r\n0\r\n\r\n",
            "\r\n3\r\nabc\r\n0\r\n\r\n")) {
      endsWithError(chunked + body + PROBE);
    }
    untouched(before);
  }

  @Test
  void sizesBeyondTheLimits_areRefused() throws IOException {
    List<String> before = server.storage();
    String large = "x".repeat(100_000);
    ends(
        "400 RequestHeaderSectionTooLarge",
        "GET /hostile/probe HTTP/1.1\r\nHost: h\r\nX-Large: " + large + "\r\n\r\n");
    ends(
        "400 RequestHeaderSectionTooLarge",
        "GET /hostile/" + large + " HTTP/1.1\r\nHost: h\r\n\r\n");
    StringBuilder many = new StringBuilder("GET /hostile/probe HTTP/1.1\r\nHost: h\r\n");
    for (int i = 0; i < 10_000; i++) {
      many.append("X-").append(i).append(": y\r\n");
    }
    ends("400 RequestHeaderSectionTooLarge", many + "\r\n");
    untouched(before);
  }

  @Test
  void whatIsNoHttp_endsTheConnection() throws IOException {
    List<String> before = server.storage();
    for (String bytes :
        List.of(
            "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003" + "\u0001".repeat(600),
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET /hostile/probe HTTP/9.9\r\nHost: h\r\n\r\n",
            "GET /hostile/probe\r\n\r\n",
            "nonsense\r\n\r\n",
            "\0".repeat(1000))) {
      endsWithError(bytes + PROBE);
    }
    untouched(before);
  }

  /** RFC 9112 section 3.2. */
  @Test
  void targetsOfNoForm_endTheConnection() throws IOException {
    List<String> before = server.storage();
    for (String target :
        List.of(
            "http:/~/x",
            "http:~",
            "https:/x",
            "ftp://h/x",
            "h:80",
            "~zz",
            "?q",
            "mailto:x@y",
            "/hostile?a#b")) {
      for (String method : List.of("GET", "HEAD", "PUT", "CONNECT")) {
        String head = method + " " + target + " HTTP/1.1\r\nHost: h\r\n\r\n";
        ends(method.equals("HEAD") ? "400 " : "400 BadRequest", head);
      }
    }
    goesOn("400 InvalidURI", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n");
    goesOn("404 NoSuchKey", "GET http://h/hostile/~zz HTTP/1.1\r\nHost: h\r\n\r\n");
    untouched(before);
  }

  @Test
  void wrongAddresses_areRefusedAndTheConnectionGoesOn() throws IOException {
    List<String> before = server.storage();
    goesOn("400 InvalidURI", "GET /hostile/% HTTP/1.1\r\nHost: h\r\n\r\n");
    goesOn("400 InvalidURI", "GET /hostile/%zz HTTP/1.1\r\nHost: h\r\n\r\n");
    goesOn("400 InvalidURI", "GET /hostile/%c3%28 HTTP/1.1\r\nHost: h\r\n\r\n");
    goesOn("404 NoSuchKey", "GET /hostile/%00 HTTP/1.1\r\nHost: h\r\n\r\n");
    goesOn("404 NoSuchKey", "GET /hostile/%2e%2e%2f%2e%2e%2fetc HTTP/1.1\r\nHost: h\r\n\r\n");
    goesOn("404 NoSuchKey", "GET /hostile/../../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n");
    goesOn("404 NoSuchKey", "GET /hostile//probe HTTP/1.1\r\nHost: h\r\n\r\n");
    goesOn("400 InvalidBucketName", "GET /../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n");
    goesOn("400 InvalidBucketName", "GET /.sluice/format HTTP/1.1\r\nHost: h\r\n\r\n");
    for (String name : List.of("Bad_Name", "ab", "a..b", "-ab", "192.168.1.1", "x".repeat(64))) {
      goesOn(
          "400 InvalidBucketName",
          "PUT /" + name + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
    }
    goesOn(
        "400 KeyTooLongError",
        "PUT /hostile/" + "k".repeat(1025) + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
    goesOn(
        "416 InvalidRange",
        "GET /hostile/probe HTTP/1.1\r\nHost: h\r\nRange: bytes=100-200\r\n\r\n");
    goesOn(
        "412 PreconditionFailed",
        "GET /hostile/probe HTTP/1.1\r\nHost: h\r\nIf-Match: \"x\"\r\nIf-None-Match: *\r\n\r\n");
    goesOn(
        "412 PreconditionFailed",
        "GET /hostile/probe HTTP/1.1\r\nHost: h\r\nIf-Unmodified-Since: "
            + LONG_AGO
            + "\r\nIf-Modified-Since: "
            + LONG_AGO
            + "\r\n\r\n");
    goesOn(
        "412 PreconditionFailed",
        "PUT /hostile/probe HTTP/1.1\r\nHost: h\r\nIf-None-Match: *\r\nContent-Length: 0\r\n\r\n");
    goesOn(
        "404 NoSuchKey",
        PUT + "If-Match: \"0123456789abcdef0123456789abcdef\"\r\nContent-Length: 0\r\n\r\n");
    untouched(before);
  }

  @Test
  void wrongLengthsAndDigests_storeNothing() throws IOException {
    List<String> before = server.storage();
    goesOn("411 MissingContentLength", PUT + "\r\n");
    goesOn(
        "400 InvalidDigest",
        PUT + "Content-MD5: nonsense\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
    String three = "Content-Length: 3\r\n\r\nabc";
    goesOn("400 InvalidDigest", PUT + "Content-MD5: nonsense\r\n" + three);
    goesOn("400 BadDigest", PUT + "Content-MD5: AAAAAAAAAAAAAAAAAAAAAA==\r\n" + three);
    goesOn("400 BadDigest", PUT + "x-amz-checksum-crc32: AAAAAA==\r\n" + three);
    goesOn("400 InvalidRequest", PUT + "x-amz-checksum-crc32: A\r\n" + three);
    goesOn(
        "400 XAmzContentSHA256Mismatch",
        PUT + "x-amz-content-sha256: " + "0".repeat(64) + "\r\n" + three);
    cutOff(PUT + "Content-Length: 1000\r\n\r\nabc");
    cutOff(PUT + "Content-Length: 100000\r\nContent-MD5: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\nabc");
    untouched(before);
  }

  @Test
  void brokenAwsChunks_storeNothing() throws IOException {
    List<String> before = server.storage();
    awsChunked("400 IncompleteBody", 6, "3\r\nabc\r\n0\r\n\r\n");
    awsChunked("400 IncompleteBody", 3, "6\r\nabcdef\r\n0\r\n\r\n");
    awsChunked("400 IncompleteBody", 3, "3\r\nabc\r\n");
    awsChunked("400 IncompleteBody", 3, "5\r\nabc\r\n0\r\n\r\n");
    awsChunked("400 InvalidRequest", 3, "-3\r\nabc\r\n0\r\n\r\n");
    awsChunked("400 InvalidRequest", 3, "zz\r\nabc\r\n0\r\n\r\n");
    awsChunked("400 InvalidRequest", 3, "FFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n");
    awsChunked("400 InvalidRequest", 3, "3\r\nabcXX0\r\n\r\n");
    awsChunked("400 IncompleteBody", 3, "3\r\nabc\r\n0\r\nno trailer at all");
    awsChunked("400 BadDigest", 3, "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n");
    awsChunked(
        "400 MalformedTrailerError",
        3,
        "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:" + "A".repeat(50_000) + "\r\n\r\n");
    awsChunked("400 InvalidRequest", 3, "3" + ";x".repeat(50_000) + "\r\nabc\r\n0\r\n\r\n");
    untouched(before);
  }

  @Test
  void wrongDocuments_makeNothing() throws IOException {
    List<String> before = server.storage();
    String close = "</LocationConstraint></CreateBucketConfiguration>";
    String open = "<CreateBucketConfiguration><LocationConstraint>";
    document("400 MalformedXML", "<!DOCTYPE a [<!ENTITY x \"y\">]>" + open + "&x;" + close);
    document(
        "400 MalformedXML",
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + open + "&x;" + close);
    document("400 MalformedXML", "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/a.dtd\">" + open + close);
    document("400 MalformedXML", "<a>".repeat(10_000) + "</a>".repeat(10_000));
    document("400 MalformedXML", open + "<a>".repeat(5_000) + "</a>".repeat(5_000) + close);
    document("400 MalformedXML", "<Delete><Object><Key>probe</Key></Object></Delete>");
    document(
        "400 MalformedXML",
        "<CreateBucketConfiguration xmlns=\"urn:other\"><LocationConstraint>us-east-1" + close);
    document("400 MalformedXML", open + "us-east-1" + close + "<more/>");
    document("400 MalformedXML", open + "us-east-1" + close + "more");
    document("400 MalformedXML", open + "us-east-1");
    document("400 MalformedXML", "not xml");
    document("400 MalformedXML", "<" + "\0".repeat(100));
    document("400 MalformedXML", open + "x".repeat(100_000) + close);
    goesOnOrEnds("400 MaxMessageLengthExceeded", MAKE + "Content-Length: 100000000\r\n\r\n<a>");
    untouched(before);
  }

  /** Each is answered by itself, in order, errors in between included. */
  @Test
  void pipelinedRequests_areAnsweredInOrder() throws IOException {
    try (HostileClient client = new HostileClient(server.port())) {
      client.send(
          PROBE
              + PUT
              + "Content-MD5: nonsense\r\nContent-Length: 3\r\n\r\nabc"
              + PROBE
              + "GET /hostile/absent HTTP/1.1\r\nHost: h\r\n\r\n"
              + PROBE);
      assertThat(List.of(1, 2, 3, 4, 5).stream().map(_ -> client.answer().toString()).toList())
          .containsExactly(
              "200 probe", "400 InvalidDigest", "200 probe", "404 NoSuchKey", "200 probe");
    }
  }

  /** A client that keeps connections has to know before it sends the next request. */
  @Test
  void answerBeforeTheBody_saysThatTheConnectionEnds() throws IOException {
    for (String request : List.of(PUT, "POST /hostile?delete HTTP/1.1\r\nHost: h\r\n")) {
      String refused = request + "x-amz-expected-bucket-owner: nobody\r\nContent-Length: 3\r\n\r\n";
      try (HostileClient client = new HostileClient(server.port())) {
        HostileClient.Answer answer = client.send(refused).answer();
        assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
        assertThat(answer.goesOn()).isFalse();
        assertThat(client.ends()).isTrue();
      }
      try (HostileClient client = new HostileClient(server.port())) {
        HostileClient.Answer answer = client.send(refused + "abc").answer();
        assertThat(answer.goesOn()).isTrue();
        assertThat(client.send(PROBE).answer().body()).isEqualTo("probe");
      }
    }
  }

  private void awsChunked(String expected, int decoded, String body) throws IOException {
    goesOnOrEnds(
        expected,
        PUT
            + TRAILED
            + "x-amz-trailer: x-amz-checksum-crc32\r\nx-amz-decoded-content-length: "
            + decoded
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private void document(String expected, String xml) throws IOException {
    goesOnOrEnds(expected, MAKE + "Content-Length: " + xml.length() + "\r\n\r\n" + xml);
  }

  /** This answer, and nothing for what comes behind it. */
  private void ends(String expected, String bytes) throws IOException {
    try (HostileClient client = new HostileClient(server.port())) {
      note(bytes, expected + ", then " + CLOSED, client.send(bytes).answer() + then(client));
    }
  }

  /** Some error, or none, and nothing for what comes behind it. */
  private void endsWithError(String bytes) throws IOException {
    try (HostileClient client = new HostileClient(server.port())) {
      HostileClient.Answer answer = client.send(bytes).end().answer();
      note(bytes, "an error, then " + CLOSED, (error(answer) ? "an error" : answer) + then(client));
    }
  }

  private static boolean error(HostileClient.Answer answer) {
    return answer.status() == 0
        || (answer.status() >= 400 && answer.status() < 500 && !answer.code().isEmpty());
  }

  private static String then(HostileClient client) {
    return ", then " + (client.ends() ? CLOSED : "more");
  }

  /** This answer, and the next request is answered as ever. */
  private void goesOn(String expected, String bytes) throws IOException {
    try (HostileClient client = new HostileClient(server.port())) {
      String first = client.send(bytes).answer().toString();
      note(bytes, expected + ", 200 probe", first + ", " + client.send(PROBE).answer());
    }
  }

  /** This answer; the next request is answered as ever, or the connection is over as it says. */
  private void goesOnOrEnds(String expected, String bytes) throws IOException {
    try (HostileClient client = new HostileClient(server.port())) {
      HostileClient.Answer first = client.send(bytes).answer();
      String next = client.send(PROBE).end().answer().toString();
      boolean sane = next.equals(first.goesOn() ? "200 probe" : "0 ");
      note(bytes, expected + ", sane", first + (sane ? ", sane" : ", " + next));
    }
  }

  /** The client stops half-way: an error or silence, and then nothing. */
  private void cutOff(String bytes) throws IOException {
    try (HostileClient client = new HostileClient(server.port())) {
      HostileClient.Answer answer = client.send(bytes).end().answer();
      note(bytes, "an error, then " + CLOSED, (error(answer) ? "an error" : answer) + then(client));
    }
  }

  private void note(String bytes, String expected, String found) {
    if (!expected.equals(found)) {
      String shown = bytes.length() > 160 ? bytes.substring(0, 160) + "…" : bytes;
      wrong.add("%n%s%n  expected: %s%n  found:    %s".formatted(shown, expected, found));
    }
  }

  /** Everything was answered as it should, the storage is as it was, and others are served. */
  private void untouched(List<String> before) throws IOException {
    assertThat(server.storage()).isEqualTo(before);
    try (HostileClient client = new HostileClient(server.port())) {
      assertThat(client.send(PROBE).answer().body()).isEqualTo("probe");
    }
    assertThat(String.join("", wrong)).isEmpty();
  }
}

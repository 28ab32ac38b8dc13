package dev.sluice.frontend.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.Region;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.frontend.auth.signature.Credential;
import dev.sluice.frontend.auth.signature.Requests;
import dev.sluice.frontend.auth.signature.V4Signer;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every edge of authentication by its name, with the code and the status that Amazon S3 answers.
 * Where AWS says nothing, the name ends in "(ours)".
 */
class AuthenticationEdgesTest {
  private static final Identity OWNER = Callers.OWNER;
  private static final Credential CREDENTIAL =
      new Credential(Requests.ACCESS_KEY, "20130524", "us-east-1");
  private static final RequestHead HEAD = Requests.TO_SIGN;
  private static final RequestHead BARE = Requests.BARE;
  private static final String V2_QUERY = "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=c2ln";

  /**
   * One edge.
   *
   * @param code null where the request is good
   */
  record Edge(String name, RequestHead head, String now, @Nullable String code, int status) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Edge good(String name, RequestHead head) {
    return new Edge(name, head, "2013-05-24T00:00:00Z", null, 200);
  }

  private static Edge edge(String name, RequestHead head, String code, int status) {
    return new Edge(name, head, "2013-05-24T00:00:00Z", code, status);
  }

  private static Edge at(String now, String name, RequestHead head, String code) {
    return new Edge(name, head, now, code, 403);
  }

  private static RequestHead authorized(String authorization) {
    return Requests.with(HEAD, "authorization", authorization);
  }

  private static RequestHead components(String credential, String signedHeaders, String signature) {
    return authorized(
        "AWS4-HMAC-SHA256 Credential="
            + credential
            + ", SignedHeaders="
            + signedHeaders
            + ", Signature="
            + signature);
  }

  private static RequestHead signed() {
    return V4Signer.sign(HEAD);
  }

  private static String authorization() {
    return String.valueOf(signed().header("authorization"));
  }

  private static RequestHead changed(RequestHead head, UnaryOperator<String> query) {
    return RequestHead.of(
        head.method(),
        head.rawPath(),
        query.apply(String.valueOf(head.query().sent())),
        head.host(),
        head.headers());
  }

  private static RequestHead presigned(String expires) {
    return V4Signer.presign(BARE, V4Signer.TIME, expires);
  }

  private static RequestHead presignedWithout(String parameter) {
    return changed(
        presigned("60"),
        query -> query.replaceAll("(^|&)" + parameter + "=[^&]*", "$1").replace("&&", "&"));
  }

  private static RequestHead signedAt(String date) {
    return V4Signer.sign(Requests.with(Requests.without(HEAD, "x-amz-date"), "x-amz-date", date));
  }

  static Stream<Edge> header() {
    String header = "AuthorizationHeaderMalformed";
    String scope = "/20130524/us-east-1/s3/aws4_request";
    String all = "host;x-amz-date";
    RequestHead noDate = Requests.without(HEAD, "x-amz-date");
    return Stream.of(
        good("a signature that is right", signed()),
        edge("empty header", authorized(""), "AccessDenied", 403),
        edge("blank header", authorized("  "), "AccessDenied", 403),
        edge("another scheme", authorized("Basic dXNlcjpwYXNz"), "InvalidArgument", 400),
        edge("a scheme in lower case", authorized("aws4-hmac-sha256 x"), "InvalidArgument", 400),
        edge("version 4A", authorized("AWS4-ECDSA-P256-SHA256 x"), "NotImplemented", 501),
        edge("scheme alone", authorized("AWS4-HMAC-SHA256"), header, 400),
        edge("a component missing", authorized("AWS4-HMAC-SHA256 Credential=a/b"), header, 400),
        edge("a component twice", components("A" + scope, all, "s,Signature=s"), header, 400),
        edge("a component too many", components("A" + scope, all, "s,More=1"), header, 400),
        edge("a credential of one part", components("A", all, "s"), header, 400),
        edge("a credential of six", components("A/B" + scope, all, "s"), header, 400),
        edge("an empty credential", components("", all, "s"), header, 400),
        edge("no day", components("A/2013/us-east-1/s3/aws4_request", all, "s"), header, 400),
        edge(
            "no such day",
            components("A/20130231/us-east-1/s3/aws4_request", all, "s"),
            header,
            400),
        edge(
            "wrong region",
            components("A/20130524/eu-west-1/s3/aws4_request", all, "s"),
            header,
            400),
        edge(
            "wrong service",
            components("A/20130524/us-east-1/sts/aws4_request", all, "s"),
            header,
            400),
        edge("wrong terminator", components("A/20130524/us-east-1/s3/aws5", all, "s"), header, 400),
        edge("no signed header", components("A" + scope, "", "s"), header, 400),
        edge(
            "a header signed twice (ours)", components("A" + scope, "host;host", "s"), header, 400),
        edge("unknown key", components("AKNOBODY" + scope, all, "s"), "InvalidAccessKeyId", 403),
        edge("empty key", components(scope, all, "s"), "InvalidAccessKeyId", 403),
        edge(
            "empty signature",
            components(Requests.ACCESS_KEY + scope, all, ""),
            "SignatureDoesNotMatch",
            403),
        edge(
            "signature cut short",
            authorized(authorization().replaceAll(".$", "")),
            "SignatureDoesNotMatch",
            403),
        edge(
            "signature in upper case",
            authorized(upperCaseSignature()),
            "SignatureDoesNotMatch",
            403),
        edge(
            "another day than x-amz-date's",
            V4Signer.sign(
                HEAD,
                new Credential(Requests.ACCESS_KEY, "20130523", "us-east-1"),
                List.of("host", "x-amz-date")),
            header,
            400),
        edge(
            "host not signed",
            V4Signer.sign(HEAD, CREDENTIAL, List.of("x-amz-date")),
            "AccessDenied",
            403),
        edge(
            "x-amz-date not signed",
            V4Signer.sign(HEAD, CREDENTIAL, List.of("host")),
            "AccessDenied",
            403),
        edge(
            "x-amz-acl not signed",
            Requests.with(signed(), "x-amz-acl", "public-read"),
            "AccessDenied",
            403),
        edge("a signed header changed", changedHeader(), "SignatureDoesNotMatch", 403),
        edge(
            "a signed header gone",
            Requests.without(V4Signer.sign(Requests.with(HEAD, "range", "bytes=0-9")), "range"),
            "SignatureDoesNotMatch",
            403),
        edge("no date", V4Signer.sign(noDate), "AccessDenied", 403),
        edge("a date that is none", signedAt("yesterday"), "AccessDenied", 403),
        edge(
            "two dates",
            Requests.with(signed(), "x-amz-date", "20130524T000001Z"),
            "AccessDenied",
            403),
        at("2013-05-24T00:15:01Z", "clock 15 minutes behind", signed(), "RequestTimeTooSkewed"),
        at("2013-05-23T23:44:59Z", "clock 15 minutes ahead", signed(), "RequestTimeTooSkewed"),
        edge(
            "no digest of the payload",
            V4Signer.sign(Requests.without(HEAD, "x-amz-content-sha256")),
            "InvalidRequest",
            400),
        edge(
            "a session token",
            V4Signer.sign(Requests.with(HEAD, "x-amz-security-token", "t")),
            "InvalidToken",
            400),
        edge(
            "two Authorization headers (ours)",
            Requests.with(signed(), "authorization", authorization()),
            "InvalidArgument",
            400),
        edge(
            "a second one that is empty (ours)",
            Requests.with(signed(), "authorization", ""),
            "InvalidArgument",
            400));
  }

  static Stream<Edge> query() {
    String code = "AuthorizationQueryParametersError";
    RequestHead good = presigned("60");
    return Stream.of(
        good("a presigned request", good),
        good("for no time at all, at that time", presigned("0")),
        good("for seven days", presigned("604800")),
        edge("for longer than seven days", presigned("604801"), code, 400),
        edge("for ages", presigned("9".repeat(40)), code, 400),
        edge("for a negative time", presigned("-1"), code, 400),
        edge("for a very negative time", presigned("-" + "9".repeat(40)), code, 400),
        edge("for something that is no time", presigned("soon"), code, 400),
        edge("for nothing", presigned(""), code, 400),
        edge("for a time with a sign", presigned("%2B60"), code, 400),
        edge("for a time in other digits", presigned("%D9%A6%D9%A0"), code, 400),
        at("2013-05-24T00:01:01Z", "expired", good, "AccessDenied"),
        at("2013-05-23T23:44:59Z", "not yet valid", good, "AccessDenied"),
        edge("no algorithm", presignedWithout("X-Amz-Algorithm"), code, 400),
        edge("no credential", presignedWithout("X-Amz-Credential"), code, 400),
        edge("no date", presignedWithout("X-Amz-Date"), code, 400),
        edge("no validity", presignedWithout("X-Amz-Expires"), code, 400),
        edge("no signed headers", presignedWithout("X-Amz-SignedHeaders"), code, 400),
        edge("no signature", presignedWithout("X-Amz-Signature"), code, 400),
        edge("another algorithm", changed(good, q -> q.replace("SHA256&", "MD5&")), code, 400),
        edge(
            "version 4A",
            changed(good, q -> q.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256")),
            "NotImplemented",
            501),
        edge("wrong region", changed(good, q -> q.replace("us-east-1", "eu-west-1")), code, 400),
        edge("wrong service", changed(good, q -> q.replace("%2Fs3%2F", "%2Fsts%2F")), code, 400),
        edge(
            "another day than the date's",
            changed(good, q -> q.replace("%2F20130524%2F", "%2F20130523%2F")),
            code,
            400),
        edge(
            "unknown key",
            changed(good, q -> q.replace(Requests.ACCESS_KEY, "AKNOBODY")),
            "InvalidAccessKeyId",
            403),
        edge(
            "validity tampered with",
            changed(good, q -> q.replace("Expires=60", "Expires=61")),
            "SignatureDoesNotMatch",
            403),
        edge(
            "date tampered with",
            changed(good, q -> q.replace("T000000Z", "T000001Z")),
            "SignatureDoesNotMatch",
            403),
        edge(
            "a parameter added",
            changed(good, q -> q + "&partNumber=1"),
            "SignatureDoesNotMatch",
            403),
        edge(
            "host not signed",
            changed(good, q -> q.replace("SignedHeaders=host", "SignedHeaders=date")),
            "AccessDenied",
            403),
        edge(
            "an x-amz header added", Requests.with(good, "x-amz-meta-a", "b"), "AccessDenied", 403),
        edge(
            "a session token",
            changed(good, q -> q + "&X-Amz-Security-Token=t"),
            "InvalidToken",
            400),
        edge(
            "a second signature (ours)",
            changed(good, q -> q + "&X-Amz-Signature=0"),
            "InvalidArgument",
            400),
        edge(
            "a second validity (ours)",
            changed(good, q -> "X-Amz-Expires=60&" + q),
            "InvalidArgument",
            400),
        edge(
            "a second one, encoded (ours)",
            changed(good, q -> q + "&%58-Amz-Expires=60"),
            "InvalidArgument",
            400));
  }

  static Stream<Edge> conflicts() {
    String code = "InvalidArgument";
    RequestHead both = changed(signed(), q -> String.valueOf(presigned("60").query().sent()));
    return Stream.of(
        edge("header and query of version 4", both, code, 400),
        edge(
            "header, and an algorithm in the query",
            changed(signed(), q -> "X-Amz-Algorithm=a"),
            code,
            400),
        edge("header, and version 2 in the query", changed(signed(), q -> V2_QUERY), code, 400),
        edge(
            "empty header, and a query",
            Requests.with(presigned("60"), "authorization", ""),
            code,
            400),
        edge(
            "both versions in the query",
            changed(presigned("60"), q -> q + "&" + V2_QUERY),
            code,
            400),
        edge(
            "header of version 2, and a query",
            Requests.with(presigned("60"), "authorization", "AWS a:b"),
            code,
            400));
  }

  static Stream<Edge> version2() {
    RequestHead head = Requests.head("GET", "/bucket/key?" + V2_QUERY, "host", "h");
    return Stream.of(
        edge("a header without a signature", authorized("AWS AK"), "InvalidArgument", 400),
        edge("unknown key", authorized("AWS AKNOBODY:c2ln"), "InvalidAccessKeyId", 403),
        edge(
            "wrong signature",
            authorized("AWS " + Requests.ACCESS_KEY + ":c2ln"),
            "SignatureDoesNotMatch",
            403),
        at(
            "2013-05-24T00:15:01Z",
            "clock 15 minutes behind",
            authorized("AWS " + Requests.ACCESS_KEY + ":c2ln"),
            "RequestTimeTooSkewed"),
        edge(
            "no date",
            Requests.with(BARE, "authorization", "AWS " + Requests.ACCESS_KEY + ":c2ln"),
            "AccessDenied",
            403),
        edge("a query without Expires", head, "AccessDenied", 403),
        edge(
            "Expires that is no time",
            changed(head, q -> q + "&Expires=soon"),
            "AccessDenied",
            403),
        edge(
            "Expires with a sign",
            changed(head, q -> q + "&Expires=%2B9999999999"),
            "AccessDenied",
            403),
        edge("expired", changed(head, q -> q + "&Expires=1"), "AccessDenied", 403),
        edge(
            "a query with a wrong signature",
            changed(head, q -> q + "&Expires=9999999999"),
            "SignatureDoesNotMatch",
            403),
        edge(
            "Expires twice (ours)",
            changed(head, q -> q + "&Expires=1&Expires=9999999999"),
            "InvalidArgument",
            400));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"header", "query", "conflicts", "version2"})
  void edge_isAnsweredAsAwsDoes(Edge edge) {
    Credentials credentials =
        new Credentials(
            Map.of(Requests.ACCESS_KEY, new Credentials.Entry(OWNER, Requests.SECRET)),
            Credentials.NOBODY,
            IdentityNames.NONE);
    Authenticator authenticator =
        Authenticator.signed(
            () -> credentials,
            new AcceptedSignatures(Region.US_EAST_1, true),
            InstantSource.fixed(Instant.parse(edge.now())));
    if (edge.code() == null) {
      assertThat(authenticator.authenticate(edge.head(), null).identity()).isSameAs(OWNER);
      return;
    }
    S3Exception refusal =
        catchThrowableOfType(
            S3Exception.class, () -> authenticator.authenticate(edge.head(), null));
    assertThat(refusal.code().code()).isEqualTo(edge.code());
    assertThat(refusal.code().status()).isEqualTo(edge.status());
    assertThat(refusal.message() + refusal.elements()).doesNotContain(Requests.SECRET_TEXT);
  }

  private static String upperCaseSignature() {
    String authorization = authorization();
    int at = authorization.indexOf("Signature=") + "Signature=".length();
    return authorization.substring(0, at)
        + authorization.substring(at).toUpperCase(java.util.Locale.ROOT);
  }

  private static RequestHead changedHeader() {
    RequestHead signed = V4Signer.sign(Requests.with(HEAD, "range", "bytes=0-9"));
    return Requests.with(Requests.without(signed, "range"), "range", "bytes=0-8");
  }
}

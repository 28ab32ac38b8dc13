package dev.sluice.frontend.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Region;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.frontend.auth.signature.Credential;
import dev.sluice.frontend.auth.signature.Requests;
import dev.sluice.frontend.auth.signature.V2Signer;
import dev.sluice.frontend.auth.signature.V4Signer;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asserts AWS's behaviour unless a test says that it is ours: "Authenticating Requests (AWS
 * Signature Version 4)", AmazonS3/latest/API/sig-v4-authenticating-requests.html, and of version 2
 * "Signing and authenticating REST requests", AmazonS3/latest/API/RESTAuthentication.html.
 */
class SignedAccessTest {
  private static final Identity OWNER = Callers.OWNER;
  private static final RequestHead HEAD = Requests.TO_SIGN;
  private static final RequestHead BARE = Requests.BARE;
  private static final String CREDENTIAL =
      "Credential=" + Requests.ACCESS_KEY + "/20130524/us-east-1/s3/aws4_request";

  private static Authenticator at(String now, Identity anonymous) {
    Credentials credentials =
        new Credentials(
            Map.of(Requests.ACCESS_KEY, new Credentials.Entry(OWNER, Requests.SECRET)),
            anonymous,
            IdentityNames.NONE);
    return Authenticator.signed(
        () -> credentials,
        new AcceptedSignatures(Region.US_EAST_1, true),
        InstantSource.fixed(Instant.parse(now)));
  }

  private static Authenticated accepted(RequestHead head) {
    return at("2013-05-24T00:00:00Z", Credentials.NOBODY).authenticate(head, null);
  }

  private static S3Exception refused(RequestHead head) {
    return refused("2013-05-24T00:00:00Z", head);
  }

  private static S3Exception refused(String now, RequestHead head) {
    return catchThrowableOfType(
        S3Exception.class, () -> at(now, Credentials.NOBODY).authenticate(head, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/bucket/a//b/../c/./%2e%2E/",
        "/bucket//",
        "/api/v1/s3/bucket/key",
        "/bucket/%F0%9F%98%80%00%7e~",
        "/bucket/plain (but) odd!'*",
        "/bucket/ümlaut",
        "/bucket/?list-type=2&prefix=a/b&delimiter=%2F&start-after=%C3%A9&x=a+b&x=a%20b&uploads",
        "/bucket/?b&a=2&a=1&a&%61=0&A=&=&&",
      })
  void whateverPathAndQuery_areVerifiedAsSent(String target) {
    RequestHead head =
        Requests.head(
            "GET",
            target,
            "host",
            "localhost",
            "x-amz-date",
            V4Signer.TIME,
            "x-amz-content-sha256",
            Requests.EMPTY_SHA256,
            "x-amz-meta-a",
            "  two   blanks\t ",
            "x-amz-meta-a",
            "caf\u00c3\u00a9");
    RequestHead signed = V4Signer.sign(head);
    assertThat(accepted(signed).identity()).isSameAs(OWNER);
    RequestHead moved =
        RequestHead.of(
            "GET", head.rawPath() + "/", head.query().sent(), head.host(), signed.headers());
    assertThat(refused(moved).code()).isEqualTo(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
    RequestHead other =
        RequestHead.of("GET", head.rawPath(), "x-id=GetObject", head.host(), signed.headers());
    assertThat(refused(other).code()).isEqualTo(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
  }

  @Test
  void pathSentEncodedAnotherWay_isVerifiedAsAwsDoes() {
    RequestHead signed =
        V4Signer.sign(
            Requests.head(
                "GET",
                "/bucket/a//b%2Bc",
                "host",
                "localhost",
                "x-amz-date",
                V4Signer.TIME,
                "x-amz-content-sha256",
                Requests.EMPTY_SHA256));
    RequestHead sent =
        RequestHead.of("GET", "/bucket/a/%2Fb+c", null, signed.host(), signed.headers());
    assertThat(accepted(sent).identity()).isSameAs(OWNER);
  }

  @ParameterizedTest
  @CsvSource({"eu-west-1, true", "minio, true", "US, true", "'', false"})
  void anyRegion_isGoodWhereNoneIsConfigured(String region, boolean good) {
    Credentials credentials =
        new Credentials(
            Map.of(Requests.ACCESS_KEY, new Credentials.Entry(OWNER, Requests.SECRET)),
            Credentials.NOBODY,
            IdentityNames.NONE);
    Authenticator authenticator =
        Authenticator.signed(
            () -> credentials,
            new AcceptedSignatures(null, true),
            InstantSource.fixed(Instant.parse("2013-05-24T00:00:00Z")));
    RequestHead signed =
        V4Signer.sign(
            HEAD,
            new Credential(Requests.ACCESS_KEY, "20130524", region),
            HEAD.headers().keySet().stream().sorted().toList());

    if (good) {
      assertThat(authenticator.authenticate(signed, null).identity()).isSameAs(OWNER);
      return;
    }
    S3Exception refusal =
        catchThrowableOfType(S3Exception.class, () -> authenticator.authenticate(signed, null));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED);
  }

  /** As minio-go signs version 2; the specification's prefix ends in a dash. */
  @Test
  void version2WithAWiderChoiceOfHeaders_isAccepted() {
    RequestHead head =
        Requests.head(
            "GET", "/b/k", "host", "h", "x-amz-date", V4Signer.TIME, "x-amzn-trace-id", "Root=1");
    List<String> strings = V2Signer.stringsToSign(head, "");
    assertThat(strings).hasSize(2);
    assertThat(strings.getFirst()).doesNotContain("trace");
    for (String string : strings) {
      RequestHead signed =
          Requests.with(
              head, "authorization", "AWS " + Requests.ACCESS_KEY + ":" + v2Signature(string));
      assertThat(accepted(signed).identity()).isSameAs(OWNER);
    }
  }

  /** Asserts AWS's behaviour: an empty value has no equals sign. */
  @Test
  void version2ParameterWithAnEmptyValue_isSignedWithoutEqualsSign() {
    RequestHead head = Requests.head("POST", "/b/k?uploads=", "host", "h");

    assertThat(V2Signer.stringsToSign(head, "")).containsExactly("POST\n\n\n\n/b/k?uploads");
  }

  @Test
  void wrongSignature_isShownWithWhatWasSigned() {
    RequestHead signed = V4Signer.sign(HEAD);
    String authorization = String.valueOf(signed.header("authorization"));
    String wrong = authorization.substring(0, authorization.length() - 4) + "0000";
    S3Exception refusal = refused(Requests.with(HEAD, "authorization", wrong));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
    assertThat(refusal.elements().keySet())
        .containsExactly(
            "AWSAccessKeyId",
            "StringToSign",
            "SignatureProvided",
            "StringToSignBytes",
            "CanonicalRequest",
            "CanonicalRequestBytes");
    assertThat(refusal.elements().get("CanonicalRequest"))
        .startsWith("GET\n/bucket/key\n\nhost:localhost:39999\n");
    assertThat(refusal.elements().get("StringToSignBytes")).startsWith("41 57 53 34 2d");
    assertThat(refusal.elements().toString()).doesNotContain(Requests.SECRET_TEXT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "'' | ACCESS_DENIED | Access Denied",
        "Basic dXNlcjpwYXNz | INVALID_ARGUMENT | Unsupported Authorization Type",
        "AWS HAHAHA | INVALID_ARGUMENT | AWS authorization header is invalid.  Expected"
            + " AwsAccessKeyId:signature",
        "AWS :signature | INVALID_ACCESS_KEY_ID | -",
        "AWS AKNOBODY:c2lnbmF0dXJl | INVALID_ACCESS_KEY_ID | -",
        "AWS4-ECDSA-P256-SHA256 x | NOT_IMPLEMENTED | -",
        "AWS4-HMAC-SHA256 | AUTHORIZATION_HEADER_MALFORMED | The authorization header is malformed;"
            + " the authorization header requires three components: Credential, SignedHeaders, and"
            + " Signature.",
        "AWS4-HMAC-SHA256 Credential=a/b, Signature=c | AUTHORIZATION_HEADER_MALFORMED | -",
        "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c |"
            + " AUTHORIZATION_HEADER_MALFORMED | The authorization header is malformed; the"
            + " Credential is mal-formed; expecting"
            + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".",
        "AWS4-HMAC-SHA256 Credential=a/2013/us-east-1/s3/aws4_request, SignedHeaders=host,"
            + " Signature=c | AUTHORIZATION_HEADER_MALFORMED | The authorization header is"
            + " malformed; incorrect date format \"2013\". This date in the credential must be in"
            + " the format \"yyyyMMdd\".",
        "AWS4-HMAC-SHA256 Credential=a/20130524/us-east-1/ec2/aws4_request, SignedHeaders=host,"
            + " Signature=c | AUTHORIZATION_HEADER_MALFORMED | The authorization header is"
            + " malformed; incorrect service \"ec2\". This endpoint belongs to \"s3\".",
        "AWS4-HMAC-SHA256 Credential=a/20130524/us-east-1/s3/aws5, SignedHeaders=host, Signature=c"
            + " | AUTHORIZATION_HEADER_MALFORMED | The authorization header is malformed; incorrect"
            + " terminal \"aws5\". This endpoint uses \"aws4_request\".",
        "AWS4-HMAC-SHA256 Credential=a/20130523/us-east-1/s3/aws4_request, SignedHeaders=host,"
            + " Signature=c | INVALID_ACCESS_KEY_ID | -",
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130523/us-east-1/s3/aws4_request,"
            + " SignedHeaders=host, Signature=c | AUTHORIZATION_HEADER_MALFORMED | The"
            + " authorization header is malformed; Invalid credential date \"20130523\". This date"
            + " is not the same as X-Amz-Date: \"20130524\".",
      })
  void authorizationHeader_isRefusedAsAwsDoes(
      String header, S3ErrorCode code, @Nullable String message) {
    S3Exception refusal = refused(Requests.with(HEAD, "authorization", header));
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.message()).isEqualTo(message == null ? refusal.message() : message);
  }

  @Test
  void wrongRegion_namesTheRightOne() {
    Credential elsewhere = new Credential(Requests.ACCESS_KEY, "20130524", "eu-west-1");
    S3Exception refusal = refused(V4Signer.sign(HEAD, elsewhere, List.of("host", "x-amz-date")));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED);
    assertThat(refusal.message())
        .endsWith("the region 'eu-west-1' is wrong; expecting 'us-east-1'");
    assertThat(refusal.elements()).containsEntry("Region", "us-east-1");
  }

  @Test
  void headerSignedTwice_isRefused() {
    // Ours: AWS's answer is not documented. A name repeated a thousand times would be hashed as
    // often.
    String header = "AWS4-HMAC-SHA256 " + CREDENTIAL + ", SignedHeaders=host;HOST, Signature=a";
    S3Exception refusal = refused(Requests.with(HEAD, "authorization", header));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED);
  }

  @Test
  void headersThatMustBeSigned_areNamed() {
    Credential credential = new Credential(Requests.ACCESS_KEY, "20130524", "us-east-1");
    RequestHead head = Requests.with(HEAD, "x-amz-acl", "private");
    S3Exception refusal = refused(V4Signer.sign(head, credential, List.of("x-amz-date")));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.ACCESS_DENIED);
    assertThat(refusal.message())
        .isEqualTo("There were headers present in the request which were not signed");
    assertThat(refusal.elements()).containsEntry("HeadersNotSigned", "host, x-amz-acl");
  }

  @ParameterizedTest
  @CsvSource({
    "2013-05-24T00:15:00Z, true",
    "2013-05-23T23:45:00Z, true",
    "2013-05-24T00:15:01Z, false",
    "2013-05-23T23:44:59Z, false",
  })
  void clocks_mayLieFifteenMinutesApart(String now, boolean good) {
    RequestHead signed = V4Signer.sign(HEAD);
    if (good) {
      assertThat(at(now, Credentials.NOBODY).authenticate(signed, null).identity()).isSameAs(OWNER);
    } else {
      S3Exception refusal = refused(now, signed);
      assertThat(refusal.code()).isEqualTo(S3ErrorCode.REQUEST_TIME_TOO_SKEWED);
      assertThat(refusal.elements())
          .containsEntry("RequestTime", V4Signer.TIME)
          .containsEntry("ServerTime", now)
          .containsEntry("MaxAllowedSkewMilliseconds", "900000");
    }
  }

  @Test
  void dateHeader_standsInForAmzDate() {
    RequestHead head =
        Requests.with(
            Requests.without(HEAD, "x-amz-date"), "date", "Fri, 24 May 2013 00:00:00 GMT");
    assertThat(accepted(V4Signer.sign(head)).identity()).isSameAs(OWNER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bad Date", "20130524", "Fri, 24 May 2013"})
  void unreadableDate_isDenied(String date) {
    RequestHead head = Requests.with(Requests.without(HEAD, "x-amz-date"), "x-amz-date", date);
    S3Exception refusal = refused(V4Signer.sign(head));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.ACCESS_DENIED);
    assertThat(refusal.message()).contains("requires a valid Date or x-amz-date header");
  }

  @Test
  void missingDigestOfThePayload_isRefused() {
    S3Exception refusal = refused(V4Signer.sign(Requests.without(HEAD, "x-amz-content-sha256")));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_REQUEST);
    assertThat(refusal.message())
        .isEqualTo("Missing required header for this request: x-amz-content-sha256");
  }

  @Test
  void presignedRequest_isGoodUntilItExpires() {
    RequestHead signed = V4Signer.presign(BARE, V4Signer.TIME, "604800");
    assertThat(at("2013-05-31T00:00:00Z", Credentials.NOBODY).authenticate(signed, null).identity())
        .isSameAs(OWNER);
    S3Exception expired = refused("2013-05-31T00:00:01Z", signed);
    assertThat(expired.code()).isEqualTo(S3ErrorCode.ACCESS_DENIED);
    assertThat(expired.message()).isEqualTo("Request has expired");
    assertThat(expired.elements()).containsEntry("Expires", "2013-05-31T00:00:00Z");
    S3Exception early = refused("2013-05-23T23:00:00Z", signed);
    assertThat(early.message()).isEqualTo("Request is not yet valid");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "604801 | X-Amz-Expires must be less than a week",
        "-1 | X-Amz-Expires must be non-negative",
        "soon | X-Amz-Expires should be a number",
      })
  void presignedValidity_isChecked(String expires, String message) {
    S3Exception refusal = refused(V4Signer.presign(BARE, V4Signer.TIME, expires));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR);
    assertThat(refusal.message()).startsWith(message);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Amz-Signature, X-Amz-Sig, Query-string authentication version 4 requires",
    "X-Amz-Expires, X-Amz-Expired, Query-string authentication version 4 requires",
    "AWS4-HMAC-SHA256, AWS4-HMAC-MD5, X-Amz-Algorithm only supports",
    "20130524T000000Z, 2013-05-24, X-Amz-Date must be in the ISO8601 Long Format",
    "SignedHeaders=host, SignedHeaders=, X-Amz-SignedHeaders: ",
    "us-east-1, eu-west-1, Error parsing the X-Amz-Credential parameter; the region 'eu-west-1' is"
        + " wrong",
    "%2Fs3%2F, %2Fs3, Error parsing the X-Amz-Credential parameter; the Credential is mal-formed",
    "%2F20130524%2F, %2F20130523%2F, Error parsing the X-Amz-Credential parameter; Invalid"
        + " credential date",
  })
  void presignedParameters_areChecked(String part, String replacement, String message) {
    RequestHead signed = V4Signer.presign(BARE, V4Signer.TIME, "60");
    String query = String.valueOf(signed.query().sent()).replace(part, replacement);
    S3Exception refusal =
        refused(RequestHead.of("GET", signed.rawPath(), query, signed.host(), signed.headers()));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR);
    assertThat(refusal.message()).startsWith(message);
  }

  @Test
  void presignedRequestWithAnotherParameter_doesNotMatch() {
    RequestHead signed = V4Signer.presign(BARE, V4Signer.TIME, "60");
    RequestHead more =
        RequestHead.of(
            "GET",
            signed.rawPath(),
            signed.query().sent() + "&versionId=1",
            signed.host(),
            signed.headers());
    assertThat(refused(more).code()).isEqualTo(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Amz-Algorithm=AWS4-HMAC-SHA256", "Signature=a", "%58-Amz-Signature=a"})
  void headerAndQuery_areOneTooMany(String query) {
    RequestHead signed = V4Signer.sign(HEAD);
    S3Exception refusal =
        refused(RequestHead.of("GET", signed.rawPath(), query, signed.host(), signed.headers()));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_ARGUMENT);
    assertThat(refusal.message()).startsWith("Only one auth mechanism allowed");
    assertThat(refusal.elements()).containsEntry("ArgumentName", "Authorization");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=a | Query-string authentication requires",
        "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=a&Expires=soon | Invalid date",
        "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=a&Expires=9223372036854775807 | Invalid"
            + " date",
        "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=a&Expires=1 | Request has expired",
      })
  void version2Query_isChecked(String query, String message) {
    S3Exception refusal = refused(Requests.head("GET", "/bucket/key?" + query, "host", "h"));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.ACCESS_DENIED);
    assertThat(refusal.message()).startsWith(message);
  }

  @Test
  void version2WithAmzDate_signsAnEmptyDate() {
    RequestHead head =
        Requests.head(
            "PUT",
            "/b/k?uploadId=a%2Bb&partNumber=1&x=1",
            "host",
            "h",
            "date",
            "x",
            "x-amz-date",
            "Fri, 24 May 2013 00:00:00 GMT");
    String expected =
        "PUT\n\n\n\nx-amz-date:Fri, 24 May 2013 00:00:00 GMT\n/b/k?partNumber=1&uploadId=a+b";
    assertThat(V2Signer.stringsToSign(head, "").getFirst()).isEqualTo(expected);
    String signature = v2Signature(expected);
    RequestHead signed =
        Requests.with(head, "authorization", "AWS " + Requests.ACCESS_KEY + ":" + signature);
    assertThat(accepted(signed).identity()).isSameAs(OWNER);
    S3Exception late = refused("2013-05-24T00:15:01Z", signed);
    assertThat(late.code()).isEqualTo(S3ErrorCode.REQUEST_TIME_TOO_SKEWED);
  }

  private static String v2Signature(String stringToSign) {
    return V2Signer.signature(stringToSign);
  }

  @ParameterizedTest
  @CsvSource({
    "/bucket, /bucket/, true",
    "/bucket, /bucket, true",
    "/bucket/key, /bucket/key/, false",
    "/, //, false",
  })
  void version2_mayPutASlashAfterTheBucket(String sent, String signedPath, boolean good) {
    String[] headers = {"host", "h", "x-amz-date", V4Signer.TIME};
    RequestHead toSign = Requests.head("GET", signedPath, headers);
    String signature = v2Signature(V2Signer.stringsToSign(toSign, "").getFirst());
    RequestHead head =
        Requests.with(
            Requests.head("GET", sent, headers),
            "authorization",
            "AWS " + Requests.ACCESS_KEY + ":" + signature);
    if (good) {
      assertThat(accepted(head).identity()).isSameAs(OWNER);
    } else {
      assertThat(refused(head).code()).isEqualTo(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
    }
  }

  @Test
  void sessionToken_isNotOneOfOurs() {
    RequestHead signed = V4Signer.sign(Requests.with(HEAD, "x-amz-security-token", "token"));
    assertThat(refused(signed).code()).isEqualTo(S3ErrorCode.INVALID_TOKEN);
  }

  @Test
  void anonymousRequest_isOfTheEntryOrOfNobody() {
    assertThat(accepted(BARE).identity()).isSameAs(Credentials.NOBODY);
    Identity nobody = Identity.anonymous(new Principal("nobody", "anonymous"), List.of(), null);
    assertThat(at("2013-05-24T00:00:00Z", nobody).authenticate(BARE, null).identity())
        .isSameAs(nobody);
  }

  @Test
  void signedChunksWithoutASignedHead_areRefused() {
    Identity nobody = Identity.anonymous(new Principal("nobody", "anonymous"), List.of(), null);
    RequestHead head =
        Requests.with(BARE, "x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
    S3Exception refusal =
        catchThrowableOfType(
            S3Exception.class, () -> at("2013-05-24T00:00:00Z", nobody).authenticate(head, null));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prefix=%zz", "%=1", "a=%4"})
  void queryThatCannotBeDecoded_isNoUri(String query) {
    RequestHead signed = V4Signer.sign(HEAD);
    RequestHead odd =
        RequestHead.of("GET", signed.rawPath(), query, signed.host(), signed.headers());
    assertThat(refused(odd).code()).isEqualTo(S3ErrorCode.INVALID_URI);
  }
}

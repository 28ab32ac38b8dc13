package dev.sluice.frontend.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.Region;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.frontend.auth.signature.PresignedHeaders;
import dev.sluice.frontend.auth.signature.Requests;
import dev.sluice.frontend.auth.signature.V2Signer;
import dev.sluice.frontend.auth.signature.V4Signer;
import dev.sluice.frontend.route.Addressing;
import dev.sluice.frontend.route.Router;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.SubResources;
import dev.sluice.frontend.s3.UploadRequest;
import dev.sluice.frontend.xml.S3Xml;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a signature covers, of whatever kind it is: no change of the query or of an {@code x-amz-}
 * header that changes what is asked for keeps it good. What the protocols leave open is a table in
 * docs/access.md.
 */
class SignatureCoverageTest {
  private static final Instant NOW = Instant.parse("2013-05-24T00:00:00Z");
  private static final String UPLOAD = "0123456789abcdef0123456789abcdef";
  private static final String OTHER_UPLOAD = "fedcba9876543210fedcba9876543210";
  private static final Router ROUTER =
      new Router(new Addressing("/api/v1/s3", List.of()), new S3Xml());
  private static final Credentials CREDENTIALS =
      new Credentials(
          Map.of(Requests.ACCESS_KEY, new Credentials.Entry(Callers.OWNER, Requests.SECRET)),
          Credentials.NOBODY,
          IdentityNames.NONE);

  /** The ways to sign. */
  enum Kind {
    V2_HEADER {
      @Override
      RequestHead sign(RequestHead head) {
        return Requests.with(
            head, "authorization", "AWS " + Requests.ACCESS_KEY + ":" + version2(head, ""));
      }
    },
    V2_QUERY {
      @Override
      RequestHead sign(RequestHead head) {
        String expires = Long.toString(NOW.getEpochSecond() + 60);
        String own = "AWSAccessKeyId=" + Requests.ACCESS_KEY + "&Expires=" + expires;
        String query = head.query().sent() == null ? own : head.query().sent() + "&" + own;
        // The signature itself is no part of what it signs, but tells that headers are lifted.
        RequestHead lifted = PresignedHeaders.lift(withQuery(head, query + "&Signature="));
        return withQuery(head, query + "&Signature=" + encoded(version2(lifted, expires)));
      }
    },
    V4_HEADER {
      @Override
      RequestHead sign(RequestHead head) {
        return V4Signer.sign(head);
      }
    },
    V4_QUERY {
      @Override
      RequestHead sign(RequestHead head) {
        RequestHead unhashed = Requests.without(head, "x-amz-content-sha256");
        return V4Signer.presign(unhashed, V4Signer.TIME, "60");
      }
    };

    abstract RequestHead sign(RequestHead head);

    boolean isVersion2() {
      return this == V2_HEADER || this == V2_QUERY;
    }
  }

  /** What a request is about, as far as signatures have to tell. */
  private record Meaning(
      String operation,
      @Nullable Object bucket,
      @Nullable Object key,
      @Nullable Object upload,
      @Nullable Object part,
      @Nullable Object source,
      @Nullable Object overrides) {
    static Meaning of(S3Request request) {
      String operation =
          request instanceof BucketRequest.ListObjectsV2
              ? "ListObjects"
              : request.operation().awsName();
      return new Meaning(
          operation,
          request instanceof S3Request.OnBucket it ? it.bucket() : null,
          request instanceof ObjectRequest it ? it.key() : null,
          request instanceof UploadRequest.OfUpload it ? it.uploadId() : null,
          request instanceof UploadRequest.UploadPart it
              ? it.partNumber()
              : request instanceof ObjectRequest.GetObject it ? it.selection() : null,
          request instanceof ObjectRequest.CopyObject it ? it.source() : null,
          request instanceof ObjectRequest.GetObject it ? it.overrides() : null);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void subResource_isSignedOrRefused(Kind kind) {
    assertThat(refusal(kind.sign(head("GET", "/bucket", "prefix=a", "")))).isNull();
    Set<String> accepted = new TreeSet<>();
    for (String name : SubResources.NAMES) {
      for (String spelt : List.of(name, escaped(name), name + "=", name + "=1")) {
        RequestHead signed = kind.sign(head("GET", "/bucket", "prefix=a", ""));
        if (refusal(withQuery(signed, signed.query().sent() + "&" + spelt)) == null) {
          accepted.add(name);
        }
      }
    }
    assertThat(accepted).isEqualTo(kind.isVersion2() ? Set.of("list-type") : Set.of());
  }

  /** Today's sub-resources that the protocol of old does not know. */
  @Test
  void subResourceThatVersion2DoesNotCover_needsVersion4() {
    S3Exception refusal =
        refusal(Kind.V2_HEADER.sign(head("GET", "/bucket/key", "attributes", "")));

    assertThat(Objects.requireNonNull(refusal).code()).isEqualTo(S3ErrorCode.INVALID_REQUEST);
    assertThat(refusal.message()).contains("attributes").contains("AWS4-HMAC-SHA256");
  }

  /** As one value it would be signed like two. */
  @Test
  void valueThatReadsLikeAnotherSubResource_needsVersion4() {
    String query = "response-content-type=a%26versionId%3Dnull";

    assertThat(refusal(Kind.V2_HEADER.sign(head("GET", "/bucket/key", query, "")))).isNotNull();
    assertThat(refusal(Kind.V4_HEADER.sign(head("GET", "/bucket/key", query, "")))).isNull();
    assertThat(
            refusal(
                Kind.V2_HEADER.sign(
                    head("GET", "/bucket/key", "response-content-type=a%26b%3Dc", ""))))
        .isNull();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void subResourceThatIsThereTwice_isRefused(Kind kind) {
    for (String query : List.of("uploadId=a&uploadId=a", "acl&%61cl", "versionId=null&versionId")) {
      RequestHead head = kind.sign(head("GET", "/bucket/key", query, ""));

      S3Exception refusal =
          catchThrowableOfType(S3Exception.class, () -> ROUTER.route(PresignedHeaders.lift(head)));

      assertThat(refusal.code()).as(query).isEqualTo(S3ErrorCode.INVALID_ARGUMENT);
      assertThat(refusal.message()).as(query).contains("more than once");
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void version2TurnedOff_isToldToUseVersion4(Kind kind) {
    Authenticator without =
        Authenticator.signed(
            () -> CREDENTIALS,
            new AcceptedSignatures(Region.US_EAST_1, false),
            InstantSource.fixed(NOW));
    RequestHead head = kind.sign(head("GET", "/bucket/key", null, ""));

    if (!kind.isVersion2()) {
      assertThat(without.authenticate(head, null).identity()).isSameAs(Callers.OWNER);
      return;
    }
    S3Exception refusal =
        catchThrowableOfType(S3Exception.class, () -> without.authenticate(head, null));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_REQUEST);
    assertThat(refusal.message()).contains("AWS4-HMAC-SHA256");
  }

  @Property(tries = 4000)
  void changeOfWhatIsAskedFor_breaksTheSignature(
      @ForAll Kind kind, @ForAll("heads") RequestHead head, @ForAll Random random) {
    RequestHead signed = kind.sign(head);
    Meaning meant = meaning(signed);
    Assume.that(meant != null);

    RequestHead changed = signed;
    for (int i = 0; i <= random.nextInt(2); i++) {
      changed = changed(changed, random);
    }

    Meaning taken = meaning(changed);
    if (taken != null) {
      assertThat(taken).as("%s signed, %s sent", signed, changed).isEqualTo(meant);
    }
  }

  /** What the signer's request asks for; null where it is refused, or nobody's. */
  private static @Nullable Meaning meaning(RequestHead head) {
    try {
      if (!authenticator().authenticate(head, null).identity().equals(Callers.OWNER)) {
        return null;
      }
      return Meaning.of(ROUTER.route(PresignedHeaders.lift(head)));
    } catch (S3Exception e) {
      return null;
    }
  }

  private static @Nullable S3Exception refusal(RequestHead head) {
    try {
      authenticator().authenticate(head, null);
      return null;
    } catch (S3Exception e) {
      return e;
    }
  }

  private static Authenticator authenticator() {
    return Authenticator.signed(
        () -> CREDENTIALS,
        new AcceptedSignatures(Region.US_EAST_1, true),
        InstantSource.fixed(NOW));
  }

  private static final List<String> VALUES =
      List.of(
          "",
          "1",
          "2",
          "null",
          UPLOAD,
          OTHER_UPLOAD,
          "text/html",
          "a&b",
          "a&uploadId=" + UPLOAD,
          "x&response-content-type=text/html",
          "bucket/other",
          "bucket/a b",
          "bucket/a  b",
          "a b",
          "a  b",
          "é");

  private static final List<String> HEADERS =
      List.of("x-amz-copy-source", "x-amz-acl", "x-amz-meta-a", "x-amzn-trace-id");

  @Provide
  Arbitrary<RequestHead> heads() {
    Arbitrary<String> parameter =
        Combinators.combine(names(), Arbitraries.of(VALUES))
            .as((name, value) -> value.isEmpty() ? name : name + "=" + encoded(value));
    Arbitrary<@Nullable String> query =
        Arbitraries.oneOf(
            parameter.list().ofMaxSize(3).map(list -> String.join("&", list)),
            Arbitraries.of(
                "",
                "partNumber=1&uploadId=" + UPLOAD,
                "uploadId=" + UPLOAD,
                "uploads",
                "uploads=",
                "response-content-disposition=a%26b&response-content-type=text/html",
                "x-amz-copy-source=bucket/source&x-amz-meta-a=1",
                "versionId=null&partNumber=1"));
    return Combinators.combine(
            Arbitraries.of("GET", "PUT", "POST", "DELETE"),
            Arbitraries.of("/bucket", "/bucket/", "/bucket/key", "/bucket/a/%2Fb"),
            query,
            Arbitraries.of("", "", "bucket/source", "bucket/a+b"))
        .as(SignatureCoverageTest::head);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.oneOf(
        Arbitraries.of(new TreeSet<>(SubResources.NAMES)),
        Arbitraries.of(new TreeSet<>(SubResources.OVERRIDES)),
        Arbitraries.of("prefix", "uploadId", "partNumber", "versionId", "x-amz-copy-source"));
  }

  private static RequestHead head(
      String method, String path, @Nullable String query, String copySource) {
    RequestHead head =
        Requests.head(
            method,
            query == null || query.isEmpty() ? path : path + "?" + query,
            "host",
            "localhost",
            "x-amz-date",
            V4Signer.TIME,
            "x-amz-content-sha256",
            Requests.EMPTY_SHA256);
    return copySource.isEmpty() ? head : Requests.with(head, "x-amz-copy-source", copySource);
  }

  private static RequestHead changed(RequestHead head, Random random) {
    if (random.nextInt(4) == 0) {
      String name = pick(HEADERS, random);
      RequestHead without = random.nextBoolean() ? head : Requests.without(head, name);
      return Requests.with(without, name, pick(VALUES, random));
    }
    String sent = head.query().sent() == null ? "" : head.query().sent();
    List<String> parts = new ArrayList<>(Arrays.asList(sent.split("&", -1)));
    int at = random.nextInt(parts.size());
    switch (random.nextInt(6)) {
      case 0 -> parts.add(at, parameter(random));
      case 1 -> parts.add(parameter(random));
      case 2 -> parts.remove(at);
      case 3 ->
          parts.set(at, parts.get(at).replaceFirst("(=.*)?$", "=" + encoded(pick(VALUES, random))));
      case 4 -> parts.set(at, parts.get(at).replace("%26", "&").replace("%3D", "="));
      case 5 -> {
        String merged = parts.remove(at).replace("=", "%3D");
        int before = parts.isEmpty() ? -1 : random.nextInt(parts.size());
        if (before >= 0) {
          parts.set(before, parts.get(before) + "%26" + merged);
        }
      }
      default -> throw new IllegalStateException();
    }
    return withQuery(head, String.join("&", parts));
  }

  private static String parameter(Random random) {
    List<String> names = new ArrayList<>(new TreeSet<>(SubResources.NAMES));
    names.addAll(HEADERS);
    names.add("X-Amz-Signature");
    names.add("Signature");
    String name = pick(names, random);
    return (random.nextBoolean() ? name : escaped(name)) + "=" + encoded(pick(VALUES, random));
  }

  private static String pick(List<String> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  /** The same name, spelt in another way. */
  private static String escaped(String name) {
    return "%%%02x".formatted((int) name.charAt(0)) + name.substring(1);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String version2(RequestHead head, String date) {
    return V2Signer.signature(V2Signer.stringsToSign(head, date).getFirst());
  }

  private static RequestHead withQuery(RequestHead head, String query) {
    return RequestHead.of(head.method(), head.rawPath(), query, head.host(), head.headers());
  }
}

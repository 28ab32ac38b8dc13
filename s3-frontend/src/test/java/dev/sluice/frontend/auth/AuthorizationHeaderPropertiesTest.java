package dev.sluice.frontend.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.Region;
import dev.sluice.frontend.auth.signature.Authorization;
import dev.sluice.frontend.auth.signature.Credential;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Authorization headers that were written from what they shall say. */
class AuthorizationHeaderPropertiesTest {
  private static final String REGION = "eu-west-3";

  /** What a header of Signature V4 says. */
  record Said(String accessKey, LocalDate day, List<String> headers, String signature) {
    String date() {
      return day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    List<String> components() {
      return List.of(
          "Credential=" + accessKey + "/" + date() + "/" + REGION + "/s3/aws4_request",
          "SignedHeaders=" + String.join(";", headers),
          "Signature=" + signature);
    }
  }

  /** What makes a good header a malformed one, wherever it stands. */
  enum Break {
    NO_CREDENTIAL(header -> header.replaceFirst("Credential=[^,]*", "Other=1")),
    NO_SIGNED_HEADERS(header -> header.replaceFirst("SignedHeaders=[^,]*", "Other=1")),
    NO_SIGNATURE(header -> header.replaceFirst("Signature=[^,]*", "Other=1")),
    ONE_TOO_MANY(header -> header + ",Other=1"),
    ONE_TWICE(header -> header + ",Signature=0"),
    NO_VALUE(header -> header + ",Signature"),
    ENDS_IN_A_COMMA(header -> header + ","),
    ANOTHER_REGION(header -> header.replace("/" + REGION + "/", "/us-west-2/")),
    ANOTHER_SERVICE(header -> header.replace("/s3/", "/sts/")),
    ANOTHER_END(header -> header.replace("aws4_request", "aws5_request")),
    NO_DAY(header -> header.replaceFirst("/(\\d{4})\\d{4}/", "/$11301/")),
    NO_DATE(header -> header.replaceFirst("/\\d{8}/", "/20260101T000000Z/")),
    TOO_SHORT(header -> header.replace("/" + REGION, "")),
    HEADER_TWICE(header -> header.replaceFirst("SignedHeaders=([^;,]*)", "SignedHeaders=$1;$1")),
    NAMELESS_HEADER(header -> header.replace("SignedHeaders=", "SignedHeaders=;")),
    NO_HEADERS(header -> header.replaceFirst("SignedHeaders=[^,]*", "SignedHeaders="));

    private final UnaryOperator<String> change;

    Break(UnaryOperator<String> change) {
      this.change = change;
    }
  }

  private static Authorization read(String header) {
    RequestHead head =
        RequestHead.of("GET", "/", null, "host", Map.of("authorization", List.of(header)));
    return Authorization.of(head, new Region(REGION));
  }

  /** The components in any order, with blanks wherever they may stand. */
  private static String spelt(Said said, Random spelling) {
    List<String> components = new ArrayList<>(said.components());
    Collections.shuffle(components, spelling);
    List<String> spelt = new ArrayList<>();
    for (String component : components) {
      int equals = component.indexOf('=') + 1;
      spelt.add(
          blanks(spelling)
              + component.substring(0, equals)
              + blanks(spelling)
              + component.substring(equals)
              + blanks(spelling));
    }
    return "AWS4-HMAC-SHA256 " + String.join(",", spelt);
  }

  private static String blanks(Random spelling) {
    return " ".repeat(Math.max(0, spelling.nextInt(4) - 1));
  }

  @Property(tries = 300)
  void header_saysWhatWasWritten(@ForAll("said") Said said, @ForAll Random spelling) {
    String header = spelt(said, spelling);

    assertThat(read(header))
        .as(header)
        .isEqualTo(
            new Authorization.V4Header(
                new Credential(said.accessKey(), said.date(), REGION),
                said.headers().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList(),
                said.signature()));
    // Whoever made it up is let in by none.
    new Attack().on(header);
  }

  @Property(tries = 300)
  void malformedHeader_isRefusedAsSuch(@ForAll("said") Said said, @ForAll Break broken) {
    String good = "AWS4-HMAC-SHA256 " + String.join(",", said.components());
    String header = broken.change.apply(good);
    assertThat(header).isNotEqualTo(good);

    S3Exception refused = catchThrowableOfType(S3Exception.class, () -> read(header));

    assertThat(refused).as(header).isNotNull();
    assertThat(refused.code()).as(header).isEqualTo(S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED);
    assertThat(refused).hasMessageStartingWith("The authorization header is malformed; ");
  }

  @Property(tries = 100)
  void headerOfSignatureV2_saysWhatWasWritten(
      @ForAll("accessKeys") String accessKey, @ForAll("signatures") String signature) {
    assertThat(read("AWS " + accessKey + ":" + signature))
        .isEqualTo(new Authorization.V2Header(accessKey, signature));
  }

  /** The whole way of a request, as the fuzz target drives it. */
  private static final class Attack {
    private final AuthorizationFuzzTarget target;

    Attack() {
      try {
        target = new AuthorizationFuzzTarget();
      } catch (CredentialsException e) {
        throw new AssertionError(e);
      }
    }

    void on(String header) {
      target.attack(
          ("GET /bucket/key\nhost: h\nx-amz-date: 20130524T000000Z\nauthorization: " + header)
              .getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Provide
  Arbitrary<Said> said() {
    Arbitrary<String> header =
        Arbitraries.of(
            "host", "Host", "x-amz-date", "x-amz-content-sha256", "x-amz-meta-a", "Range", "date");
    return Combinators.combine(
            accessKeys(),
            Arbitraries.integers()
                .between(0, 60_000)
                .map(day -> LocalDate.of(1970, 1, 1).plusDays(day)),
            header
                .list()
                .uniqueElements(name -> name.toLowerCase(Locale.ROOT))
                .ofMinSize(1)
                .ofMaxSize(6),
            Arbitraries.strings().withChars("0123456789abcdef").ofLength(64))
        .as(Said::new);
  }

  @Provide
  Arbitrary<String> accessKeys() {
    return Arbitraries.strings()
        .alpha()
        .numeric()
        .withChars("_.+=@-")
        .ofMinLength(1)
        .ofMaxLength(128);
  }

  /** Base64. */
  @Provide
  Arbitrary<String> signatures() {
    return Arbitraries.strings().alpha().numeric().withChars("+/").ofLength(27).map(s -> s + "=");
  }
}

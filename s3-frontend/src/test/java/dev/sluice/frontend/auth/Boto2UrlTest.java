package dev.sluice.frontend.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Region;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.frontend.auth.signature.PresignedHeaders;
import dev.sluice.frontend.auth.signature.Requests;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A URL that boto 2.49 made ({@code generate_url} with headers): it signs them by Signature V2 as
 * headers and sends those of Amazon's as parameters.
 */
class Boto2UrlTest {
  private static final String URL =
      "/bucket/a%20key?Signature=SHsf0mynO4GvSsIAlRyyUURVrwo%3D&Expires=1175139620"
          + "&AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&x-amz-meta-b=two%20%C3%A9&x-amz-acl=private";

  private final Identity owner =
      Identity.unrestricted(Requests.ACCESS_KEY, new Principal("id", "name"));
  private final Credentials credentials =
      new Credentials(
          Map.of(Requests.ACCESS_KEY, new Credentials.Entry(owner, Requests.SECRET)),
          Credentials.NOBODY,
          IdentityNames.NONE);
  private final Authenticator authenticator =
      Authenticator.signed(
          () -> credentials,
          new AcceptedSignatures(Region.US_EAST_1, true),
          InstantSource.fixed(Instant.parse("2007-03-29T03:00:00Z")));

  @Test
  void headersInTheQuery_areSignedAndCount() {
    RequestHead head = head(URL);

    assertThat(authenticator.authenticate(head, null).identity()).isSameAs(owner);
    assertThat(PresignedHeaders.lift(head).header("x-amz-meta-b")).isEqualTo("two \u00c3\u00a9");
  }

  @Test
  void headerInTheQuery_thatWasNotSignedIsRefused() {
    for (String url :
        new String[] {
          URL + "&x-amz-meta-c=more",
          URL.replace("two", "one"),
          URL.replace("&x-amz-acl=private", "")
        }) {
      S3Exception refusal =
          catchThrowableOfType(
              S3Exception.class, () -> authenticator.authenticate(head(url), null));
      assertThat(refusal.code()).isEqualTo(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
    }
  }

  private static RequestHead head(String url) {
    return Requests.head("PUT", url, "Host", "h", "Content-Type", "text/x");
  }
}

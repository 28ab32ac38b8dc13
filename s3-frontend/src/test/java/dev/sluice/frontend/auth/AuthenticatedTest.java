package dev.sluice.frontend.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Region;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.frontend.auth.signature.Requests;
import dev.sluice.frontend.auth.signature.V4Signer;
import dev.sluice.frontend.route.Addressing;
import dev.sluice.frontend.route.Router;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.xml.S3Xml;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Headers of an answer are chosen by a request that is signed. Asserts AWS's behaviour:
 * "GetObject", AmazonS3/latest/API/API_GetObject.html.
 */
class AuthenticatedTest {
  private static final Identity ANYBODY =
      Identity.unrestricted("", new Principal("nobody", "anonymous"));
  private static final Authenticator SIGNED =
      Authenticator.signed(
          () ->
              new Credentials(
                  Map.of(
                      Requests.ACCESS_KEY, new Credentials.Entry(Callers.OWNER, Requests.SECRET)),
                  ANYBODY,
                  IdentityNames.NONE),
          new AcceptedSignatures(Region.US_EAST_1, true),
          InstantSource.fixed(Instant.parse("2013-05-24T00:00:00Z")));
  private static final Router ROUTER = new Router(new Addressing("", List.of()), new S3Xml());

  private static RequestHead asking(String method) {
    return RequestHead.of(
        method,
        Requests.TO_SIGN.rawPath(),
        "response-content-type=text%2Fhtml",
        Requests.TO_SIGN.host(),
        Requests.TO_SIGN.headers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void signedRequest_choosesHeadersOfItsAnswer(String method) {
    RequestHead head = V4Signer.sign(asking(method));
    Authenticated caller = SIGNED.authenticate(head, null);
    assertThat(caller.signed()).isTrue();
    caller.requireSignature(ROUTER.route(head));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void anonymousRequest_doesNot(String method) {
    RequestHead head = Requests.without(asking(method), "x-amz-content-sha256");
    Authenticated caller = SIGNED.authenticate(head, null);
    assertThat(caller.signed()).isFalse();
    assertThat(refusal(caller, head).code()).isEqualTo(S3ErrorCode.INVALID_REQUEST);
  }

  /** Whatever it bears, nobody here can prove it. */
  @Test
  void nothing_isSignedWhereAccessIsOpen() {
    RequestHead head = V4Signer.sign(asking("GET"));
    Authenticated caller = Authenticator.open(ANYBODY).authenticate(head, null);
    assertThat(caller.signed()).isFalse();
    assertThat(refusal(caller, head).code()).isEqualTo(S3ErrorCode.INVALID_REQUEST);
  }

  private static S3Exception refusal(Authenticated caller, RequestHead head) {
    return catchThrowableOfType(
        S3Exception.class, () -> caller.requireSignature(ROUTER.route(head)));
  }
}

package dev.sluice.frontend.auth;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Region;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.frontend.auth.signature.Authorization;
import dev.sluice.frontend.auth.signature.BodyFraming;
import dev.sluice.frontend.auth.signature.DigestHeaders;
import dev.sluice.frontend.auth.signature.PayloadDigest;
import dev.sluice.frontend.auth.signature.RequestTime;
import dev.sluice.frontend.auth.signature.Requests;
import dev.sluice.frontend.s3.HeadInput;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.fuzzing.FuzzTarget;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Whatever a head presents is read or refused, and blamed on the client; nobody is let in but who
 * signed. {@link Authorization} with {@code V4HeaderParser}, {@code V4QueryParser} and {@code
 * V2Parser}, {@code CredentialParser}, {@code PercentEncoding}, {@link RequestTime}, {@link
 * PayloadDigest}, {@link BodyFraming}, {@link DigestHeaders}.
 */
final class AuthorizationFuzzTarget implements FuzzTarget {
  private static final Instant NOW = Instant.parse("2013-05-24T00:01:00Z");

  private final Authenticator signed;
  private final Authenticator open =
      Authenticator.open(Identity.unrestricted("", new Principal("nobody", "nobody")));

  AuthorizationFuzzTarget() throws CredentialsException {
    Credentials credentials =
        Credentials.none().withRoot(Requests.ACCESS_KEY, Requests.SECRET_TEXT);
    signed =
        Authenticator.signed(
            () -> credentials,
            new AcceptedSignatures(Region.US_EAST_1, true),
            InstantSource.fixed(NOW));
  }

  @Override
  public void attack(byte[] input) {
    RequestHead head = HeadInput.of(input);
    try {
      Authenticated caller = signed.authenticate(head, null);
      String all = FuzzTarget.wireText(input);
      require(
          all.contains("ignature") || !caller.signed(), "nobody is known who did not sign", all);
    } catch (S3Exception e) {
      blamesTheClient(e);
    }
    try {
      open.authenticate(head, null);
      DigestHeaders.read(S3Operation.PUT_OBJECT, head);
    } catch (S3Exception e) {
      blamesTheClient(e);
    }
    String date = head.header("date");
    RequestTime time = date == null ? null : RequestTime.parse(date);
    if (time != null && time.timestamp().length() == 16) {
      require(time.equals(RequestTime.parseBasic(time.timestamp())), "there and back", date, time);
    }
  }

  private static void blamesTheClient(S3Exception e) {
    int status = e.code().status();
    require((status >= 400 && status < 500) || status == 501, "blames the client", e.code());
  }
}

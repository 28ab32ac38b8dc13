package dev.sluice.frontend.auth.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import org.junit.jupiter.api.Test;

class PresignedHeadersTest {
  private static final String SIGNED =
      "&X-Amz-Signature=s&X-Amz-Date=d&x-amz-checksum-crc32=AAAAAA%3D%3D";

  @Test
  void parametersOfAPresignedUrl_becomeHeaders() {
    RequestHead head =
        Requests.head(
            "PUT",
            "/b/k?X-Amz-Meta-A=b+%C3%A9&x-amz-acl=private" + SIGNED,
            "host",
            "h",
            "x-amz-acl",
            "sent");
    RequestHead lifted = PresignedHeaders.lift(head);
    assertThat(lifted.headers()).containsOnlyKeys("host", "x-amz-acl", "x-amz-meta-a");
    assertThat(lifted.header("x-amz-meta-a")).isEqualTo("b \u00c3\u00a9");
    assertThat(lifted.header("x-amz-acl")).isEqualTo("sent");
  }

  @Test
  void requestThatIsNotPresigned_staysAsItIs() {
    RequestHead head = Requests.head("PUT", "/b/k?x-amz-acl=private", "host", "h");
    assertThat(PresignedHeaders.lift(head)).isSameAs(head);
  }

  @Test
  void valueThatNoHeaderCanHold_isRefused() {
    RequestHead head =
        Requests.head("PUT", "/b/k?x-amz-meta-a=b%0D%0ASet-Cookie:c" + SIGNED, "host", "h");
    S3Exception refusal =
        catchThrowableOfType(S3Exception.class, () -> PresignedHeaders.lift(head));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_ARGUMENT);
  }
}

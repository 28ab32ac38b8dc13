package dev.sluice.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asserts AWS's behaviour: the examples of AmazonS3/latest/API/sig-v4-header-based-auth.html that
 * sign the headers which the driver signs.
 */
class RequestSignerTest {
  private static final AccessKey KEY =
      new AccessKey(
          "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1");

  @ParameterizedTest
  @CsvSource({
    "lifecycle=, fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    "max-keys=2&prefix=J, 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
  })
  void publishedExample_hasItsSignature(String query, String signature) {
    InstantSource clock = InstantSource.fixed(Instant.parse("2013-05-24T00:00:00Z"));
    StringBuilder head = new StringBuilder();

    new RequestSigner(KEY, clock)
        .sign(
            head, "GET", "examplebucket.s3.amazonaws.com", "/", query, RequestSigner.EMPTY_PAYLOAD);

    assertThat(head.toString())
        .contains("x-amz-date: 20130524T000000Z\r\n")
        .endsWith(", Signature=" + signature + "\r\n");
  }
}

package dev.sluice.frontend.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Region;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.frontend.auth.signature.BodyDecoder;
import dev.sluice.frontend.auth.signature.BodyFraming;
import dev.sluice.frontend.auth.signature.Decoding;
import dev.sluice.frontend.auth.signature.PublishedChunkedUpload;
import dev.sluice.frontend.auth.signature.Requests;
import dev.sluice.frontend.s3.RequestHead;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Asserts AWS's behaviour: the examples of "Authenticating Requests (AWS Signature Version 4)",
 * AmazonS3/latest/API/sig-v4-authenticating-requests.html, through the whole authenticator.
 */
class SigV4PublishedExamplesTest {
  private static final String SCOPE = "/20130524/us-east-1/s3/aws4_request";
  private static final String EMPTY = Requests.EMPTY_SHA256;

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
          InstantSource.fixed(Instant.parse("2013-05-24T00:05:00Z")));

  private void accepts(RequestHead head) {
    assertThat(authenticator.authenticate(head, "examplebucket").identity()).isSameAs(owner);
  }

  private static String authorization(String signedHeaders, String signature) {
    return "AWS4-HMAC-SHA256 Credential="
        + Requests.ACCESS_KEY
        + SCOPE
        + ",SignedHeaders="
        + signedHeaders
        + ",Signature="
        + signature;
  }

  @Test
  void getObjectWithRange_isAccepted() {
    accepts(
        Requests.head(
            "GET",
            "/test.txt",
            "Host",
            "examplebucket.s3.amazonaws.com",
            "Range",
            "bytes=0-9",
            "x-amz-content-sha256",
            EMPTY,
            "x-amz-date",
            "20130524T000000Z",
            "Authorization",
            authorization(
                "host;range;x-amz-content-sha256;x-amz-date",
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")));
  }

  @Test
  void putObjectWithDateHeader_isAccepted() {
    accepts(
        Requests.head(
            "PUT",
            "/test%24file.text",
            "Date",
            "Fri, 24 May 2013 00:00:00 GMT",
            "Host",
            "examplebucket.s3.amazonaws.com",
            "x-amz-date",
            "20130524T000000Z",
            "x-amz-storage-class",
            "REDUCED_REDUNDANCY",
            "x-amz-content-sha256",
            "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
            "Authorization",
            authorization(
                "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")));
  }

  @Test
  void getBucketLifecycle_isAccepted() {
    accepts(
        Requests.head(
            "GET",
            "/?lifecycle",
            "Host",
            "examplebucket.s3.amazonaws.com",
            "x-amz-date",
            "20130524T000000Z",
            "x-amz-content-sha256",
            EMPTY,
            "Authorization",
            authorization(
                "host;x-amz-content-sha256;x-amz-date",
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")));
  }

  @Test
  void listObjects_isAccepted() {
    accepts(
        Requests.head(
            "GET",
            "/?max-keys=2&prefix=J",
            "Host",
            "examplebucket.s3.amazonaws.com",
            "x-amz-date",
            "20130524T000000Z",
            "x-amz-content-sha256",
            EMPTY,
            "Authorization",
            authorization(
                "host;x-amz-content-sha256;x-amz-date",
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")));
  }

  @Test
  void presignedGetObject_isAccepted() {
    accepts(
        Requests.head(
            "GET",
            "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            "Host",
            "examplebucket.s3.amazonaws.com"));
  }

  @Test
  void seedOfChunkedUpload_isAccepted() {
    RequestHead head =
        Requests.head(
            "PUT",
            "/examplebucket/chunkObject.txt",
            "Host",
            "s3.amazonaws.com",
            "x-amz-date",
            "20130524T000000Z",
            "x-amz-storage-class",
            "REDUCED_REDUNDANCY",
            "x-amz-content-sha256",
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            "Content-Encoding",
            "aws-chunked",
            "x-amz-decoded-content-length",
            "66560",
            "Content-Length",
            "66824",
            "Authorization",
            authorization(
                "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class",
                "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"));
    BodyFraming body = authenticator.authenticate(head, null).body();
    assertThat(body.isChunked()).isTrue();
    assertThat(body.length()).hasValue(66560);
    byte[] wire = PublishedChunkedUpload.SIGNED.wire();
    assertThat(Decoding.all(body.decoder(), wire)).isEqualTo(PublishedChunkedUpload.PAYLOAD);
  }

  @Test
  void seedOfChunkedUploadWithTrailer_isAccepted() {
    RequestHead head =
        Requests.head(
            "PUT",
            "/examplebucket/chunkObject.txt",
            "Host",
            "s3.amazonaws.com",
            "x-amz-date",
            "20130524T000000Z",
            "x-amz-storage-class",
            "REDUCED_REDUNDANCY",
            "x-amz-content-sha256",
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
            "Content-Encoding",
            "aws-chunked",
            "x-amz-decoded-content-length",
            "66560",
            "x-amz-trailer",
            "x-amz-checksum-crc32c",
            "Authorization",
            authorization(
                "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
                "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"));
    BodyDecoder decoder = authenticator.authenticate(head, null).body().decoder();
    byte[] wire = PublishedChunkedUpload.TRAILED.wire();
    assertThat(Decoding.all(decoder, wire)).isEqualTo(PublishedChunkedUpload.PAYLOAD);
    assertThat(decoder.trailers()).containsExactly(Map.entry("x-amz-checksum-crc32c", "sOO8/Q=="));
  }
}

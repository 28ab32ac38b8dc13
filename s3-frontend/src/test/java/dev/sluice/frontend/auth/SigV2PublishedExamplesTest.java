package dev.sluice.frontend.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Region;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.frontend.auth.signature.Requests;
import dev.sluice.frontend.s3.RequestHead;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Asserts AWS's behaviour: the examples of "Signing and authenticating REST requests (AWS signature
 * version 2)", AmazonS3/latest/API/RESTAuthentication.html, through the whole authenticator. Left
 * out is the DELETE with x-amz-date, which contradicts the page's own rule (and every client) in
 * where the date stands.
 */
class SigV2PublishedExamplesTest {
  private final Identity owner =
      Identity.unrestricted(Requests.ACCESS_KEY, new Principal("id", "name"));
  private final Credentials credentials =
      new Credentials(
          Map.of(Requests.ACCESS_KEY, new Credentials.Entry(owner, Requests.SECRET)),
          Credentials.NOBODY,
          IdentityNames.NONE);

  private void accepts(String now, @Nullable String hostBucket, RequestHead head) {
    Authenticator authenticator =
        Authenticator.signed(
            () -> credentials,
            new AcceptedSignatures(Region.US_EAST_1, true),
            InstantSource.fixed(Instant.parse(now)));
    assertThat(authenticator.authenticate(head, hostBucket).identity()).isSameAs(owner);
  }

  private static String authorization(String signature) {
    return "AWS " + Requests.ACCESS_KEY + ":" + signature;
  }

  @Test
  void objectGet_isAccepted() {
    accepts(
        "2007-03-27T19:36:42Z",
        "awsexamplebucket1",
        Requests.head(
            "GET",
            "/photos/puppy.jpg",
            "Host",
            "awsexamplebucket1.us-west-1.s3.amazonaws.com",
            "Date",
            "Tue, 27 Mar 2007 19:36:42 +0000",
            "Authorization",
            authorization("qgk2+6Sv9/oM7G3qLEjTH1a1l1g=")));
  }

  @Test
  void objectPut_isAccepted() {
    accepts(
        "2007-03-27T21:15:45Z",
        "awsexamplebucket1",
        Requests.head(
            "PUT",
            "/photos/puppy.jpg",
            "Content-Type",
            "image/jpeg",
            "Content-Length",
            "94328",
            "Host",
            "awsexamplebucket1.s3.us-west-1.amazonaws.com",
            "Date",
            "Tue, 27 Mar 2007 21:15:45 +0000",
            "Authorization",
            authorization("iqRzw+ileNPu1fhspnRs8nOjjIA=")));
  }

  @Test
  void list_isAccepted() {
    accepts(
        "2007-03-27T19:42:41Z",
        "awsexamplebucket1",
        Requests.head(
            "GET",
            "/?prefix=photos&max-keys=50&marker=puppy",
            "Date",
            "Tue, 27 Mar 2007 19:42:41 +0000",
            "Authorization",
            authorization("m0WP8eCtspQl5Ahe6L1SozdX9YA=")));
  }

  @Test
  void fetchOfSubResource_isAccepted() {
    accepts(
        "2007-03-27T19:44:46Z",
        "awsexamplebucket1",
        Requests.head(
            "GET",
            "/?acl",
            "Date",
            "Tue, 27 Mar 2007 19:44:46 +0000",
            "Authorization",
            authorization("82ZHiFIjc+WbcwFKGUVEQspPn+0=")));
  }

  @Test
  void uploadWithManyHeaders_isAccepted() {
    accepts(
        "2007-03-27T21:06:08Z",
        "static.johnsmith.net",
        Requests.head(
            "PUT",
            "/db-backup.dat.gz",
            "Host",
            "static.johnsmith.net:8080",
            "Date",
            "Tue, 27 Mar 2007 21:06:08 +0000",
            "x-amz-acl",
            "public-read",
            "content-type",
            "application/x-download",
            "Content-MD5",
            "4gJE4saaMU4BqNR0kLY+lw==",
            "X-Amz-Meta-ReviewedBy",
            "joe@johnsmith.net",
            "X-Amz-Meta-ReviewedBy",
            "jane@johnsmith.net",
            "X-Amz-Meta-FileChecksum",
            "0x02661779",
            "X-Amz-Meta-ChecksumAlgorithm",
            "crc32",
            "Content-Disposition",
            "attachment; filename=database.dat",
            "Content-Length",
            "5913339",
            "Authorization",
            authorization("ilyl83RwaSoYIEdixDQcA4OnAnc=")));
  }

  @Test
  void listAllMyBuckets_isAccepted() {
    accepts(
        "2007-03-28T01:29:59Z",
        null,
        Requests.head(
            "GET",
            "/",
            "Date",
            "Wed, 28 Mar 2007 01:29:59 +0000",
            "Authorization",
            authorization("qGdzdERIC03wnaRNKh6OqZehG9s=")));
  }

  @Test
  void unicodeKeyPathStyle_isAcceptedAsSent() {
    accepts(
        "2007-03-28T01:49:49Z",
        null,
        Requests.head(
            "GET",
            "/dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re",
            "Date",
            "Wed, 28 Mar 2007 01:49:49 +0000",
            "Authorization",
            authorization("DNEZGsoieTZ92F3bUfSPQcbGmlM=")));
  }

  @Test
  void queryStringAuthentication_isAccepted() {
    accepts(
        "2007-03-29T03:00:00Z",
        "johnsmith",
        Requests.head(
            "GET",
            "/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620"));
  }
}

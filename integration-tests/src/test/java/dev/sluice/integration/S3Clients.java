package dev.sluice.integration;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Clients of the AWS SDK for Java, with its defaults wherever a test does not say otherwise. */
public final class S3Clients {

  public static final String ACCESS_KEY = "sluice-tester";
  public static final String SECRET_KEY = "a-secret-of-the-tests";
  static final AwsCredentialsProvider TESTER = credentials(ACCESS_KEY, SECRET_KEY);

  /** Sub-domains of this one are buckets; {@link BucketHosts} finds them on this machine. */
  static final String DOMAIN = "s3.sluice.test";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private S3Clients() {}

  public static AwsCredentialsProvider credentials(String accessKey, String secretKey) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
  }

  /** Path style, the tester's credentials. */
  public static S3Client pathStyle(URI endpoint) {
    return builder(endpoint).forcePathStyle(true).build();
  }

  /** Virtual-host style below {@link #DOMAIN}. */
  static S3Client virtualHostStyle(URI server) {
    return builder(URI.create("http://" + DOMAIN + ":" + server.getPort())).build();
  }

  /** To go on from: no retries, so that a test sees what the server answered first. */
  public static S3ClientBuilder builder(URI endpoint) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(TESTER)
        .overrideConfiguration(configuration -> configuration.retryStrategy(RetryMode.STANDARD))
        .httpClientBuilder(ApacheHttpClient.builder().socketTimeout(LIMIT).maxConnections(100));
  }

  static S3Presigner presigner(URI endpoint, AwsCredentialsProvider credentials) {
    return S3Presigner.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials)
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }
}

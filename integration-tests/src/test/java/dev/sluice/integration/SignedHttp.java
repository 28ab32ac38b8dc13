package dev.sluice.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Requests by hand, signed by the SDK's own signer as whoever a test wants them to come from. */
final class SignedHttp implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String REGION = "us-east-1";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What the HTTP client writes itself. */
  private static final Set<String> OF_THE_CLIENT = Set.of("host", "content-length");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;

  SignedHttp(URI server) {
    this.server = server;
  }

  /**
   * What is asked for.
   *
   * @param target path and query, encoded
   */
  record Message(String method, String target, Map<String, String> headers, String body) {
    static Message of(String method, String target) {
      return new Message(method, target, Map.of(), "");
    }

    Message with(String header, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(header, value);
      return new Message(method, target, more, body);
    }

    Message carrying(String text) {
      return new Message(method, target, headers, text);
    }
  }

  /** How a request says who sends it. */
  enum Form {
    /** By a header, with the body's hash. */
    HEADER,
    /** By parameters of the address, as presigned URLs do. */
    QUERY
  }

  /** Sends it without a signature. */
  HttpResponse<String> anonymous(Message message) throws IOException, InterruptedException {
    return send(message, server.resolve(message.target()), message.headers());
  }

  /** Sends it signed. */
  HttpResponse<String> signed(Message message, AwsBasicCredentials caller, Form form)
      throws IOException, InterruptedException {
    URI address = server.resolve(message.target());
    boolean query = form == Form.QUERY;
    SdkHttpFullRequest.Builder unsigned =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.fromValue(message.method()))
            .uri(address)
            // The signer leaves a body unsigned only where it believes that TLS protects it.
            .protocol(query ? "https" : "http");
    message.headers().forEach(unsigned::putHeader);
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                request -> {
                  request
                      .identity(caller)
                      .request(unsigned.build())
                      .payload(() -> new ByteArrayInputStream(message.body().getBytes(UTF_8)))
                      .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                      .putProperty(AwsV4HttpSigner.REGION_NAME, REGION)
                      .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                      .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                      .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, !query);
                  if (query) {
                    request
                        .putProperty(
                            AwsV4HttpSigner.AUTH_LOCATION,
                            AwsV4HttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(10));
                  }
                })
            .request();
    Map<String, String> headers = new LinkedHashMap<>();
    signed.headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
    URI signedAddress = signed.toBuilder().protocol("http").build().getUri();
    return send(message, query ? signedAddress : address, headers);
  }

  private HttpResponse<String> send(Message message, URI address, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(LIMIT)
            .method(
                message.method(),
                message.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(message.body()));
    headers.forEach(
        (name, value) -> {
          if (!OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            request.setHeader(name, value);
          }
        });
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** A form that stores a file under a key, which nobody has signed. */
  static Message form(String bucket, String key, String content) {
    return form(bucket, Map.of("key", key), content);
  }

  /** A form that stores a file under a key, with a policy that a caller has signed. */
  static Message form(String bucket, String key, String content, AwsBasicCredentials caller) {
    Instant now = Instant.now();
    String time = TIME.format(now);
    List<String> scope = List.of(time.substring(0, 8), REGION, "s3", "aws4_request");
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("key", key);
    fields.put("x-amz-algorithm", "AWS4-HMAC-SHA256");
    fields.put("x-amz-credential", caller.accessKeyId() + "/" + String.join("/", scope));
    fields.put("x-amz-date", time);
    StringBuilder conditions = new StringBuilder("{\"bucket\":\"" + bucket + "\"}");
    fields.forEach((name, value) -> conditions.append(",{\"%s\":\"%s\"}".formatted(name, value)));
    String policy =
        "{\"expiration\":\"%s\",\"conditions\":[%s]}"
            .formatted(now.plus(Duration.ofHours(1)), conditions);
    String encoded = Base64.getEncoder().encodeToString(policy.getBytes(UTF_8));
    byte[] signing = ("AWS4" + caller.secretAccessKey()).getBytes(UTF_8);
    for (String step : scope) {
      signing = hmac(signing, step);
    }
    fields.put("policy", encoded);
    fields.put("x-amz-signature", HexFormat.of().formatHex(hmac(signing, encoded)));
    return form(bucket, fields, content);
  }

  private static Message form(String bucket, Map<String, String> fields, String content) {
    StringBuilder body = new StringBuilder();
    fields.forEach(
        (name, value) ->
            body.append(
                "--frontier\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(name, value)));
    body.append(
            "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n")
        .append(content)
        .append("\r\n--frontier--\r\n");
    return Message.of("POST", "/" + bucket)
        .with("Content-Type", "multipart/form-data; boundary=frontier")
        .carrying(body.toString());
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}

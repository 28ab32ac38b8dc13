package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.SignedHttp.Form;
import dev.sluice.integration.SignedHttp.Message;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * A server with a credentials file, and a client that signs as any of its identities, all of which
 * have one secret key. The caller {@code SERVER} is the server's root, {@code nobody} signs
 * nothing.
 */
final class IdentitiesServer implements AutoCloseable {
  private static final String NOBODY = "nobody";
  private static final String ROOT = "SERVER";
  private static final String SECRET = "the-secret-of-all";

  private final Path credentials;
  private final HostileServer server;
  private final SignedHttp http;

  /**
   * Starts it.
   *
   * @param folder where its data lies, in {@code data}, and its credentials file
   * @param credentials the file's text
   */
  IdentitiesServer(Path folder, String credentials) throws IOException {
    this.credentials = Files.writeString(folder.resolve("credentials.yaml"), credentials);
    server =
        new HostileServer(
            folder.resolve("data"),
            Map.of(
                "credentials",
                this.credentials.toString(),
                "access-key",
                ROOT,
                "secret-key",
                SECRET));
    http = new SignedHttp(URI.create("http://127.0.0.1:" + server.port()));
  }

  /** Its credentials file. */
  Path credentials() {
    return credentials;
  }

  /** The answer to a request. */
  HttpResponse<String> send(String caller, Message message) throws Exception {
    return caller.equals(NOBODY)
        ? http.anonymous(message)
        : http.signed(message, AwsBasicCredentials.create(caller, SECRET), Form.HEADER);
  }

  /** The body of the answer to a request that succeeds. */
  String done(String caller, Message message) throws Exception {
    HttpResponse<String> answer = send(caller, message);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return answer.body();
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}

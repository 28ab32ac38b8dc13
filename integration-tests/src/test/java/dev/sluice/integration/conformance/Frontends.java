package dev.sluice.integration.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.integration.S3Clients;
import dev.sluice.integration.SluiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An agent and two frontends of it, with identities of two accounts: what goes in through one
 * frontend is asked of the other, by the next request.
 */
final class Frontends implements AutoCloseable {
  static final String ACCOUNT = "111111111111";
  static final String OTHER_ACCOUNT = "222222222222";

  /** The canonical ids of {@link #owner} and {@link #stranger}. */
  static final String OWNER_ID = "the-owner";

  static final String STRANGER_ID = "the-stranger";

  private static final String SECRET = "the-secret-of-all";

  private static final String CREDENTIALS =
      """
      identities:
        - access-key: AKOWNER
          secret-key: %1$s
          account: "%2$s"
          owner-id: %3$s
          display-name: Owner
          grants: [{actions: ["s3:*"], resources: ["*"]}]
        - access-key: AKSTRANGER
          secret-key: %1$s
          account: "%4$s"
          owner-id: %5$s
          grants: [{actions: ["s3:*"], resources: ["*"]}]
      """
          .formatted(SECRET, ACCOUNT, OWNER_ID, OTHER_ACCOUNT, STRANGER_ID);

  private static final AtomicInteger BUCKETS = new AtomicInteger();

  private final Path data;
  private final Path credentials;
  private final SluiceProcess left;
  private final SluiceProcess right;
  private SluiceProcess agent;

  Frontends(Path folder) {
    try {
      data = folder.resolve("data");
      credentials = Files.writeString(folder.resolve("credentials.yaml"), CREDENTIALS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    agent = SluiceProcess.agent(data).start();
    left = frontend();
    right = frontend();
  }

  private SluiceProcess frontend() {
    return SluiceProcess.frontend(data).with("--credentials", credentials).start();
  }

  /** Gives a test class those that all of them share, started when the first one asks. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Frontends.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(Frontends.class))
          .getOrComputeIfAbsent(
              InTemporaryFolder.class, _ -> new InTemporaryFolder(), InTemporaryFolder.class)
          .frontends;
    }
  }

  /** Those of a folder that goes with them. */
  private static final class InTemporaryFolder implements AutoCloseable {
    private final Path folder;
    private final Frontends frontends;

    InTemporaryFolder() {
      try {
        folder = Files.createTempDirectory("sluice-conformance");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      frontends = new Frontends(folder);
    }

    @Override
    public void close() throws IOException {
      frontends.close();
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** Ends the agent as a power cut would, and starts it again. */
  void killAgent() {
    agent.kill();
    agent = SluiceProcess.agent(data).start();
    left.awaitReady();
    right.awaitReady();
  }

  /** The owner of the buckets, who may do everything in the account, through one frontend. */
  S3Client owner() {
    return client("AKOWNER", left.s3());
  }

  /** The same through the other frontend. */
  S3Client ownerElsewhere() {
    return client("AKOWNER", right.s3());
  }

  /** Somebody of another account, whose own account allows everything. */
  S3Client stranger() {
    return client("AKSTRANGER", right.s3());
  }

  /** Nobody in particular. */
  S3Client anybody() {
    return S3Clients.builder(right.s3())
        .forcePathStyle(true)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .build();
  }

  private static S3Client client(String accessKey, URI server) {
    return S3Clients.builder(server)
        .forcePathStyle(true)
        .credentialsProvider(S3Clients.credentials(accessKey, SECRET))
        .build();
  }

  /** Creates a bucket with a name of its own. */
  String bucket() {
    String bucket = "conformance-" + BUCKETS.incrementAndGet();
    owner().createBucket(request -> request.bucket(bucket));
    return bucket;
  }

  /** Something that is refused. */
  interface Call {
    Object run();
  }

  /** Requires that a call is refused with this status and S3's error code. */
  static void refused(int status, String code, Call call) {
    S3Exception refusal = catchThrowableOfType(S3Exception.class, call::run);
    assertThat(refusal).as("the refusal with " + code).isNotNull();
    assertThat(refusal.statusCode() + " " + refusal.awsErrorDetails().errorCode())
        .as(refusal.getMessage())
        .isEqualTo(status + " " + code);
  }

  @Override
  public void close() {
    right.close();
    left.close();
    agent.close();
  }
}

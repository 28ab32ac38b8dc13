package dev.sluice.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The server that other people's clients are tried against: one for all their tests, so that each
 * takes a bucket of its own name. It has a file of credentials and serves buckets in path style and
 * as sub-domains of {@link S3Clients#DOMAIN}.
 */
public final class ClientServer implements ClientEndpoint, AutoCloseable {

  public static final String ACCESS_KEY = "sluice-client";

  /** With what a client has to encode, wherever it puts a secret. */
  public static final String SECRET_KEY = "a/secret+of=the-tests";

  /** Of one who has the same secret, and may see buckets that begin with {@code narrow-}. */
  static final String NARROW_ACCESS_KEY = "sluice-narrow";

  static final AwsCredentialsProvider CREDENTIALS = S3Clients.credentials(ACCESS_KEY, SECRET_KEY);

  /** The identities that clients have, as a credentials file names them. */
  public static final String IDENTITIES =
      """
      identities:
        - access-key: %s
          secret-key: %s
          grants:
            - actions: ["s3:*"]
              resources: ["*"]
        - access-key: %s
          secret-key: %s
          grants:
            - actions: ["s3:*"]
              resources: ["narrow-*"]
      """
          .formatted(ACCESS_KEY, SECRET_KEY, NARROW_ACCESS_KEY, SECRET_KEY);

  private final Path folder;
  private final SluiceProcess process;

  private ClientServer() {
    try {
      folder = Files.createTempDirectory("sluice-clients");
      Path credentials = folder.resolve("credentials.yaml");
      Files.writeString(credentials, IDENTITIES);
      process =
          SluiceProcess.standalone(folder.resolve("data"))
              .with("--credentials", credentials, "--domains", S3Clients.DOMAIN)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a test class the server, started when the first one asks. */
  static final class Extension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ClientServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(ClientServer.class))
          .getOrComputeIfAbsent(ClientServer.class, type -> new ClientServer(), ClientServer.class);
    }
  }

  @Override
  public URI endpoint() {
    return process.s3();
  }

  /** For virtual-host style; {@link HostsFile} leads there. */
  URI domain() {
    return URI.create("http://" + S3Clients.DOMAIN + ":" + endpoint().getPort());
  }

  @Override
  public Path bucket(String path) {
    return folder.resolve("data").resolve(path);
  }

  @Override
  public void close() {
    process.close();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                throws IOException {
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.sluice.integration;

import dev.sluice.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.opentest4j.AssertionFailedError;

/**
 * A load balancer in front of two frontends, with the configuration of {@code deploy/} as it is
 * shipped but for addresses and paths.
 */
public final class LoadBalancer implements AutoCloseable {
  /** Program that balances. */
  public enum Kind {
    HAPROXY,
    NGINX
  }

  private final Kind kind;
  private final Path folder;
  private final Map<String, String> places;
  private final int port;
  private final int tlsPort;
  private final Process process;

  /**
   * Starts one and waits until it listens.
   *
   * @param folder for its files, which is made
   * @param pair certificate for its TLS
   */
  public LoadBalancer(Kind kind, Path folder, TestAuthority.Pair pair, URI first, URI second)
      throws IOException {
    this.kind = kind;
    this.folder = Files.createDirectories(folder);
    port = FreePort.next();
    tlsPort = FreePort.next();
    Path both = folder.resolve("both.pem");
    Files.writeString(both, Files.readString(pair.certificate()) + Files.readString(pair.key()));
    places =
        Map.of(
            "10.0.0.11:39999", first.getAuthority(),
            "10.0.0.12:39999", second.getAuthority(),
            "bind :80\n", "bind 127.0.0.1:" + port + "\n",
            "bind :443 ", "bind 127.0.0.1:" + tlsPort + " ",
            "listen 80;", "listen 127.0.0.1:" + port + ";",
            "listen 443 ", "listen 127.0.0.1:" + tlsPort + " ",
            "/etc/haproxy/sluice.pem", both.toString(),
            "/etc/nginx/sluice.pem", pair.certificate().toString(),
            "/etc/nginx/sluice.key", pair.key().toString());
    process =
        new ProcessBuilder(command(write("")))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    try {
      var _ = Await.until("load balancer", this::listens, listens -> listens);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Writes the configuration, with more behind the address of the first frontend. */
  private Path write(String behindFirst) throws IOException {
    return switch (kind) {
      case HAPROXY ->
          Files.writeString(folder.resolve("haproxy.cfg"), shipped("haproxy/haproxy.cfg"));
      case NGINX -> {
        String site = shipped("nginx/sluice.conf");
        String first = "server " + places.get("10.0.0.11:39999");
        Files.writeString(folder.resolve("sluice.conf"), site.replace(first, first + behindFirst));
        yield Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off;
            pid nginx.pid;
            error_log error.log;
            worker_processes 1;
            events {}
            http {
              access_log off;
              client_body_temp_path held/body;
              proxy_temp_path held/proxy;
              fastcgi_temp_path held/fastcgi;
              uwsgi_temp_path held/uwsgi;
              scgi_temp_path held/scgi;
              include sluice.conf;
            }
            """);
      }
    };
  }

  private String shipped(String name) throws IOException {
    String text = Files.readString(TestProject.directory().resolve("deploy").resolve(name));
    for (Map.Entry<String, String> place : places.entrySet()) {
      text = text.replace(place.getKey(), place.getValue());
    }
    return text;
  }

  private List<String> command(Path configuration) throws IOException {
    List<String> command = new ArrayList<>();
    switch (kind) {
      case HAPROXY ->
          command.addAll(
              List.of(OutsideClients.haproxy().toString(), "-db", "-f", configuration.toString()));
      case NGINX -> {
        Files.createDirectories(folder.resolve("held"));
        command.addAll(
            List.of(
                OutsideClients.nginx().toString(),
                "-p",
                folder + "/",
                "-e",
                folder.resolve("error.log").toString(),
                "-c",
                configuration.toString()));
      }
    }
    return command;
  }

  private boolean listens() throws IOException {
    if (!process.isAlive()) {
      throw new AssertionFailedError(
          kind + " has ended\n" + Files.readString(folder.resolve("output")));
    }
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Where it serves S3. */
  public URI s3() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Where it serves S3 over TLS. */
  URI s3OverTls() {
    return URI.create("https://127.0.0.1:" + tlsPort);
  }

  /**
   * Does what docs/health.md asks for before the first frontend is stopped: nothing where health
   * checks find out.
   */
  void announceStopOfFirst() throws IOException {
    switch (kind) {
      case HAPROXY -> {}
      case NGINX -> {
        write(" down");
        List<String> reload = new ArrayList<>(command(folder.resolve("nginx.conf")));
        reload.addAll(List.of("-s", "reload"));
        OutsideCommand.of(reload.toArray()).run().good();
      }
    }
  }

  /** Bytes of bodies that it holds in files at this moment. */
  long heldInFiles() throws IOException {
    Path held = folder.resolve("held");
    if (!Files.exists(held)) {
      return 0;
    }
    try (var files = Files.walk(held)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroy(); // killed, nginx would leave its workers behind
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        throw new AssertionFailedError(kind + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
      workers.forEach(ProcessHandle::destroyForcibly);
    }
  }
}

package dev.sluice.cli;

import dev.sluice.cli.tool.terminal.Streams;
import dev.sluice.common.config.ConfigSources;
import dev.sluice.common.config.StateFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A short run of everything, which the build does once under {@code -XX:AOTCacheOutput}: what it
 * loads, links and learns is what later starts need not do again. It serves a temporary folder, by
 * both tiers in one process and by a frontend of its own, and asks each for what clients ask.
 */
public final class Rehearsal {

  /** Often enough for the JVM to learn which way the code goes, and over in seconds. */
  private static final int ROUNDS = 60;

  private static final Pattern UPLOAD_ID = Pattern.compile("<UploadId>([^<]+)");
  private static final String BODY = "sluice! ".repeat(512);

  private final HttpClient client;
  private final String url;

  private Rehearsal(HttpClient client, String url) {
    this.client = client;
    this.url = url;
  }

  /** Runs and ends; fails where a request does. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("sluice-rehearsal-");
    command("config");
    try (HttpClient client = HttpClient.newHttpClient()) {
      Map<String, String> flags = new HashMap<>();
      for (String address : List.of("listen", "agent-listen", "admin-listen")) {
        flags.put(address, "127.0.0.1:0");
      }
      flags.put("data", folder.resolve("data").toString());
      StringWriter said = new StringWriter();
      Service standalone = start(Tier.STANDALONE, flags, said);
      try {
        new Rehearsal(client, announced("S3", said)).run();
        tools(folder);
        flags.keySet().removeAll(List.of("data", "agent-listen"));
        flags.put("agents", announced("agent", said));
        flags.put(
            "agent-token-file",
            StateFolder.ofDataFolder(folder.resolve("data")).token().toString());
        StringWriter saidByFrontend = new StringWriter();
        Service frontend = start(Tier.FRONTEND, flags, saidByFrontend);
        try {
          new Rehearsal(client, announced("S3", saidByFrontend)).run();
        } finally {
          frontend.stop();
        }
      } finally {
        standalone.stop();
      }
    } finally {
      remove(folder);
    }
  }

  /** The tools, which end soon after they start: what they load is all that they cost. */
  private static void tools(Path folder) throws IOException {
    String[] root = {"--root", folder.resolve("data").toString()};
    Path file = Files.writeString(folder.resolve("file"), BODY);
    for (List<String> tool :
        List.of(
            List.of("mb", "rehearsal"),
            List.of("put", file.toString(), "rehearsal/folder/key"),
            List.of("put", "--resume", file.toString(), "rehearsal/key"),
            List.of("ls"),
            List.of("ls", "--long", "rehearsal"),
            List.of("stat", "--json", "rehearsal/key"),
            List.of("du", "rehearsal"),
            List.of("cat", "rehearsal/key"),
            List.of("get", "rehearsal/key", file.toString()),
            List.of("rm", "rehearsal/key"),
            List.of("rb", "--force", "rehearsal"))) {
      command(Stream.concat(tool.stream(), Stream.of(root)).toArray(String[]::new));
    }
  }

  private static void command(String... arguments) {
    Streams nowhere =
        new Streams(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintWriter(new StringWriter()),
            false,
            false,
            false);
    int exitCode = new SluiceCommand(Map.of(), nowhere).run(arguments);
    if (exitCode != 0) {
      throw new IllegalStateException(List.of(arguments) + ": exit code " + exitCode);
    }
  }

  private static Service start(Tier tier, Map<String, String> flags, StringWriter said) {
    Map<String, List<String>> lists = new HashMap<>();
    flags.forEach((key, value) -> lists.put(key, List.of(value)));
    return new Launch(new PrintWriter(said))
        .start(tier, tier.schema().load(new ConfigSources(Optional.empty(), Map.of(), lists)));
  }

  private static String announced(String word, StringWriter said) {
    return first(Pattern.compile("(?m)^" + word + ": +(\\S+)"), said.toString());
  }

  private void run() throws IOException, InterruptedException {
    ask("PUT", "/rehearsal", "");
    for (int round = 0; round < ROUNDS; round++) {
      String key = "/rehearsal/folder/key-" + round;
      ask("PUT", key, BODY);
      ask("GET", key, "");
      ask("GET", key, "", "Range", "bytes=100-199");
      ask("HEAD", key, "");
      ask("GET", "/rehearsal?list-type=2&prefix=folder/&delimiter=/", "");
      ask("PUT", key + "-copy", "", "x-amz-copy-source", key);
      upload(key + "-upload");
      for (String suffix : List.of("", "-copy", "-upload")) {
        ask("DELETE", key + suffix, "");
      }
    }
    ask("GET", "/", "");
    ask("DELETE", "/rehearsal", "");
  }

  private void upload(String key) throws IOException, InterruptedException {
    String id = first(UPLOAD_ID, ask("POST", key + "?uploads", ""));
    ask("PUT", key + "?partNumber=1&uploadId=" + id, BODY);
    String tag = first(Pattern.compile("<ETag>([^<]+)"), ask("GET", key + "?uploadId=" + id, ""));
    ask(
        "POST",
        key + "?uploadId=" + id,
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
            + tag
            + "</ETag></Part></CompleteMultipartUpload>");
  }

  private String ask(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .version(HttpClient.Version.HTTP_1_1)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    var answer = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(
          "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
    }
    return answer.body();
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.deleteIfExists(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}

package dev.sluice.integration.reference;

import dev.sluice.integration.SluiceProcess;
import dev.sluice.integration.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes {@code docs/reference/metrics.md} from what a process shows that has everything turned on
 * and was asked for something that went well and for something that did not.
 */
final class MetricsReference {
  private static final Pattern NAME =
      Pattern.compile(
          "sluice_(?:s3|agents?|admin|storage|buffers|jvm|DOOR)_\\w*[a-z0-9](?![\\w*…])");
  private static final Pattern ABOUT = Pattern.compile("# (HELP|TYPE) (\\S+) (.*)");
  private static final Pattern SAMPLE = Pattern.compile("(\\w+)\\{([^}]*)} .*");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  /** Every door with certificates has the same metrics. */
  private static final Pattern DOOR = Pattern.compile("sluice_[a-z0-9]+_tls_");

  private static final String OPEN_TO_ALL =
      """
      anonymous:
        grants:
          - actions: ["s3:*"]
            resources: ["*"]
      """;

  private static final String INTRODUCTION =
      """
      # Metrics

      Generated from what `/metrics` of a standalone process shows. A frontend has those of `s3`, an agent those of
      `agent` and `storage`, both the rest. DOOR is `s3`, `admin`, `agent`, or `agents` for the certificates of
      a frontend towards its agents; the metrics of certificates, credentials and the access log exist where these are
      configured. [docs/observability.md](../observability.md) says which ones to watch.
      """;

  private final Map<String, String> help = new TreeMap<>();
  private final Map<String, String> type = new TreeMap<>();
  private final Map<String, Set<String>> labels = new TreeMap<>();

  private MetricsReference() {}

  /** The whole page, Markdown. */
  static String page(Path folder) throws IOException, InterruptedException {
    MetricsReference reference = new MetricsReference();
    shown(folder).lines().forEach(reference::take);
    return reference.written();
  }

  private static String shown(Path folder) throws IOException, InterruptedException {
    Path credentials = Files.writeString(folder.resolve("credentials"), OPEN_TO_ALL);
    TestAuthority.Pair pair = new TestAuthority(folder.resolve("pki"), "Ours").good("agent");
    try (SluiceProcess sluice =
            SluiceProcess.standalone(folder.resolve("data"))
                .with("--access-log", folder.resolve("access.log"), "--credentials", credentials)
                .with("--agent-tls-certificate", pair.certificate(), "--agent-tls-key", pair.key())
                .environment("SLUICE_AGENT_TOKEN", "a-token-that-is-long-enough-for-anybody")
                .start();
        HttpClient http = HttpClient.newHttpClient()) {
      ask(http, "PUT", sluice.s3() + "/bucket");
      ask(http, "GET", sluice.s3() + "/bucket/missing");
      limit(folder.resolve("data"));
      return ask(http, "GET", sluice.admin("/metrics").toString());
    }
  }

  private static void limit(Path data) {
    SluiceProcess.tool(
        "bucket", "quota", "bucket", "--bytes", "1GiB", "--objects", "1000", "--root", data);
  }

  private static String ask(HttpClient http, String method, String address)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** The metrics that a text names; those that it abbreviates are left out. */
  static Set<String> names(String text) {
    return NAME.matcher(text)
        .results()
        .map(found -> shared(found.group()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void take(String line) {
    Matcher about = ABOUT.matcher(line);
    Matcher sample = SAMPLE.matcher(line);
    if (about.matches()) {
      (about.group(1).equals("HELP") ? help : type).put(shared(about.group(2)), about.group(3));
    } else if (sample.matches()) {
      String name = shared(sample.group(1)).replaceFirst("_(count|sum)$", "");
      Set<String> found = labels.computeIfAbsent(name, n -> new TreeSet<>());
      LABEL.matcher(sample.group(2)).results().forEach(label -> found.add(label.group(1)));
    }
  }

  private static String shared(String name) {
    return DOOR.matcher(name).replaceFirst("sluice_DOOR_tls_");
  }

  private String written() {
    StringBuilder page = new StringBuilder();
    page.append(INTRODUCTION);
    MarkdownTable.header(page, "Metric", "Type", "Labels", "Meaning");
    type.forEach(
        (name, kind) ->
            MarkdownTable.row(
                page,
                "`" + name + "`",
                kind,
                String.join(" ", labels.getOrDefault(name, Set.of())),
                help.getOrDefault(name, "")));
    return page.toString();
  }
}

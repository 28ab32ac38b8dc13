package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What pages in a real browser can do to a service without credentials on the same machine. The
 * rules are Sluice's own; what browsers send is the browser's.
 */
@Timeout(300)
class BrowserTest {
  private static final String SECRET = "for nobody's page";
  private static final String SCRIPT =
      """
      <!doctype html><title>stored</title><p>a page that was stored</p>
      <script>document.title = 'ran'; fetch('/open/by-script', {method: 'PUT', body: 'x'});</script>
      """;

  @TempDir private Path folder;

  private Chromium browser;
  private SluiceProcess server;
  private PageServer pages;

  @BeforeEach
  void start() throws Exception {
    browser = Chromium.in(folder);
    Path bucket = Files.createDirectories(folder.resolve("data/open"));
    Files.writeString(bucket.resolve("secret.txt"), SECRET);
    Files.writeString(bucket.resolve("stored.html"), SCRIPT);
    server =
        SluiceProcess.standalone(folder.resolve("data"))
            .with("--access-log", folder.resolve("access.log"))
            .start();
    pages =
        new PageServer(
            Files.readAllBytes(Resources.copy("browser/page.html", folder)), server.s3());
  }

  @AfterEach
  void stop() throws Exception {
    if (pages != null) {
      pages.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private String shown(String url) {
    return browser.shown(url);
  }

  private List<String> stored() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("data/open"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private long refusals(String request) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("access.log"))) {
      return lines
          .filter(line -> line.contains(request) && line.contains(" 403 AccessDenied"))
          .count();
    }
  }

  @Test
  void pageOfAnotherOrigin_storesNothing() throws Exception {
    String page = "http://localhost:" + pages.port() + "/page.html?base=" + server.s3();

    assertThat(shown(page))
        .contains("<title>done</title>", "post: opaque", "put: failed", "get: failed")
        .doesNotContain(SECRET);
    assertThat(shown(page + "#form")).contains("AccessDenied", "Sec-Fetch-Site: cross-site");
    assertThat(stored()).containsExactly("secret.txt", "stored.html");
    assertThat(refusals("\"POST /open HTTP")).isEqualTo(2);
    assertThat(refusals("\"POST /open/by-upload?uploads HTTP")).isEqualTo(1);
  }

  @Test
  void pageWhoseNameLeadsHere_readsAndStoresNothing() throws Exception {
    String page = "http://rebound.example:" + pages.port() + "/page.html";

    assertThat(shown(page))
        .contains("<title>done</title>", "post: 403", "put: 403", "uploads: 403", "get: 403")
        .contains("Host: rebound.example:" + pages.port())
        .doesNotContain(SECRET);
    assertThat(shown(page + "#form")).contains("AccessDenied");
    assertThat(stored()).containsExactly("secret.txt", "stored.html");

    URI direct = URI.create("http://rebound.example:" + server.s3().getPort() + "/open/secret.txt");
    assertThat(shown(direct.toString())).contains("AccessDenied").doesNotContain(SECRET);
  }

  /** A page and S3 behind one address. */
  @Test
  void pageOfTheSameOrigin_readsAndStores() throws Exception {
    String page = "http://127.0.0.1:" + pages.port() + "/page.html";

    assertThat(shown(page))
        .contains("<title>done</title>", "post: 204", "put: 200", "uploads: 200")
        .contains("get: 200 " + SECRET);
    assertThat(shown(page + "#form")).contains("PostResponse");
    assertThat(stored())
        .containsExactly(
            "by-fetch.html", "by-form.html", "by-put.html", "secret.txt", "stored.html");
    assertThat(Files.readString(folder.resolve("data/open/by-form.html"))).isEqualTo("by a form");
  }

  @Test
  void storedPage_isShownAndRunsNothing() throws Exception {
    String shown = shown(server.s3() + "/open/stored.html");

    assertThat(shown).contains("a page that was stored", "<title>stored</title>");
    assertThat(stored()).containsExactly("secret.txt", "stored.html");
  }

  /** The same page where the browser is not told: what the test before would not notice. */
  @Test
  void samePageWithoutTheSandbox_runs() throws Exception {
    byte[] page = SCRIPT.getBytes(StandardCharsets.UTF_8);
    try (PageServer unconfined = new PageServer(page, server.s3())) {
      assertThat(shown("http://127.0.0.1:" + unconfined.port() + "/page.html"))
          .contains("<title>ran</title>");
    }
    assertThat(stored()).containsExactly("by-script", "secret.txt", "stored.html");
  }
}

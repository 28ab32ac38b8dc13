package dev.sluice.cli.bench;

import dev.sluice.cli.tool.terminal.ToolFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The address of an S3 server; buckets are named in the path.
 *
 * @param host without the brackets of an IPv6 address
 * @param authority host and port as the {@code Host} header has them
 */
record Endpoint(boolean tls, String host, int port, String authority) {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final String EXPECTED = "http://HOST[:PORT] or https://HOST[:PORT]";

  /** Reads an address; fails as a mistake of the command line, which names the option. */
  static Endpoint parse(String option, String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean tls = scheme.equals("https");
      boolean bare =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
      if ((tls || scheme.equals("http")) && bare) {
        String host = uri.getHost();
        int usual = tls ? HTTPS_PORT : HTTP_PORT;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        return new Endpoint(
            tls,
            host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
            port,
            port == usual ? host : host + ":" + port);
      }
    } catch (URISyntaxException e) {
      // Refused below.
    }
    throw ToolFailure.usage("%s: '%s' (expected: %s)".formatted(option, text, EXPECTED));
  }

  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + authority;
  }
}

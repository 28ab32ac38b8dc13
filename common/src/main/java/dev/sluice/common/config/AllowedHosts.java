package dev.sluice.common.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The hosts by which a server may be addressed that requires no credentials. A web page can have a
 * name of its own lead to this machine (DNS rebinding), and is then of the same origin as what
 * answers; but the browser still sends that name as {@code Host}. An IP address in its place cannot
 * be led elsewhere.
 */
public final class AllowedHosts {
  private static final String LOCALHOST = "localhost";

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]++(-++[a-z0-9]++)*+(\\.[a-z0-9]++(-++[a-z0-9]++)*+)*+");

  private final String listenHost;
  private final List<String> names;
  private final String expected;

  /**
   * IP addresses, {@code localhost}, the host that is listened on, and some names.
   *
   * @param names in lower case; all that lies below one is allowed as well
   * @param setting the key of the setting that adds to the names, for refusals
   */
  public AllowedHosts(HostPort listen, List<String> names, String setting) {
    this.listenHost = listen.host().toLowerCase(Locale.ROOT);
    this.names = List.copyOf(names);
    boolean named = !HostPort.isAddress(listenHost) && !listenHost.equals(LOCALHOST);
    this.expected =
        "expected: an IP address, localhost, "
            + (named ? listenHost + ", " : "")
            + "or a name that is listed in the setting "
            + setting
            + ", or lies below one";
  }

  /** Whether a text is a host name as settings have it: labels of lower-case letters and digits. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * Whether a request may be addressed so.
   *
   * @param host the value of its Host header, port included; empty where it has none: no browser
   *     sends that
   */
  public boolean allow(String host) {
    if (host.isEmpty()) {
      return true;
    }
    if (host.startsWith("[")) {
      int end = host.indexOf(']');
      String address = end < 0 ? "" : host.substring(1, end);
      return address.indexOf(':') >= 0 && HostPort.isAddress(address);
    }
    int colon = host.indexOf(':');
    String name = (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
    return name.equals(listenHost)
        || name.equals(LOCALHOST)
        || HostPort.isAddress(name)
        || names.stream().anyMatch(it -> name.equals(it) || name.endsWith("." + it));
  }

  /** A sentence about a host that is not allowed. */
  public String refusal(String host) {
    return "Host: " + host + " (" + expected + ")";
  }
}

package dev.sluice.common.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address to listen on or to connect to.
 *
 * @param host a host name, an IPv4 address, or an IPv6 address without brackets
 * @param port 0..65535; 0 means any free port where one listens
 */
public record HostPort(String host, int port) {

  private static final String EXPECTED =
      "HOST:PORT, such as 127.0.0.1:39999 or [::1]:39999, port 0..65535";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]++(-++[A-Za-z0-9_]++)*+");

  /** The JDK also takes {@code 1.2} for 1.0.0.2; here that is a mistake. */
  private static final Pattern FOUR_NUMBERS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  /** The JDK also takes zeros without end for one group of an IPv6 address, and brackets twice. */
  private static final Pattern NO_GROUP = Pattern.compile("[0-9A-Fa-f]{5}|[\\[\\]]");

  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final int LARGEST_PORT = 65535;

  /**
   * Reads {@code HOST:PORT} or {@code [IPV6]:PORT}. Looks nothing up.
   *
   * @throws IllegalArgumentException says what was expected
   */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !PORT.matcher(text.substring(colon + 1)).matches()) {
      throw new IllegalArgumentException(EXPECTED);
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    String host = text.substring(0, colon);
    if (port > LARGEST_PORT) {
      throw new IllegalArgumentException(EXPECTED);
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      String literal = host.substring(1, host.length() - 1);
      if (literal.indexOf(':') < 0 || !isAddress(literal)) {
        throw new IllegalArgumentException(EXPECTED);
      }
      return new HostPort(literal, port);
    }
    if (!isLiteral4(host) && !isName(host)) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return new HostPort(host, port);
  }

  /** Whether a host is an IPv4 address, or an IPv6 address without brackets. Looks nothing up. */
  public static boolean isAddress(String host) {
    return host.indexOf(':') < 0
        ? isLiteral4(host)
        : !NO_GROUP.matcher(host.split("%", 2)[0]).find() && isLiteral(host);
  }

  /** The same host with another port. */
  public HostPort withPort(int other) {
    return new HostPort(host, other);
  }

  /**
   * Whether only this machine can reach it. A name other than {@code localhost} is taken for
   * reachable from outside.
   */
  public boolean isLoopback() {
    if (host.toLowerCase(Locale.ROOT).equals("localhost")) {
      return true;
    }
    return (host.indexOf(':') >= 0 || isLiteral4(host))
        && InetAddress.ofLiteral(host).isLoopbackAddress();
  }

  /** The same for the JDK; looks the name up, and is unresolved if there is no such host. */
  public InetSocketAddress toSocketAddress() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  private static boolean isLiteral4(String host) {
    return FOUR_NUMBERS.matcher(host).matches() && isLiteral(host);
  }

  private static boolean isLiteral(String host) {
    try {
      InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Whether a host is a name: labels joined by dots, of which the last one is not all digits, which
   * distinguishes a mistyped IPv4 address from a name. Looks nothing up.
   */
  public static boolean isName(String host) {
    String[] labels = host.split("\\.", -1);
    for (String label : labels) {
      if (!NAME.matcher(label).matches()) {
        return false;
      }
    }
    return !labels[labels.length - 1].chars().allMatch(Character::isDigit);
  }
}

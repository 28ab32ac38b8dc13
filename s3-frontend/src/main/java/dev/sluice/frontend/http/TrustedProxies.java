package dev.sluice.frontend.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose word about the client counts. {@code X-Forwarded-For} is read from its end, the
 * entry of the nearest proxy: those of trusted proxies are passed over, the first other one is the
 * client; entries before it may be forged. {@code X-Forwarded-Proto} counts by its last value,
 * where the nearest proxy is trusted. {@code X-Forwarded-Host} counts never: signatures cover
 * {@code Host}, so that a proxy has to pass that on as it is.
 */
public final class TrustedProxies {
  private static final String FOR = "X-Forwarded-For";
  private static final String PROTO = "X-Forwarded-Proto";

  /** Hops that are looked at; a longer list is forged. */
  private static final int MOST_HOPS = 32;

  private final List<AddressRange> trusted;

  /** Those in any of the ranges. */
  public TrustedProxies(List<AddressRange> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  /** The sender of a request. */
  Sender senderOf(Request request) {
    String scheme = request.getConnectionMetaData().isSecure() ? "https" : "http";
    if (!(request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress socket)
        || socket.getAddress() == null) {
      return new Sender("", scheme);
    }
    if (!isTrusted(socket.getAddress())) {
      return new Sender(socket.getAddress().getHostAddress(), scheme);
    }
    HttpFields headers = request.getHeaders();
    return sender(
        socket.getAddress(),
        scheme,
        headers.getValuesList(FOR).stream().flatMap(TrustedProxies::entries).toList(),
        headers.getValuesList(PROTO).stream().flatMap(TrustedProxies::entries).toList());
  }

  /** The entries of one header. Nothing quotes a comma: a quotation mark is part of no address. */
  static Stream<String> entries(String value) {
    return Stream.of(value.split(",", -1)).map(String::strip);
  }

  /**
   * The sender of a request.
   *
   * @param peer whose connection it came by
   * @param scheme of that connection
   * @param hops entries of X-Forwarded-For as sent
   * @param schemes entries of X-Forwarded-Proto as sent
   */
  Sender sender(InetAddress peer, String scheme, List<String> hops, List<String> schemes) {
    if (!isTrusted(peer)) {
      return new Sender(peer.getHostAddress(), scheme);
    }
    return new Sender(client(peer, hops).getHostAddress(), forwarded(scheme, schemes));
  }

  private InetAddress client(InetAddress peer, List<String> hops) {
    InetAddress nearest = peer;
    List<String> told = hops.stream().filter(hop -> !hop.isEmpty()).toList();
    for (String hop : told.reversed().stream().limit(MOST_HOPS).toList()) {
      InetAddress address = literal(hop);
      if (address == null) {
        return nearest;
      }
      nearest = address;
      if (!isTrusted(address)) {
        return address;
      }
    }
    return nearest;
  }

  private static String forwarded(String scheme, List<String> schemes) {
    String last = schemes.isEmpty() ? scheme : schemes.getLast().toLowerCase(Locale.ROOT);
    return last.equals("https") || last.equals("http") ? last : scheme;
  }

  private boolean isTrusted(InetAddress address) {
    return !trusted.isEmpty() && trusted.stream().anyMatch(range -> range.contains(address));
  }

  /** An address, with or without a port; null where it is none. */
  private static @Nullable InetAddress literal(String hop) {
    int bracket = hop.indexOf(']');
    int colon = hop.indexOf(':');
    String address = hop;
    if (hop.startsWith("[") && bracket > 0) {
      address = hop.substring(1, bracket);
    } else if (colon > 0 && colon == hop.lastIndexOf(':')) {
      address = hop.substring(0, colon);
    }
    try {
      return AddressRange.literal(address);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}

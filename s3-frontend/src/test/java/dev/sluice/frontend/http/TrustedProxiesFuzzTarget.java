package dev.sluice.frontend.http;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@link AddressRange} contains what arithmetic says; what {@link TrustedProxies} make of a request
 * is its peer or what a trusted one said, an address in either case, and nothing that the client
 * wrote before the proxy's own entry changes it. An input is lines: a range, the peer, {@code
 * X-Forwarded-For} and {@code X-Forwarded-Proto}.
 */
final class TrustedProxiesFuzzTarget implements FuzzTarget {
  private static final List<InetAddress> ADDRESSES =
      Stream.of("0.0.0.0", "10.1.2.3", "127.0.0.1", "255.255.255.255", "::", "::1", "fd00::7")
          .map(InetAddress::ofLiteral)
          .toList();

  /** What only the client writes. */
  private static final List<String> INVENTED = List.of("1.2.3.4", "\"", "\"1.2.3.4", "[::1", "x");

  private static final InetAddress CLIENT = InetAddress.ofLiteral("9.9.9.9");

  @Override
  public void attack(byte[] input) {
    String[] lines = (FuzzTarget.wireText(input) + "\n\n\n\n").split("\n", -1);
    AddressRange range = range(lines[0]);
    InetAddress peer = literal(lines[1]);
    if (range == null || peer == null) {
      return;
    }
    List<InetAddress> addresses = new ArrayList<>(ADDRESSES);
    addresses.add(peer);
    for (InetAddress address : addresses) {
      require(range.contains(address) == expected(range, address), "arithmetic", lines[0], address);
    }
    TrustedProxies proxies = new TrustedProxies(List.of(range));
    List<String> hops = TrustedProxies.entries(lines[2]).toList();
    List<String> schemes = TrustedProxies.entries(lines[3]).toList();
    Sender sender = proxies.sender(peer, "http", hops, schemes);
    require(literal(sender.address()) != null, "an address", sender);
    require(sender.scheme().matches("https?"), "a scheme", sender);
    if (!range.contains(peer)) {
      Sender direct = new Sender(peer.getHostAddress(), "http");
      require(sender.equals(direct), "strangers' words do not count", sender);
    } else if (!range.contains(CLIENT)) {
      for (String invented : INVENTED) {
        List<String> told = TrustedProxies.entries(invented + lines[2] + ", 9.9.9.9").toList();
        String address = proxies.sender(peer, "http", told, schemes).address();
        require(address.equals("9.9.9.9"), "the proxy's own entry counts", told, address);
      }
    }
  }

  private static @Nullable AddressRange range(String text) {
    try {
      AddressRange range = AddressRange.parse(text);
      String shown = AddressRange.parse(range.toString()).toString();
      require(shown.equals(range.toString()), "there and back", text, range);
      return range;
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      require(message.startsWith("an IP address or a network"), "says what", text, message);
      return null;
    }
  }

  private static @Nullable InetAddress literal(String text) {
    try {
      return AddressRange.literal(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean expected(AddressRange range, InetAddress address) {
    String[] halves = range.toString().split("/", 2);
    byte[] network = InetAddress.ofLiteral(halves[0]).getAddress();
    byte[] other = address.getAddress();
    int shift = network.length * 8 - Integer.parseInt(halves[1]);
    return network.length == other.length
        && new BigInteger(1, network)
            .shiftRight(shift)
            .equals(new BigInteger(1, other).shiftRight(shift));
  }
}

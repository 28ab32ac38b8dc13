package dev.sluice.frontend.http;

import java.net.InetAddress;

/** Addresses that begin with the same bits: one address, or a network in CIDR notation. */
public final class AddressRange {
  private static final String EXPECTED =
      "an IP address or a network such as 10.0.0.0/8 or fd00::/8, without host names";

  private final InetAddress network;
  private final int prefix;

  private AddressRange(InetAddress network, int prefix) {
    this.network = network;
    this.prefix = prefix;
  }

  /**
   * Reads {@code ADDRESS} or {@code ADDRESS/BITS}. Looks nothing up.
   *
   * @throws IllegalArgumentException says what was expected
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress network = literal(slash < 0 ? text : text.substring(0, slash));
      int bits = network.getAddress().length * Byte.SIZE;
      int prefix = slash < 0 ? bits : Integer.parseUnsignedInt(text, slash + 1, text.length(), 10);
      if (prefix <= bits) {
        return new AddressRange(network, prefix);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(EXPECTED, e);
    }
    throw new IllegalArgumentException(EXPECTED);
  }

  /**
   * An IP address written in full: the JDK would take {@code 10.8} for one as well.
   *
   * @throws IllegalArgumentException if it is none
   */
  static InetAddress literal(String text) {
    InetAddress address = InetAddress.ofLiteral(text);
    if (text.indexOf(':') < 0 && !address.getHostAddress().equals(text)) {
      throw new IllegalArgumentException("address: " + text + " (expected: four numbers)");
    }
    return address;
  }

  /** Whether an address lies in it; never true between IPv4 and IPv6. */
  boolean contains(InetAddress address) {
    byte[] ours = network.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + prefix;
  }
}

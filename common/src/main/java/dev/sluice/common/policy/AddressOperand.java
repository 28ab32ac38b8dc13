package dev.sluice.common.policy;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Range of addresses (RFC 4632): an address with the length of its prefix in bits. An IPv6 address
 * that maps one of IPv4 is that one.
 */
final class AddressOperand implements Operand {
  private static final int BITS_BEFORE_MAPPED = 96;

  /** Longest form of an address. */
  private static final int LONGEST = 45;

  private final byte[] address;
  private final int prefixBits;

  private AddressOperand(byte[] address, int prefixBits) {
    this.address = address;
    this.prefixBits = prefixBits;
  }

  static AddressOperand parse(String text) throws PolicyException {
    int slash = text.indexOf('/');
    InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw invalid(text);
    }
    byte[] bytes = address.getAddress();
    boolean mapped = bytes.length == 4 && text.indexOf(':') >= 0;
    int bits = bytes.length * 8;
    if (slash >= 0) {
      bits = bits(text.substring(slash + 1)) - (mapped ? BITS_BEFORE_MAPPED : 0);
    }
    if (bits < 0 || bits > bytes.length * 8) {
      throw invalid(text);
    }
    return new AddressOperand(bytes, bits);
  }

  @Override
  public boolean matches(String value, PolicyQuestion question) {
    InetAddress given = address(value);
    if (given == null) {
      return false;
    }
    byte[] bytes = given.getAddress();
    if (bytes.length != address.length) {
      return false;
    }
    int whole = prefixBits / 8;
    for (int i = 0; i < whole; i++) {
      if (bytes[i] != address[i]) {
        return false;
      }
    }
    int rest = prefixBits % 8;
    return rest == 0
        || (bytes[whole] & 0xff) >> (8 - rest) == (address[whole] & 0xff) >> (8 - rest);
  }

  /**
   * Whether AWS calls the range so broad that a policy for it is public: more than /8 of IPv4 or
   * /32 of IPv6, private ranges (RFC 1918) left out.
   */
  boolean isBroad() {
    return prefixBits < (address.length == 4 ? 8 : 32);
  }

  private static @Nullable InetAddress address(String text) {
    boolean v4 = text.indexOf(':') < 0;
    if (text.length() > LONGEST
        || text.indexOf('%') >= 0
        || text.indexOf('[') >= 0
        || (v4 && text.chars().filter(c -> c == '.').count() != 3)) {
      return null;
    }
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      return v4 && !(address instanceof Inet4Address) ? null : address;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static int bits(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 3;
    for (int i = 0; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits ? Integer.parseInt(text) : -1;
  }

  private static PolicyException invalid(String text) {
    return new PolicyException("Invalid IP address in Conditions: " + text);
  }
}

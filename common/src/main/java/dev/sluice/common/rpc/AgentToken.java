package dev.sluice.common.rpc;

import com.google.protobuf.ByteString;
import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.Secret;
import dev.sluice.common.config.StartupException;
import io.grpc.Metadata;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The token of an agent, and what {@code authentication.proto} makes of it: the header that shows
 * it, the proof that the other side knows it, and the pass that stands for it on one connection.
 */
public final class AgentToken {
  /** The header of a call that shows the token, or the pass in its place. */
  public static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** Length of a nonce. */
  public static final int NONCE_BYTES = 32;

  /** Guesses can be tried offline, without limit. */
  private static final int SHORTEST = 16;

  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] AGENT = label("sluice.v1 agent");
  private static final byte[] CALLER = label("sluice.v1 caller");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Secret token;

  /**
   * A token of 16 characters or more.
   *
   * @throws StartupException if it is shorter
   */
  public AgentToken(Secret token) {
    int length = token.reveal().length();
    if (length < SHORTEST) {
      throw new StartupException(
          "the token has %d characters (expected: %d or more that cannot be guessed, as of openssl rand -hex 32)"
              .formatted(length, SHORTEST));
    }
    this.token = token;
  }

  /** Unpredictable bytes. */
  public static ByteString newNonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    return ByteString.copyFrom(nonce);
  }

  /** The header's text that shows the token itself. */
  public String bearer() {
    return "Bearer " + token.reveal();
  }

  /** The header's text that stands for the token on the connection of this nonce. */
  public String pass(ByteString agentNonce) {
    byte[] pass = authenticated(CALLER, agentNonce);
    return "Sluice " + Base64.getUrlEncoder().withoutPadding().encodeToString(pass);
  }

  /**
   * The agent's proof.
   *
   * @param connection as {@link #connection} writes it, or empty
   */
  public ByteString proof(ByteString callerNonce, ByteString agentNonce, String connection) {
    return ByteString.copyFrom(
        authenticated(AGENT, callerNonce, agentNonce, ByteString.copyFromUtf8(connection)));
  }

  /** Whether two proofs or headers are the same, in constant time. */
  public static boolean areEqual(byte[] left, byte[] right) {
    return MessageDigest.isEqual(left, right);
  }

  /** Both ends of a connection, as the contract writes them. */
  public static String connection(SocketAddress caller, SocketAddress agent) {
    return end(caller) + " " + end(agent);
  }

  /** Without the zone of an IPv6 address, which each end has its own name for. */
  private static String end(SocketAddress address) {
    if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
      InetAddress host = internet.getAddress();
      return new HostPort(host.getHostAddress().split("%", 2)[0], internet.getPort()).toString();
    }
    return address.toString();
  }

  private byte[] authenticated(byte[] label, ByteString... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(token.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
      mac.update(label);
      for (ByteString part : parts) {
        mac.update(part.asReadOnlyByteBuffer());
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static byte[] label(String text) {
    return (text + '\0').getBytes(StandardCharsets.US_ASCII);
  }
}

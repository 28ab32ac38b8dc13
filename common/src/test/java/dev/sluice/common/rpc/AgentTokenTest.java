package dev.sluice.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sluice.common.config.Secret;
import dev.sluice.common.config.StartupException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentTokenTest {
  private static final AgentToken TOKEN = token("sixteen letters!");
  private static final ByteString ONE = ByteString.copyFrom(new byte[AgentToken.NONCE_BYTES]);
  private static final ByteString OTHER = AgentToken.newNonce();

  /** Computed by another program, from the words of the contract. */
  @Test
  void proofAndPass_areAsTheContractSays() {
    assertThat(HexFormat.of().formatHex(TOKEN.proof(ONE, ONE, "a b").toByteArray()))
        .isEqualTo("9e7d66dd8ed02972a71947cff536b8de497b6db4b6cefb57b87109d9775abbd9");
    assertThat(TOKEN.pass(ONE)).isEqualTo("Sluice TdYq8FEyT2aImDl8vzdnF9JMWuC4-Hxzbhc4Q696aRQ");
    assertThat(TOKEN.bearer()).isEqualTo("Bearer sixteen letters!");
  }

  @Test
  void proof_isGoodForWhatItWasAskedForAlone() {
    assertThat(
            Set.of(
                TOKEN.proof(ONE, ONE, ""),
                TOKEN.proof(OTHER, ONE, ""),
                TOKEN.proof(ONE, OTHER, ""),
                TOKEN.proof(ONE, ONE, "127.0.0.1:1 127.0.0.1:2"),
                token("sixteen letters?").proof(ONE, ONE, "")))
        .hasSize(5);
  }

  @Test
  void connection_isWrittenAlikeAtBothEnds() throws UnknownHostException {
    byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff7f000001");
    InetAddress zoned = InetAddress.getByName("fe80::1%1");

    assertThat(
            AgentToken.connection(
                new InetSocketAddress(InetAddress.getByAddress(mapped), 1),
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 2)))
        .isEqualTo("127.0.0.1:1 127.0.0.1:2");
    assertThat(
            AgentToken.connection(
                new InetSocketAddress(zoned, 1),
                new InetSocketAddress(InetAddress.ofLiteral("::1"), 2)))
        .isEqualTo("[fe80:0:0:0:0:0:0:1]:1 [0:0:0:0:0:0:0:1]:2");
  }

  /** Anybody may compare guesses with a proof, without asking again. */
  @Test
  void shortToken_isRefused() {
    assertThatThrownBy(() -> token("fifteen letters"))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("15 characters")
        .hasMessageNotContaining("fifteen");
  }

  private static AgentToken token(String text) {
    return new AgentToken(Secret.parse(text));
  }
}

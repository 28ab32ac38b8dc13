package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.digest.Checksum;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.v1.ObjectInfo;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Compares the bytes of a whole object with the best digest that is kept of them: a checksum of the
 * whole object, else an ETag that is an MD5. What was put together of parts without such a checksum
 * has neither.
 */
interface DigestVerifier {
  /** Nothing to compare with. */
  DigestVerifier NONE =
      new DigestVerifier() {
        @Override
        public void update(ByteBuffer bytes) {}

        @Override
        public String require() {
          return "";
        }
      };

  /** Adds bytes; the buffer is left as it was. */
  void update(ByteBuffer bytes);

  /**
   * Compares, once, at the end.
   *
   * @return by what it was proven; empty: there was nothing to compare with
   * @throws ToolFailure {@code CORRUPTED}
   */
  String require();

  /** The digest that can verify this object. */
  static DigestVerifier of(ObjectInfo info) {
    if (info.hasChecksum()) {
      ChecksumValue stored = WireChecksum.toModel(info.getChecksum());
      if (stored.type() == ChecksumType.FULL_OBJECT) {
        return ofChecksum(stored);
      }
    }
    return new ETag(info.getEtag()).isMd5() ? ofMd5(info.getEtag()) : NONE;
  }

  private static DigestVerifier ofChecksum(ChecksumValue stored) {
    Checksum received = Checksum.of(stored.algorithm());
    return new DigestVerifier() {
      @Override
      public void update(ByteBuffer bytes) {
        received.update(bytes.duplicate());
      }

      @Override
      public String require() {
        String name = stored.algorithm().name();
        require(name, Arrays.equals(received.digest(), stored.value()));
        return name;
      }
    };
  }

  private static DigestVerifier ofMd5(String etag) {
    MessageDigest received;
    try {
      received = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return new DigestVerifier() {
      @Override
      public void update(ByteBuffer bytes) {
        received.update(bytes.duplicate());
      }

      @Override
      public String require() {
        String hex = HexFormat.of().formatHex(received.digest());
        require("MD5", hex.equals(etag.toLowerCase(Locale.ROOT)));
        return "MD5";
      }
    };
  }

  /** Fails unless the digests are equal. */
  default void require(String name, boolean equal) {
    if (!equal) {
      throw new ToolFailure(
          ExitCode.CORRUPTED, "the bytes that arrived have another " + name + " than the object");
    }
  }
}

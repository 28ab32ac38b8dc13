package dev.sluice.frontend.rpc;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A reason why an agent cannot be used, as its caller sees it. */
public enum AgentProblem {
  HOST_UNKNOWN("there is no host of its name"),
  NOT_LISTENING("nothing listens at its address"),
  NO_GRPC("what listens at its address does not speak gRPC, or only over TLS"),
  NO_AGENT("what listens at its address speaks gRPC, but is no agent"),
  NO_TLS("no TLS connection can be made to it"),
  TOKEN_REFUSED("there is no token that both sides know"),
  SILENT("it does not answer in time"),
  UNREACHABLE("the connection to it fails"),
  NOT_SHARED("its storage does not fit the placement"),
  NOT_SERVING("it says that it does not serve now");

  private final String words;

  AgentProblem(String words) {
    this.words = words;
  }

  /** The description, without an address. */
  public String words() {
    return words;
  }

  /** The problem that a failed call shows; null where an agent answered, if only that it fails. */
  public static @Nullable AgentProblem of(StorageException failure) {
    if (failure.reason() == FailureReason.TOKEN_INVALID) {
      return TOKEN_REFUSED;
    }
    if (failure.reason() == FailureReason.DEADLINE_PASSED) {
      return SILENT;
    }
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      AgentProblem known = of(cause);
      if (known != null) {
        return known;
      }
    }
    boolean gone = failure.reason() == FailureReason.UNAVAILABLE && failure.getCause() != null;
    return gone ? UNREACHABLE : null;
  }

  private static @Nullable AgentProblem of(Throwable cause) {
    return switch (cause) {
      case UnknownHostException _ -> HOST_UNKNOWN;
      case ConnectTimeoutException _ -> SILENT;
      case ConnectException _, FileNotFoundException _ -> NOT_LISTENING;
      case SSLException _ -> NO_TLS;
      case Http2Exception _, ProtocolException _ -> NO_GRPC;
      default -> null;
    };
  }
}

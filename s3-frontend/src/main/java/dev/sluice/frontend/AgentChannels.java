package dev.sluice.frontend;

import dev.sluice.common.config.Secret;
import dev.sluice.common.rpc.TransportBuffers;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.util.Optional;

/**
 * Opens channels to agents. A channel connects when it is first used, and again whenever it has to.
 */
final class AgentChannels {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final int SOCKET_THREADS = 2;

  /** Bytes under way on a connection: enough for gigabytes a second over loopback. */
  private static final int WINDOW_BYTES = 4 << 20;

  private final Optional<Secret> token;

  AgentChannels(Optional<Secret> token) {
    this.token = token;
  }

  ManagedChannel open(AgentAddress address) {
    return switch (address) {
      case AgentAddress.Tcp tcp -> {
        NettyChannelBuilder builder =
            plain(NettyChannelBuilder.forAddress(tcp.address().host(), tcp.address().port()));
        token.ifPresent(
            secret -> builder.intercept(MetadataUtils.newAttachHeadersInterceptor(bearer(secret))));
        yield builder.build();
      }
      case AgentAddress.UnixSocket unix ->
          plain(NettyChannelBuilder.forAddress(new DomainSocketAddress(unix.path().toFile())))
              .channelType(EpollDomainSocketChannel.class)
              .eventLoopGroup(
                  new MultiThreadIoEventLoopGroup(SOCKET_THREADS, EpollIoHandler.newFactory()))
              .overrideAuthority("localhost")
              .build();
    };
  }

  private static NettyChannelBuilder plain(NettyChannelBuilder builder) {
    return builder
        .directExecutor()
        .disableRetry()
        .flowControlWindow(WINDOW_BYTES)
        .withOption(ChannelOption.ALLOCATOR, TransportBuffers.ALLOCATOR)
        .withOption(ChannelOption.RECVBUF_ALLOCATOR, TransportBuffers.portions())
        .usePlaintext();
  }

  private static Metadata bearer(Secret token) {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token.reveal());
    return headers;
  }
}

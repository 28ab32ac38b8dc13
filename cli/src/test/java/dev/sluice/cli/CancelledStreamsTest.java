package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CancelledStreamsTest {

  @ParameterizedTest
  @CsvSource({
    "io.grpc.netty.NettyServerHandler, Stream Error, DENY",
    "io.grpc.netty.NettyServerHandler, Exception in onDataRead(), NEUTRAL",
    "io.grpc.netty.NettyClientHandler, Stream Error, NEUTRAL",
    "dev.sluice.agent.service.RpcCall, Stream Error, NEUTRAL",
  })
  void recordOfACancelledStream_isLeftOut(String logger, String message, FilterReply reply) {
    LoggingEvent event =
        new LoggingEvent(
            "", new LoggerContext().getLogger(logger), Level.WARN, message, null, null);

    assertThat(new CancelledStreams().decide(event)).isEqualTo(reply);
  }
}

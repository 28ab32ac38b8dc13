package dev.sluice.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Leaves out what gRPC says, with a stack trace, when a caller cancels a call while it is answered:
 * an everyday event, of which the call's own end is the record. What else it says of streams and
 * connections is written.
 */
final class CancelledStreams extends Filter<ILoggingEvent> {
  private static final String SERVER = "io.grpc.netty.NettyServerHandler";
  private static final String ON_STREAM = "Stream Error";

  @Override
  public FilterReply decide(ILoggingEvent event) {
    return event.getLoggerName().equals(SERVER) && ON_STREAM.equals(event.getMessage())
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }
}

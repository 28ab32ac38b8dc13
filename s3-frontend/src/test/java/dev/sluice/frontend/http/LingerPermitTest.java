package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A permit to linger is given back whenever the connection is closed. */
class LingerPermitTest {
  private final Semaphore room = new Semaphore(1);
  private final ServerConnector connector = new ServerConnector(new Server());
  private final ReportingEndPoint endPoint = new ReportingEndPoint();

  /** Reports to its connection that it is closed, as Jetty's selector does. */
  private static final class ReportingEndPoint extends ByteArrayEndPoint {
    @Override
    public void onClose(@Nullable Throwable cause) {
      super.onClose(cause);
      Connection connection = getConnection();
      if (connection != null) {
        connection.onClose(cause);
      }
    }
  }

  private void linger() {
    LingeringConnection connection =
        new LingeringConnection(connector, endPoint, LingerLimits.STANDARD, room);
    endPoint.setConnection(connection);
    connection.onOpen();
  }

  @Test
  void openConnection_holdsThePermitUntilItIsClosed() {
    linger();
    assertThat(room.availablePermits()).isZero();

    endPoint.close();
    assertThat(room.availablePermits()).isOne();
  }

  /** What ends the output of an end point whose input has ended closes it. */
  @Test
  void clientThatSendsNoMore_leavesThePermit() throws IOException {
    endPoint.addInputEOF();
    assertThat(endPoint.fill(BufferUtil.allocate(1))).isEqualTo(-1);
    assertThat(endPoint.isInputShutdown()).isTrue();

    linger();

    assertThat(endPoint.isOpen()).isFalse();
    assertThat(room.availablePermits()).isOne();
  }

  /** The connection before this one was told so. */
  @Test
  void endPointThatIsClosedAlready_leavesThePermit() {
    endPoint.close();

    linger();

    assertThat(room.availablePermits()).isOne();
  }
}

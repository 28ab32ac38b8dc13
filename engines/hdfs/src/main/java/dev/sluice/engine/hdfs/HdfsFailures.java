package dev.sluice.engine.hdfs;

import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.apache.hadoop.hdfs.protocol.QuotaExceededException;
import org.apache.hadoop.hdfs.server.namenode.SafeModeException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.ipc.RetriableException;
import org.apache.hadoop.ipc.StandbyException;
import org.apache.hadoop.security.AccessControlException;

/** The meaning of HDFS's failures for callers of the engine. */
final class HdfsFailures {
  private HdfsFailures() {}

  /** The failure as the namenode meant it. */
  static IOException unwrap(IOException failure) {
    return failure instanceof RemoteException remote ? remote.unwrapRemoteException() : failure;
  }

  /**
   * The failure as callers know it.
   *
   * @param what was asked of which path
   */
  static StorageException of(String what, IOException failure) {
    IOException cause = unwrap(failure);
    if (cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException)) {
      Thread.currentThread().interrupt();
    }
    return new StorageException(
        reason(cause), "hdfs: " + what + ": " + line(cause), FailureDetail.NONE, cause);
  }

  private static FailureReason reason(IOException cause) {
    return switch (cause) {
      case QuotaExceededException _ -> FailureReason.STORAGE_FULL;
      case AccessControlException _ -> FailureReason.STORAGE_READ_ONLY;
      // Of a file that the agent is writing: its folder was removed.
      case FileNotFoundException _,
          SafeModeException _,
          RetriableException _,
          StandbyException _,
          ConnectException _,
          NoRouteToHostException _,
          UnknownHostException _,
          SocketException _,
          InterruptedIOException _ ->
          FailureReason.UNAVAILABLE;
      default ->
          isWithoutDatanodes(cause) ? FailureReason.UNAVAILABLE : FailureReason.STORAGE_FAULT;
    };
  }

  /** Too few datanodes take a block: they are down, or full. Only the text says so. */
  private static boolean isWithoutDatanodes(IOException cause) {
    String message = cause.getMessage();
    return message != null
        && (message.contains("could only be written to")
            || message.contains("could only be replicated to"));
  }

  /** The first line of what the namenode says, without its stack. */
  private static String line(IOException cause) {
    String message = String.valueOf(cause.getMessage());
    int end = message.indexOf('\n');
    return cause.getClass().getSimpleName()
        + ": "
        + (end < 0 ? message : message.substring(0, end));
  }
}

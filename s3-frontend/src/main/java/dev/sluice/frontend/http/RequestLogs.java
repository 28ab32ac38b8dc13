package dev.sluice.frontend.http;

import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.access.AccessLog;
import dev.sluice.frontend.access.AccessRecord;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** The log records of requests. */
public final class RequestLogs {
  private static final Logger LOG = LoggerFactory.getLogger(RequestLogs.class);

  private final AccessLog access;
  private final Duration slow;
  private final String hostId;

  /**
   * Logs requests.
   *
   * @param slow how long a request may take the tiers before it is logged as slow; zero: for ever
   * @param hostId names this frontend
   */
  public RequestLogs(AccessLog access, Duration slow, String hostId) {
    this.access = access;
    this.slow = slow;
    this.hostId = hostId;
  }

  /** Names this frontend in answers and records. */
  String hostId() {
    return hostId;
  }

  /**
   * A request was refused. The client's mistakes and load are in the metrics and the access log. A
   * failure of the agent is in the agent's log in full, under the same request id; a defect of ours
   * is nowhere else.
   */
  void refused(RequestRecorder recorder, S3Exception refusal) {
    Throwable cause = refusal.getCause();
    boolean unavailable = refusal.code() == S3ErrorCode.SERVICE_UNAVAILABLE;
    if (cause instanceof StorageException failure
        && (unavailable || refusal.code() == S3ErrorCode.INTERNAL_ERROR)) {
      LOG.warn(
          "{} {}: {}: {}",
          recorder.head().method(),
          recorder.head().rawPath(),
          failure.reason(),
          failure.getMessage());
    } else if (refusal.code() == S3ErrorCode.INTERNAL_ERROR) {
      LOG.error(
          "{} {}: {}",
          recorder.head().method(),
          recorder.head().rawPath(),
          refusal.message(),
          cause);
    } else {
      LOG.debug(
          "{} {}: {}: {}",
          recorder.head().method(),
          recorder.head().rawPath(),
          refusal.code().code(),
          refusal.message());
    }
  }

  /** A request is over. */
  void over(RequestRecorder recorder, ResponseWriter writer) {
    boolean late = !slow.isZero() && recorder.tookTiers().compareTo(slow) >= 0;
    if (access == AccessLog.NONE && !late) {
      return; // nearly every request where no access log is kept: it costs no record
    }
    AccessRecord record = recorder.over(writer, hostId);
    if (late) {
      tellSlow(record);
    }
    access.write(record);
  }

  private static void tellSlow(AccessRecord record) {
    boolean agent = record.times().agent().compareTo(record.times().frontend()) >= 0;
    LoggingEventBuilder line = LOG.atInfo().addKeyValue("slow", agent ? "agent" : "frontend");
    line = known(line, "operation", record.operation());
    line = known(line, "bucket", record.bucket());
    line = known(line, "key", record.key());
    line.addKeyValue("status", record.answer().status())
        .addKeyValue("total_ms", record.times().total().toMillis())
        .addKeyValue("agent_ms", record.times().agent().toMillis())
        .addKeyValue("frontend_ms", record.times().frontend().toMillis())
        .addKeyValue("client_ms", record.times().client().toMillis())
        .log("slow request");
  }

  private static LoggingEventBuilder known(LoggingEventBuilder line, String field, String value) {
    return value.isEmpty() ? line : line.addKeyValue(field, value);
  }
}

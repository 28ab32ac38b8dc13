package dev.sluice.frontend.access;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Request;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Record of one request that is over.
 *
 * @param head as it was sent
 * @param connection that it came by
 * @param received when its head had come
 * @param requestId names it in answers and logs
 * @param hostId names the frontend
 * @param requester the access key's owner; empty: anonymous, or not known
 * @param request what was asked for; null where that was not understood
 * @param answer that the client got
 * @param times that it took
 */
public record AccessRecord(
    RequestHead head,
    Connection connection,
    Instant received,
    String requestId,
    String hostId,
    String requester,
    @Nullable S3Request request,
    Answer answer,
    Times times) {

  /**
   * Connection of a request.
   *
   * @param protocol for example {@code HTTP/1.1}
   * @param remoteAddress of the client, without port
   * @param security null where it is in the clear
   */
  public record Connection(String protocol, String remoteAddress, @Nullable Security security) {}

  /**
   * Encryption of a connection.
   *
   * @param protocol for example {@code TLSv1.3}
   * @param cipherSuite by its name in the TLS registry
   */
  public record Security(String protocol, String cipherSuite) {}

  /**
   * Answer to a request.
   *
   * @param status of HTTP
   * @param errorCode of S3; empty where it went well
   * @param bytesSent of its body
   * @param objectSize of the object that was read or written; negative: not known, or none
   */
  public record Answer(int status, String errorCode, long bytesSent, long objectSize) {}

  /**
   * Times of a request.
   *
   * @param total from the head's coming until the answer's end
   * @param turnAround from the last byte of the request until the first of the answer
   * @param client how much of the total went into waiting for the client
   * @param agent how much of the total went into waiting for the agent
   */
  public record Times(Duration total, Duration turnAround, Duration client, Duration agent) {
    /** Time that the frontend itself took. */
    public Duration frontend() {
      Duration own = total.minus(client).minus(agent);
      return own.isNegative() ? Duration.ZERO : own;
    }
  }

  /** The operation that was asked for, by AWS's name; empty: not understood. */
  public String operation() {
    return request == null ? "" : request.operation().awsName();
  }

  /** The bucket that was asked about; empty: none. */
  public String bucket() {
    BucketName bucket = request == null ? null : request.bucket();
    return bucket == null ? "" : bucket.value();
  }

  /** The key that was asked about; empty: none. */
  public String key() {
    ObjectKey key = request == null ? null : request.key();
    return key == null ? "" : key.value();
  }

  /** The first line of the request, without what would let its reader act for the sender. */
  String requestLine() {
    String query = SecretParameters.hidden(head.query());
    return head.method()
        + ' '
        + head.rawPath()
        + (query == null ? "" : '?' + query)
        + ' '
        + connection.protocol();
  }

  /** A header as it was sent; empty where it was not. */
  String sent(String header) {
    String value = head.header(header);
    return value == null ? "" : value;
  }
}

package dev.sluice.frontend.xml;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;

/**
 * Answer of GetBucketRequestPayment, and body of PutBucketRequestPayment.
 *
 * @param payer who pays for requests
 */
public record RequestPaymentConfiguration(Payer payer) implements S3Document {
  /** Fails with MalformedXML where there is no payer. */
  @SuppressWarnings("NullAway") // the mapper passes null for an element that is not there
  public RequestPaymentConfiguration {
    if (payer == null) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
  }

  /** Payer of requests, as AWS names it. */
  public enum Payer {
    @JsonProperty("BucketOwner")
    BUCKET_OWNER,
    @JsonProperty("Requester")
    REQUESTER
  }
}

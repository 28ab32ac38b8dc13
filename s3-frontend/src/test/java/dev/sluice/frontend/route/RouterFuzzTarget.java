package dev.sluice.frontend.route;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.common.model.ObjectKey;
import dev.sluice.frontend.s3.ChecksumHeader;
import dev.sluice.frontend.s3.HeadInput;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.xml.S3Xml;
import dev.sluice.frontend.xml.UrlEncoding;
import dev.sluice.fuzzing.FuzzTarget;
import java.util.List;

/**
 * Every head is a request or a refusal that blames the client; the same one each time, and the same
 * one for every spelling of its address. {@link Router}, {@link Addressing}, {@link Call}, {@link
 * CopySourceReader}, {@link Conditions}, {@link MetadataReader}, {@link ChecksumReader} with {@link
 * ChecksumHeader}, {@link OperationTable} with its routes.
 */
final class RouterFuzzTarget implements FuzzTarget {
  private static final Addressing ADDRESSING =
      new Addressing("/api/v1/s3", List.of("s3.example.com"));

  private final Router router = new Router(ADDRESSING, new S3Xml());

  @Override
  public void attack(byte[] input) {
    RequestHead head = HeadInput.of(input);
    S3Request request;
    try {
      request = router.route(head);
    } catch (S3Exception e) {
      int status = e.code().status();
      require((status >= 400 && status < 500) || status == 501, "blames the client", e.code());
      return;
    }
    require(request.equals(router.route(head)), "the same each time", request);
    if (request instanceof ObjectRequest object) {
      ObjectKey key = object.key();
      boolean virtualHost = ADDRESSING.bucketOfHost(head.host()) != null;
      String path =
          "/" + (virtualHost ? "" : object.bucket() + "/") + UrlEncoding.encode(key.value());
      RequestHead respelt =
          RequestHead.of(head.method(), path, head.query().sent(), head.host(), head.headers());
      require(request.equals(router.route(respelt)), "the same for each spelling", request);
    }
  }
}

package dev.sluice.frontend.op;

import dev.sluice.common.rpc.BufferPool;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.PostResponse;
import dev.sluice.frontend.xml.UrlEncoding;
import dev.sluice.v1.ObjectInfo;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** PostObject: the file of a form, whose length is known at its end only. */
final class PostObject implements Operation<ObjectRequest.PostObject> {
  private final AgentDirectory agents;
  private final BufferPool buffers;

  PostObject(AgentDirectory agents, BufferPool buffers) {
    this.agents = agents;
    this.buffers = buffers;
  }

  @Override
  public S3Response answer(ObjectRequest.PostObject request, RequestContext call)
      throws InterruptedException {
    ObjectInfo stored =
        ObjectTransfer.run(
            agents,
            buffers,
            request,
            call,
            ObjectTransfer.header(request, request.metadata(), request.acl(), call));
    Map<String, String> headers =
        new LinkedHashMap<>(
            StoredHeaders.of(stored.getEtag(), stored.hasChecksum() ? stored.getChecksum() : null));
    String etag = '"' + stored.getEtag() + '"';
    URI redirect = request.redirect();
    if (redirect != null) {
      headers.put("Location", withResult(redirect, request, etag));
      return new S3Response.Empty(303, headers);
    }
    String base = call.url();
    String location =
        (base.endsWith("/") ? base : base + "/") + UrlEncoding.encode(request.key().value());
    headers.put("Location", location);
    return request.status() == 201
        ? new S3Response.Document(
            201,
            headers,
            new PostResponse(location, request.bucket().value(), request.key().value(), etag))
        : new S3Response.Empty(request.status(), headers);
  }

  /** The URL with bucket, key and tag added to its query, as AWS adds them. */
  private static String withResult(URI redirect, ObjectRequest.PostObject request, String etag) {
    String url = redirect.toASCIIString();
    int fragment = url.indexOf('#');
    String page = fragment < 0 ? url : url.substring(0, fragment);
    return page
        + (redirect.getRawQuery() == null ? "?" : "&")
        + "bucket="
        + parameter(request.bucket().value())
        + "&key="
        + parameter(request.key().value())
        + "&etag="
        + parameter(etag)
        + (fragment < 0 ? "" : url.substring(fragment));
  }

  private static String parameter(String text) {
    return UrlEncoding.encode(text).replace("/", "%2F");
  }
}

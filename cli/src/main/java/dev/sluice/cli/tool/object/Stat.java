package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Attributes;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.ContentHeaders;
import dev.sluice.v1.GetBucketRequest;
import dev.sluice.v1.HeadObjectRequest;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectServiceGrpc;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;

/** {@code stat}: all that is kept with a bucket or an object. */
public final class Stat implements Tool {
  @Override
  public String name() {
    return "stat";
  }

  @Override
  public String about() {
    return "Print all that is kept with an object or a bucket.";
  }

  @Override
  public List<String> examples() {
    return List.of("sluice stat photos/2026/lake.jpg", "sluice stat --json photos");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.address(command, "0", "1");
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException {
    Address address = arguments.address(0);
    Document document =
        address.key().isEmpty()
            ? Attributes.of(
                session
                    .call(
                        BucketServiceGrpc.getGetBucketMethod(),
                        GetBucketRequest.newBuilder().setBucket(address.bucket()).build())
                    .getBucket())
            : of(head(session, address));
    session.output().record(document);
  }

  /** The attributes of an object. */
  static ObjectInfo head(Session session, Address address) {
    return session
        .call(
            ObjectServiceGrpc.getHeadObjectMethod(),
            HeadObjectRequest.newBuilder()
                .setBucket(address.bucket())
                .setKey(address.key())
                .build())
        .getInfo();
  }

  private static Document of(ObjectInfo object) {
    Document document = Attributes.summary("object", object);
    headers(object.getMetadata().getHeaders()).forEach(document::put);
    if (object.hasChecksum()) {
      var checksum = WireChecksum.toModel(object.getChecksum());
      document
          .put("checksum", checksum.base64())
          .put("checksumAlgorithm", checksum.algorithm().name())
          .put("checksumType", checksum.type().name());
    }
    return document
        .put("owner", object.getOwner().getId())
        .put("metadata", new TreeMap<>(object.getMetadata().getUserMetadataMap()))
        .put("tags", Attributes.tags(object.getMetadata().getTagsList()))
        .put("partSizes", object.getPartSizesList());
  }

  private static Map<String, String> headers(ContentHeaders headers) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("contentType", headers.getContentType());
    fields.put("cacheControl", headers.getCacheControl());
    fields.put("contentDisposition", headers.getContentDisposition());
    fields.put("contentEncoding", headers.getContentEncoding());
    fields.put("contentLanguage", headers.getContentLanguage());
    fields.put("expires", headers.getExpires());
    return fields;
  }
}

package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.v1.CopyObjectRequest;
import dev.sluice.v1.CopySource;
import dev.sluice.v1.DeleteObjectRequest;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectServiceGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Copies of single files and objects, and their removal, wherever the two sides are. */
final class Transfer {
  private final Session session;
  private final Put.Options options;

  /**
   * Transfers of a session.
   *
   * @param options headers and metadata for files that become objects
   */
  Transfer(Session session, Put.Options options) {
    this.session = session;
    this.options = options;
  }

  /** Copies an item; both sides name it, not a folder that it lies in. */
  void copy(Item item, Place from, Place to) throws IOException, InterruptedException {
    switch (from) {
      case Place.Local source -> {
        switch (to) {
          case Place.Local _ -> throw bothLocal();
          case Place.Remote target ->
              Put.store(
                  session,
                  new Put.Target(target.address(), options),
                  source.path(),
                  Put.LARGEST_WHOLE);
        }
      }
      case Place.Remote source -> {
        switch (to) {
          case Place.Local target -> fetch(source.address(), target.path());
          case Place.Remote target -> copy(item, source.address(), target.address());
        }
      }
    }
  }

  static ToolFailure bothLocal() {
    return ToolFailure.usage("both sides are paths here (expected: sluice://BUCKET on one side)");
  }

  private void fetch(Address source, Path target) throws IOException, InterruptedException {
    if (options.isConditional()) {
      throw ToolFailure.usage(
          "conditions: not on files (expected: an object as the destination, or one object to"
              + " get)");
    }
    Path folder = target.toAbsolutePath().getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw PartFile.failed(target, e);
    }
    Get.fetch(
        session,
        source,
        target,
        GetObjectRequest.newBuilder().setBucket(source.bucket()).setKey(source.key()).build());
  }

  /** The agent copies; the condition sees to it that what was listed is what is copied. */
  private void copy(Item item, Address source, Address target) throws IOException {
    ObjectInfo copy =
        session
            .longCall(
                ObjectServiceGrpc.getCopyObjectMethod(),
                CopyObjectRequest.newBuilder()
                    .setSource(
                        CopySource.newBuilder()
                            .setBucket(source.bucket())
                            .setKey(source.key())
                            .setConditions(
                                WireConditions.toProto(
                                    new ReadConditions(tag(item), null, null, null))))
                    .setBucket(target.bucket())
                    .setKey(target.key())
                    .setConditions(options.conditions())
                    .build())
            .getCopy();
    session
        .output()
        .entry(
            "%s -> %s (%d bytes, ETag %s)"
                .formatted(source, target, copy.getSize(), copy.getEtag()),
            new Document()
                .put("sourceBucket", source.bucket())
                .put("sourceKey", source.key())
                .put("bucket", target.bucket())
                .put("key", target.key())
                .put("bytes", copy.getSize())
                .put("etag", copy.getEtag()));
  }

  /** Removes an item, only as it was listed. */
  void remove(Item item, Place place) throws IOException {
    switch (place) {
      case Place.Local local -> {
        if (!LocalTree.item(local.path(), item.name()).equals(item)) {
          throw new ToolFailure(
              ExitCode.LOCAL,
              local.path()
                  + ": changed while it was copied, and is kept (expected: an unchanged source)");
        }
        try {
          Files.delete(local.path());
        } catch (IOException e) {
          throw PartFile.failed(local.path(), e);
        }
      }
      case Place.Remote remote -> {
        var _ =
            session.call(
                ObjectServiceGrpc.getDeleteObjectMethod(),
                DeleteObjectRequest.newBuilder()
                    .setBucket(remote.address().bucket())
                    .setKey(remote.address().key())
                    .setConditions(
                        WireConditions.toProto(new WriteConditions(tag(item), null, null, null)))
                    .build());
      }
    }
  }

  private static EtagCondition tag(Item item) {
    return new EtagCondition(false, List.of(new ETag(item.etag())));
  }
}

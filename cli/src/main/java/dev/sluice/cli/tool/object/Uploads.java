package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.common.rpc.CallMetadata;
import dev.sluice.v1.AbortUploadRequest;
import dev.sluice.v1.ListUploadsRequest;
import dev.sluice.v1.ListUploadsResponse;
import dev.sluice.v1.Upload;
import dev.sluice.v1.UploadRef;
import dev.sluice.v1.UploadServiceGrpc;
import java.util.ArrayList;
import java.util.List;

/** Unfinished uploads that tools have begun; those of S3 clients are none of theirs. */
final class Uploads {
  private static final int PAGE = 1000;

  private Uploads() {}

  /** Those of one key, the oldest first. */
  static List<UploadRef> of(Session session, Address address) {
    List<UploadRef> found = new ArrayList<>();
    ListUploadsRequest.Builder request =
        ListUploadsRequest.newBuilder()
            .setBucket(address.bucket())
            .setPrefix(address.key())
            .setMaxUploads(PAGE);
    ListUploadsResponse page;
    boolean further;
    do {
      page = session.call(UploadServiceGrpc.getListUploadsMethod(), request.build());
      // Longer keys that begin so come after the key itself.
      further = page.getTruncated();
      for (Upload upload : page.getUploadsList()) {
        if (!upload.getKey().equals(address.key())) {
          further = false;
        } else if (upload.getInitiator().getId().equals(CallMetadata.DIRECT.id())) {
          found.add(
              UploadRef.newBuilder()
                  .setBucket(address.bucket())
                  .setKey(address.key())
                  .setUploadId(upload.getUploadId())
                  .build());
        }
      }
      request.setKeyMarker(page.getNextKeyMarker()).setUploadIdMarker(page.getNextUploadIdMarker());
    } while (further);
    return found;
  }

  /** Aborts those of one key; how many there were. */
  static long forget(Session session, Address address) {
    List<UploadRef> uploads = of(session, address);
    uploads.forEach(upload -> abort(session, upload));
    return uploads.size();
  }

  /** Aborts an upload. */
  static void abort(Session session, UploadRef upload) {
    var _ =
        session.call(
            UploadServiceGrpc.getAbortUploadMethod(),
            AbortUploadRequest.newBuilder().setUpload(upload).build());
  }
}

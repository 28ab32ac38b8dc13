package dev.sluice.cli.tool;

import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.v1.DeleteObjectsRequest;
import dev.sluice.v1.DeleteObjectsResponse;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectServiceGrpc;
import java.io.IOException;

/** Removes all objects whose keys begin alike, a page at a time. */
final class Removal {
  static final String YES = "--yes";

  private Removal() {}

  /** Removes them; how many there were. Fails with the first that cannot be removed. */
  static long all(Session session, Address prefix) throws IOException {
    long[] removed = new long[1];
    Pages.walk(
        session,
        prefix,
        "",
        page -> {
          if (page.getObjectsCount() == 0) {
            return;
          }
          DeleteObjectsRequest.Builder request =
              DeleteObjectsRequest.newBuilder().setBucket(prefix.bucket());
          for (ObjectInfo object : page.getObjectsList()) {
            request.addEntries(
                DeleteObjectsRequest.Entry.newBuilder().setKey(object.getKey()).build());
          }
          DeleteObjectsResponse response =
              session.longCall(ObjectServiceGrpc.getDeleteObjectsMethod(), request.build());
          for (var outcome : response.getOutcomesList()) {
            if (outcome.hasFailure()) {
              throw StorageStatus.fromFailure(outcome.getFailure());
            }
            removed[0]++;
          }
        });
    return removed[0];
  }
}

package dev.sluice.cli.tool.session;

import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.v1.DeleteObjectsRequest;
import dev.sluice.v1.DeleteObjectsResponse;
import dev.sluice.v1.ObjectServiceGrpc;

/** Removal of many objects, a page at a time. */
public final class Removal {
  public static final String YES = "--yes";

  private Removal() {}

  /** Removes them; how many there were. Fails with the first that cannot be removed. */
  public static long of(Session session, String bucket, Keys keys) {
    long removed = 0;
    while (keys.hasNext()) {
      DeleteObjectsRequest.Builder request = DeleteObjectsRequest.newBuilder().setBucket(bucket);
      while (keys.hasNext() && request.getEntriesCount() < Pages.KEYS) {
        request.addEntries(
            DeleteObjectsRequest.Entry.newBuilder().setKey(keys.next().getKey()).build());
      }
      DeleteObjectsResponse response =
          session.longCall(ObjectServiceGrpc.getDeleteObjectsMethod(), request.build());
      for (var outcome : response.getOutcomesList()) {
        if (outcome.hasFailure()) {
          throw StorageStatus.fromFailure(outcome.getFailure());
        }
        removed++;
      }
    }
    return removed;
  }
}

package dev.sluice.cli.tool;

import dev.sluice.v1.ListObjectsRequest;
import dev.sluice.v1.ListObjectsResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import java.io.IOException;

/** Walks a listing page by page; memory does not depend on how many keys there are. */
final class Pages {
  /** Most that the agent gives at once. */
  static final int KEYS = 1000;

  /** Takes a page. */
  interface Reader {
    void read(ListObjectsResponse page) throws IOException;
  }

  private Pages() {}

  /**
   * Hands over every page.
   *
   * @param delimiter rolls keys up; empty: does not
   */
  static void walk(Session session, Address address, String delimiter, Reader reader)
      throws IOException {
    ListObjectsRequest.Builder request =
        ListObjectsRequest.newBuilder()
            .setBucket(address.bucket())
            .setPrefix(address.key())
            .setDelimiter(delimiter)
            .setMaxKeys(KEYS);
    String next;
    do {
      ListObjectsResponse page =
          session.call(ObjectServiceGrpc.getListObjectsMethod(), request.build());
      reader.read(page);
      next = page.getNext();
      request.setStart(next).setStartInclusive(true);
    } while (!next.isEmpty());
  }
}

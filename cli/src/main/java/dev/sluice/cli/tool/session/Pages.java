package dev.sluice.cli.tool.session;

import dev.sluice.v1.ListObjectsRequest;
import dev.sluice.v1.ListObjectsResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** A listing, asked for page by page: memory does not depend on how many keys there are. */
public final class Pages implements Iterator<ListObjectsResponse> {
  /** Most keys that the agent gives at once. */
  static final int KEYS = 1000;

  private final Session session;
  private final ListObjectsRequest.Builder request;
  private boolean atEnd;

  /**
   * A listing from its first page.
   *
   * @param address the bucket, and what the keys begin with
   * @param delimiter rolls keys up; empty: does not
   */
  public Pages(Session session, Address address, String delimiter) {
    this.session = session;
    this.request =
        ListObjectsRequest.newBuilder()
            .setBucket(address.bucket())
            .setPrefix(address.key())
            .setDelimiter(delimiter)
            .setMaxKeys(KEYS);
  }

  @Override
  public boolean hasNext() {
    return !atEnd;
  }

  @Override
  public ListObjectsResponse next() {
    if (atEnd) {
      throw new NoSuchElementException();
    }
    ListObjectsResponse page =
        session.call(ObjectServiceGrpc.getListObjectsMethod(), request.build());
    atEnd = page.getNext().isEmpty();
    request.setStart(page.getNext()).setStartInclusive(true);
    return page;
  }
}

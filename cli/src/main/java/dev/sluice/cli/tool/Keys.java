package dev.sluice.cli.tool;

import dev.sluice.v1.ListObjectsRequest;
import dev.sluice.v1.ListObjectsResponse;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectServiceGrpc;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Objects of a bucket in the order of their keys, asked for page by page. */
final class Keys implements Iterator<ObjectInfo> {
  private final Session session;
  private final ListObjectsRequest.Builder request;
  private final Predicate<String> filter;
  private final Queue<ObjectInfo> page = new ArrayDeque<>();
  private boolean atEnd;

  private Keys(Session session, ListObjectsRequest.Builder request, Predicate<String> filter) {
    this.session = session;
    this.request = request;
    this.filter = filter;
  }

  /** All objects whose keys begin with the address's key. */
  static Keys below(Session session, Address address) {
    return new Keys(session, request(address.bucket(), address.key(), ""), _ -> true);
  }

  /** All objects whose keys match the address's key. */
  static Keys matching(Session session, Address address) {
    KeyPattern pattern = KeyPattern.parse(address.key());
    String delimiter = pattern.isOneLevel() ? "/" : "";
    return new Keys(
        session, request(address.bucket(), pattern.prefix(), delimiter), pattern::matches);
  }

  private static ListObjectsRequest.Builder request(
      String bucket, String prefix, String delimiter) {
    return ListObjectsRequest.newBuilder()
        .setBucket(bucket)
        .setPrefix(prefix)
        .setDelimiter(delimiter)
        .setMaxKeys(Pages.KEYS);
  }

  /** The next object, left where it is; null at the end. */
  @Nullable ObjectInfo peek() {
    while (page.isEmpty() && !atEnd) {
      ListObjectsResponse answer =
          session.call(ObjectServiceGrpc.getListObjectsMethod(), request.build());
      for (ObjectInfo object : answer.getObjectsList()) {
        if (filter.test(object.getKey())) {
          page.add(object);
        }
      }
      atEnd = answer.getNext().isEmpty();
      request.setStart(answer.getNext()).setStartInclusive(true);
    }
    return page.peek();
  }

  @Override
  public boolean hasNext() {
    return peek() != null;
  }

  @Override
  public ObjectInfo next() {
    ObjectInfo next = peek();
    if (next == null) {
      throw new NoSuchElementException();
    }
    return page.remove();
  }
}

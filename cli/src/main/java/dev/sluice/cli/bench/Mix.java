package dev.sluice.cli.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Shares of operations, drawn at random. Gets, heads and lists read a set of objects that nobody
 * changes. Puts store new keys, which deletes remove; a client that has none left to delete puts
 * one instead.
 *
 * @param shares of any sum
 */
record Mix(SortedMap<Operation, Integer> shares) {
  /** The operations that can have a share. */
  static final Set<Operation> OPERATIONS =
      EnumSet.of(Operation.PUT, Operation.GET, Operation.HEAD, Operation.DELETE, Operation.LIST);

  static final Mix USUAL =
      new Mix(
          new TreeMap<>(
              Map.of(
                  Operation.GET, 45,
                  Operation.HEAD, 30,
                  Operation.PUT, 15,
                  Operation.DELETE, 10)));

  /** Keys that a client remembers to delete; what is beyond is removed after the run. */
  private static final int MOST_KEPT = 10_000;

  /**
   * The work of some clients.
   *
   * @param folder of the keys that are put
   */
  Work work(Dataset objects, String folder, long size, int page, int clients) {
    Set<Operation> operations = EnumSet.copyOf(shares.keySet());
    if (operations.contains(Operation.DELETE)) {
      operations.add(Operation.PUT);
    }
    Work.Turn get = Turns.get(objects);
    Work.Turn head = Turns.head(objects);
    Work.Turn list = Turns.list(objects, page);
    Writing[] writing = new Writing[clients];
    for (int i = 0; i < clients; i++) {
      writing[i] = new Writing(objects.space(), folder, Payload.ofLength(size));
    }
    return Work.of(
        operations,
        (client, ticket, due) -> {
          Writing own = writing[client.number()];
          switch (drawn(client)) {
            case GET -> get.take(client, ticket, due);
            case HEAD -> head.take(client, ticket, due);
            case LIST -> list.take(client, ticket, due);
            case PUT -> own.put(client, ticket, due);
            case DELETE -> own.delete(client, ticket, due);
            case UPLOAD,
                CREATE_UPLOAD,
                UPLOAD_PART,
                COMPLETE_UPLOAD,
                PUT_IF_NONE_MATCH,
                PUT_IF_MATCH ->
                throw new IllegalStateException("no part of a mix");
          }
        });
  }

  private Operation drawn(Client client) {
    int sum = shares.values().stream().mapToInt(Integer::intValue).sum();
    int left = client.random().nextInt(sum);
    for (Map.Entry<Operation, Integer> share : shares.entrySet()) {
      left -= share.getValue();
      if (left < 0) {
        return share.getKey();
      }
    }
    throw new IllegalStateException("shares changed");
  }

  /** The puts and deletes of one client. */
  private static final class Writing {
    private final Space space;
    private final String folder;
    private final Payload body;
    private final Deque<String> written = new ArrayDeque<>();

    Writing(Space space, String folder, Payload body) {
      this.space = space;
      this.folder = folder;
      this.body = body;
    }

    void put(Client client, long ticket, long due) {
      String path = space.path(Turns.key(folder, ticket));
      Response stored =
          client.send(Operation.PUT, Request.put(path, "", body), due, Expected::stored);
      if (stored != null && written.size() < MOST_KEPT) {
        written.add(path);
      }
    }

    void delete(Client client, long ticket, long due) {
      @Nullable String path = written.poll();
      if (path == null) {
        put(client, ticket, due);
      } else {
        Response _ =
            client.send(Operation.DELETE, Request.delete(path, ""), due, Expected::deleted);
      }
    }
  }
}

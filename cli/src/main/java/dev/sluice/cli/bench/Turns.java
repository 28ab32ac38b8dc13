package dev.sluice.cli.bench;

import java.util.concurrent.atomic.AtomicInteger;

/** Turns of one request each. */
final class Turns {
  /** A digit more than keys have, so that they keep their leading zeros. */
  private static final long FIRST_KEY = 10_000_000_000L;

  private Turns() {}

  /** Stores a new key each time. */
  static Work.Turn put(Space space, String folder, long size) {
    Payload body = Payload.ofLength(size);
    return (client, ticket, due) -> {
      Request put = Request.put(space.path(key(folder, ticket)), "", body);
      Response _ = client.send(Operation.PUT, put, due, Expected::stored);
    };
  }

  /** Reads objects in random order. */
  static Work.Turn get(Dataset objects) {
    return (client, ticket, due) -> {
      int number = client.random().nextInt(objects.count());
      Request get = Request.get(objects.path(number), "");
      Response _ = client.send(Operation.GET, get, due, objects.check(number));
    };
  }

  /** Asks for the metadata of objects in random order. */
  static Work.Turn head(Dataset objects) {
    return (client, ticket, due) -> {
      int number = client.random().nextInt(objects.count());
      Request head = Request.head(objects.path(number));
      Response _ = client.send(Operation.HEAD, head, due, objects.check(number));
    };
  }

  /** Deletes each object once; ends when none is left. */
  static Work.Turn delete(Dataset objects) {
    AtomicInteger next = new AtomicInteger();
    return (client, ticket, due) -> {
      int number = next.getAndIncrement();
      if (number >= objects.count()) {
        client.schedule().stop();
        return;
      }
      Request delete = Request.delete(objects.path(number), "");
      Response _ = client.send(Operation.DELETE, delete, due, Expected::deleted);
    };
  }

  /** Lists pages that begin at random keys. */
  static Work.Turn list(Dataset objects, int page) {
    Space space = objects.space();
    return (client, ticket, due) -> {
      int first = client.random().nextInt(Math.max(1, objects.count() - page + 1));
      String after = first == 0 ? "" : objects.key(first - 1);
      Request list = Request.get(space.path(), space.list(objects.folder() + "/", after, page));
      int keys = Math.min(page, objects.count() - first);
      Response _ = client.send(Operation.LIST, list, due, Expected.keys(keys));
    };
  }

  /** A key whose order is that of the numbers. */
  static String key(String folder, long number) {
    return folder + "/" + Long.toString(FIRST_KEY + number).substring(1);
  }
}

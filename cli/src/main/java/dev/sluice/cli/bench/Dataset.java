package dev.sluice.cli.bench;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** Objects that are stored before a run, which reads, lists or deletes them. */
final class Dataset {
  private final Space space;
  private final String folder;
  private final long size;
  private final AtomicReferenceArray<String> etags;

  /** Objects of one size; {@code folder} is a part of their keys. */
  Dataset(Space space, String folder, int count, long size) {
    this.space = space;
    this.folder = folder;
    this.size = size;
    etags = new AtomicReferenceArray<>(count);
  }

  int count() {
    return etags.length();
  }

  String folder() {
    return folder;
  }

  Space space() {
    return space;
  }

  /** The key of an object, below the prefix; their order is that of the numbers. */
  String key(int number) {
    return Turns.key(folder, number);
  }

  String path(int number) {
    return space.path(key(number));
  }

  /** The check of an object that is read. */
  Client.Check check(int number) {
    return Expected.object(size, String.valueOf(etags.get(number)));
  }

  /** The work that stores them: one object for each ticket. */
  Work storing() {
    return Work.of(
        Operation.PUT,
        (client, ticket, due) -> {
          int number = (int) ticket;
          Response stored =
              client.send(
                  Operation.PUT,
                  Request.put(path(number), "", Payload.ofLength(size)),
                  due,
                  Expected::stored);
          if (stored == null) {
            client.schedule().stop();
          } else {
            etags.set(number, stored.etag());
          }
        });
  }
}

package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.KeyPattern;
import dev.sluice.cli.tool.session.Keys;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.v1.ObjectInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Iterator;

/** Copies of one, of all that match a pattern, or of a whole tree; a move removes its sources. */
final class Copying {
  private final Session session;
  private final Transfer transfer;
  private final boolean isMove;

  Copying(Session session, Put.Options options, boolean isMove) {
    this.session = session;
    this.transfer = new Transfer(session, options);
    this.isMove = isMove;
  }

  /** Copies from one place to the other, as the source's form says. */
  void run(Place from, Place to, boolean isRecursive) throws IOException, InterruptedException {
    if (from instanceof Place.Local && to instanceof Place.Local) {
      throw Transfer.bothLocal();
    }
    if (isRecursive) {
      tree(Tree.of(from), Tree.of(to));
    } else if (from instanceof Place.Remote remote
        && !remote.isLiteral()
        && KeyPattern.isPattern(remote.address().key())) {
      matching(remote.address(), to);
    } else {
      one(from, to);
    }
  }

  private void one(Place from, Place to) throws IOException, InterruptedException {
    switch (from) {
      case Place.Local local -> {
        if (Files.isDirectory(local.path())) {
          throw ToolFailure.usage(local.path() + ": a folder (expected: a file, or -r)");
        }
        String name = String.valueOf(local.path().getFileName());
        each(LocalTree.item(local.path(), name), from, target(to, name));
      }
      case Place.Remote remote -> {
        Address address = remote.address().requireObject();
        ObjectInfo object = Stat.head(session, address);
        each(Item.of(object, address.lastName()), from, target(to, address.lastName()));
      }
    }
  }

  /**
   * Keys that match keep what follows the last slash before the first wildcard, so that no two of
   * them become one.
   */
  private void matching(Address pattern, Place to) throws IOException, InterruptedException {
    if (!isFolder(to)) {
      throw ToolFailure.usage(
          "destination of many (expected: a bucket, a key that ends with a slash, or a folder)");
    }
    int kept = KeyPattern.parse(pattern.key()).prefix().lastIndexOf('/') + 1;
    Keys keys = Keys.matching(session, pattern);
    if (!keys.hasNext()) {
      throw new ToolFailure(ExitCode.REFUSED, "no key matches: " + pattern);
    }
    while (keys.hasNext()) {
      ObjectInfo object = keys.next();
      Address source = new Address(pattern.bucket(), object.getKey());
      Item item = Item.of(object, object.getKey().substring(kept));
      each(item, new Place.Remote(source, true), target(to, item.name()));
    }
  }

  private void tree(Tree from, Tree to) throws IOException, InterruptedException {
    from.requireOutside(to);
    Iterator<Item> items = from.items(session);
    if (!items.hasNext()) {
      throw new ToolFailure(ExitCode.REFUSED, "nothing there to copy (expected: files or objects)");
    }
    while (items.hasNext()) {
      Item item = items.next();
      if (to.canHold(item)) {
        each(item, from.at(item), to.at(item));
      }
    }
  }

  private void each(Item item, Place from, Place to) throws IOException, InterruptedException {
    if (from instanceof Place.Remote source
        && to instanceof Place.Remote target
        && source.address().equals(target.address())) {
      throw ToolFailure.usage("source and destination are the same (expected: different ones)");
    }
    transfer.copy(item, from, to);
    if (isMove) {
      transfer.remove(item, from);
    }
  }

  private static boolean isFolder(Place place) {
    return switch (place) {
      case Place.Local local ->
          Files.isDirectory(local.path()) || local.path().toString().endsWith("/");
      case Place.Remote remote ->
          remote.address().key().isEmpty() || remote.address().key().endsWith("/");
    };
  }

  private static Place target(Place place, String name) {
    if (!isFolder(place)) {
      return place;
    }
    return switch (place) {
      case Place.Local local -> new Tree.Folder(local.path()).at(named(name));
      case Place.Remote remote -> Tree.of(remote).at(named(name));
    };
  }

  private static Item named(String name) {
    return new Item(name, 0, java.time.Instant.EPOCH, "");
  }
}

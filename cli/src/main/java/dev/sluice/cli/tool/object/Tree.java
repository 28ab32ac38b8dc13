package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Keys;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.v1.ObjectInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;

/** A folder here or a prefix of keys, and what lies at a name below it. */
sealed interface Tree {

  /** Longest name of a file on Linux, in bytes. */
  int LONGEST_NAME = 255;

  /** All below it, in the order of keys. */
  Iterator<Item> items(Session session);

  /** The place of an item. */
  Place at(Item item);

  /** Whether an item can be below it; what marks a folder among keys is no file. */
  boolean canHold(Item item);

  /**
   * Fails where a tree to copy to lies within this one: the copies would be copied as well, without
   * end.
   */
  default void requireOutside(Tree target) {
    if (this instanceof Prefix from
        && target instanceof Prefix to
        && from.address().bucket().equals(to.address().bucket())
        && to.address().key().startsWith(from.address().key())) {
      throw ToolFailure.usage(
          "destination: %s lies within the source (expected: outside %s)"
              .formatted(to.address(), from.address()));
    }
  }

  /** The tree that a place names: an address without a slash at its end gets one. */
  static Tree of(Place place) {
    return switch (place) {
      case Place.Local local -> new Folder(local.path());
      case Place.Remote remote -> {
        Address address = remote.address();
        boolean complete = address.key().isEmpty() || address.key().endsWith("/");
        yield new Prefix(complete ? address : new Address(address.bucket(), address.key() + "/"));
      }
    };
  }

  /** A folder here. */
  record Folder(Path path) implements Tree {
    @Override
    public Iterator<Item> items(Session session) {
      return Files.exists(path) ? new LocalTree(path) : Collections.emptyIterator();
    }

    @Override
    public boolean canHold(Item item) {
      boolean marksFolder = item.name().isEmpty() || item.name().endsWith("/");
      return !(marksFolder && item.size() == 0);
    }

    /** A key that would lead out of the folder, or that no file can have, is refused. */
    @Override
    public Place at(Item item) {
      for (String segment : item.name().split("/", -1)) {
        if (segment.isEmpty()
            || segment.equals(".")
            || segment.equals("..")
            || segment.indexOf('\0') >= 0
            || segment.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
          throw new ToolFailure(
              ExitCode.LOCAL,
              "no file here can have this name: "
                  + item.name()
                  + " (expected: names of 1 to 255 bytes, none of them . or ..)");
        }
      }
      return new Place.Local(path.resolve(item.name()));
    }
  }

  /** The keys below a prefix, which is empty or ends with a slash. */
  record Prefix(Address address) implements Tree {
    @Override
    public Iterator<Item> items(Session session) {
      Keys keys = Keys.below(session, address);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return keys.hasNext();
        }

        @Override
        public Item next() {
          ObjectInfo object = keys.next();
          return Item.of(object, object.getKey().substring(address.key().length()));
        }
      };
    }

    @Override
    public boolean canHold(Item item) {
      return true;
    }

    @Override
    public Place at(Item item) {
      return new Place.Remote(new Address(address.bucket(), address.key() + item.name()), true);
    }
  }
}

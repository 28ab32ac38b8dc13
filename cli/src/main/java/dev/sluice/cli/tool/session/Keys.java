package dev.sluice.cli.tool.session;

import dev.sluice.v1.ObjectInfo;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Objects of a bucket in the order of their keys, a page at a time. */
public final class Keys implements Iterator<ObjectInfo> {
  private final Pages pages;
  private final Predicate<String> filter;
  private final Queue<ObjectInfo> page = new ArrayDeque<>();

  private Keys(Pages pages, Predicate<String> filter) {
    this.pages = pages;
    this.filter = filter;
  }

  /** All objects whose keys begin with the address's key. */
  public static Keys below(Session session, Address address) {
    return new Keys(new Pages(session, address, ""), _ -> true);
  }

  /** All objects whose keys match the address's key. */
  public static Keys matching(Session session, Address address) {
    KeyPattern pattern = KeyPattern.parse(address.key());
    Address prefix = new Address(address.bucket(), pattern.prefix());
    return new Keys(new Pages(session, prefix, pattern.isOneLevel() ? "/" : ""), pattern::matches);
  }

  /** The next object, left where it is; null at the end. */
  @Nullable ObjectInfo peek() {
    while (page.isEmpty() && pages.hasNext()) {
      for (ObjectInfo object : pages.next().getObjectsList()) {
        if (filter.test(object.getKey())) {
          page.add(object);
        }
      }
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

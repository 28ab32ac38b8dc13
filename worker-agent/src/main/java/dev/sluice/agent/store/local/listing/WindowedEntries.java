package dev.sluice.agent.store.local.listing;

import dev.sluice.agent.store.listing.DirectorySnapshot;
import dev.sluice.agent.store.listing.OrderedEntries;
import dev.sluice.agent.store.listing.SortKey;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The entries of a directory, out of as many windows of it as a walk passes. */
final class WindowedEntries implements OrderedEntries {
  private final Function<SortKey, DirectorySnapshot> windows;
  private @Nullable DirectorySnapshot used;

  /**
   * Entries.
   *
   * @param windows gives the window that a place lies in
   */
  WindowedEntries(Function<SortKey, DirectorySnapshot> windows) {
    this.windows = windows;
  }

  private DirectorySnapshot at(SortKey place) {
    DirectorySnapshot window = used;
    if (window == null || !window.covers(place)) {
      window = windows.apply(place);
      used = window;
    }
    return window;
  }

  @Override
  public boolean contains(SortKey key) {
    return at(key).contains(key);
  }

  @Override
  public Iterator<SortKey> from(SortKey start) {
    return new Entries(at(start), start);
  }

  private final class Entries implements Iterator<SortKey> {
    private DirectorySnapshot window;
    private Iterator<SortKey> inWindow;

    Entries(DirectorySnapshot window, SortKey start) {
      this.window = window;
      this.inWindow = window.from(start);
    }

    @Override
    public boolean hasNext() {
      while (!inWindow.hasNext()) {
        SortKey end = window.end();
        if (end == null) {
          return false;
        }
        window = at(end);
        inWindow = window.from(end);
      }
      return true;
    }

    @Override
    public SortKey next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return inWindow.next();
    }
  }
}

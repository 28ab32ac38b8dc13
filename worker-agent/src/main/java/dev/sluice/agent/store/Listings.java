package dev.sluice.agent.store;

import dev.sluice.agent.store.access.Access;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.listing.DelimiterRule;
import dev.sluice.agent.store.engine.listing.Effort;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.listing.LongListing;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectPage;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.KeyOrder;
import java.util.List;
import java.util.Optional;

/** Pages of keys. */
final class Listings {
  /** The delimiter that the engine rolls up by itself. */
  private static final String SLASH = "/";

  private final StorageEngine engine;
  private final Quotas quotas;

  Listings(StorageEngine engine, Quotas quotas) {
    this.engine = engine;
    this.quotas = quotas;
  }

  ObjectPage list(Access access, ListQuery query) {
    return list(access, query, Effort.UNBOUNDED);
  }

  Optional<ObjectPage> listAtOnce(Access access, ListQuery query) {
    try {
      return Optional.of(list(access, query, Effort.shortWork()));
    } catch (LongListing _) {
      return Optional.empty();
    }
  }

  private ObjectPage list(Access access, ListQuery query, Effort effort) {
    CallContext context = access.context();
    Refusals.requireWithin("key limit", query.limit(), 0, StoreLimits.MAX_PAGE);
    DelimiterRule rollUp = new DelimiterRule(query.prefix(), query.delimiter());
    byte[] prefix = KeyOrder.bytes("prefix", query.prefix());
    byte[] from = from(query, rollUp);
    if (query.limit() == 0) {
      // is the bucket there?
      engine.list(
          query.bucket(), new ListScan(prefix, from, false, 1, context.cancellation(), effort));
      return new ObjectPage(List.of(), List.of(), "");
    }
    PageBuilder page = new PageBuilder(query.limit(), access.rules());
    if (query.delimiter().isEmpty() || query.delimiter().equals(SLASH)) {
      boolean slash = !query.delimiter().isEmpty();
      ListScan scan =
          new ListScan(prefix, from, slash, query.limit() + 1, context.cancellation(), effort);
      for (ListedEntry entry : engine.list(query.bucket(), scan)) {
        page.add(met(query, entry));
      }
    } else {
      fill(context, effort, page, query, rollUp, prefix, from);
    }
    return page.page();
  }

  /** Rolls up what the engine does not, and seeks past what was rolled up. */
  private void fill(
      CallContext context,
      Effort effort,
      PageBuilder page,
      ListQuery query,
      DelimiterRule rollUp,
      byte[] prefix,
      byte[] start) {
    byte[] from = start;
    int scanLimit = query.limit() + 1;
    while (!page.full()) {
      List<ListedEntry> entries =
          engine.list(
              query.bucket(),
              new ListScan(prefix, from, false, scanLimit, context.cancellation(), effort));
      String rolledUp = null;
      int used = 0;
      for (ListedEntry entry : entries) {
        String key = ((ListedEntry.Key) entry).key().value();
        if (rolledUp != null && key.startsWith(rolledUp)) {
          continue;
        }
        rolledUp = rollUp.prefixOf(key);
        page.add(rolledUp == null ? met(query, entry) : new ListedEntry.Directory(rolledUp));
        used++;
        if (page.full()) {
          return;
        }
      }
      if (entries.size() < scanLimit) {
        return;
      }
      String last = ((ListedEntry.Key) entries.getLast()).key().value();
      from = rolledUp == null ? KeyOrder.after(last) : KeyOrder.afterAll(rolledUp);
      scanLimit = nextScanLimit(scanLimit, used, page.missing());
    }
  }

  /** A quota may not count yet what is listed. */
  private ListedEntry met(ListQuery query, ListedEntry entry) {
    if (entry instanceof ListedEntry.Key(_, var object)) {
      quotas.met(query.bucket(), object);
    }
    return entry;
  }

  /** Reads little ahead where most of what is read is rolled up. */
  private static int nextScanLimit(int before, int used, int missing) {
    int wanted = used * 2 < before ? Math.max(4, used * 2) : before * 2;
    return Math.min(wanted, missing + 1);
  }

  private static byte[] from(ListQuery query, DelimiterRule rollUp) {
    String start = query.start();
    byte[] bytes = KeyOrder.bytes("start", start);
    if (start.isEmpty() || query.startIncluded()) {
      return bytes;
    }
    return rollUp.isRolledUp(start) ? KeyOrder.afterAll(start) : KeyOrder.after(start);
  }
}

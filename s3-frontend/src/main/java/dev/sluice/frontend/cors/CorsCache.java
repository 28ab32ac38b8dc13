package dev.sluice.frontend.cors;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CorsRule;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

/**
 * The CORS rules of buckets, each as it was within the last second: a change is seen by every
 * frontend after that at the latest. Requests that need the same rules at once ask for them once.
 * Asked by requests with an {@code Origin} alone.
 */
public final class CorsCache {
  /** How long rules are used, counted from before they were read. */
  static final Duration LIFETIME = Duration.ofSeconds(1);

  /** Most buckets that are kept, those without rules and those that do not exist included. */
  static final int MOST_BUCKETS = 1_000;

  /** Most characters of rules that are kept; the rules of one bucket are, however many. */
  static final int MOST_CHARACTERS = 4 << 20;

  private final CorsSource source;
  private final LongSupplier nanoTime;

  /** In the order in which they were asked for, and so in that in which they expire. */
  private final Map<BucketName, Kept> kept = new LinkedHashMap<>();

  private long characters;

  /** A cache of what this source says. */
  public CorsCache(CorsSource source) {
    this(source, System::nanoTime);
  }

  CorsCache(CorsSource source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  private static final class Kept {
    final long since;
    final CompletableFuture<CorsRules> rules = new CompletableFuture<>();
    int characters;

    Kept(long since) {
      this.since = since;
    }
  }

  /**
   * The rules of a bucket.
   *
   * @throws dev.sluice.common.model.StorageException where no agent can say
   */
  public CorsRules of(BucketName bucket) {
    Kept mine = null;
    Kept found;
    synchronized (this) {
      long now = nanoTime.getAsLong();
      found = kept.get(bucket);
      if (found == null || now - found.since >= LIFETIME.toNanos()) {
        forget(bucket);
        mine = new Kept(now);
        found = mine;
        kept.put(bucket, mine);
        trim();
      }
    }
    if (mine != null) {
      read(bucket, mine);
    }
    try {
      return found.rules.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  /** Forgets the rules of a bucket that this frontend has changed: its next request sees it. */
  public synchronized void forget(BucketName bucket) {
    Kept before = kept.remove(bucket);
    if (before != null) {
      characters -= before.characters;
    }
  }

  private void read(BucketName bucket, Kept mine) {
    try {
      CorsRules rules = source.read(bucket);
      synchronized (this) {
        if (kept.get(bucket) == mine) {
          mine.characters = characters(rules);
          characters += mine.characters;
          trim();
        }
      }
      mine.rules.complete(rules);
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        kept.remove(bucket, mine);
      }
      mine.rules.completeExceptionally(e);
    }
  }

  private void trim() {
    Iterator<Kept> eldest = kept.values().iterator();
    while (kept.size() > 1 && (kept.size() > MOST_BUCKETS || characters > MOST_CHARACTERS)) {
      characters -= eldest.next().characters;
      eldest.remove();
    }
  }

  private static int characters(CorsRules rules) {
    return rules.rules().stream().mapToInt(CorsRule::characters).sum();
  }
}

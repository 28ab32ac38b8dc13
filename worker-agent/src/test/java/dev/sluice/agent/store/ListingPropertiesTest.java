package dev.sluice.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.contract.ListingModel;
import dev.sluice.agent.store.contract.ListingModel.Page;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Any listing of any keys is what a naive one says. */
class ListingPropertiesTest {
  private static final BucketName BUCKET = new BucketName("bucket");

  @Property
  void anyPage_isThatOfTheModel(
      @ForAll @Size(max = 40) Set<@From("keys") String> keys,
      @ForAll("texts") String prefix,
      @ForAll("delimiters") String delimiter,
      @ForAll("texts") String start,
      @ForAll boolean startIncluded,
      @ForAll @IntRange(max = 12) int limit) {
    ListQuery query = new ListQuery(BUCKET, prefix, delimiter, start, startIncluded, limit);

    assertThat(Page.of(over(engineWith(keys)).list(OperatorAccess.to(BUCKET), query)))
        .isEqualTo(new ListingModel(keys).page(query));
  }

  @Property(tries = 100)
  void pages_togetherAreTheWhole(
      @ForAll @Size(max = 60) Set<@From("keys") String> keys,
      @ForAll("texts") String prefix,
      @ForAll("delimiters") String delimiter,
      @ForAll @IntRange(min = 1, max = 5) int limit) {
    Listings listings = over(engineWith(keys));
    List<String> names = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String next = "";
    do {
      Page page =
          Page.of(
              listings.list(
                  OperatorAccess.to(BUCKET),
                  new ListQuery(BUCKET, prefix, delimiter, next, true, limit)));
      assertThat(page.keys().size() + page.prefixes().size()).isLessThanOrEqualTo(limit);
      names.addAll(page.keys());
      prefixes.addAll(page.prefixes());
      next = page.next();
    } while (!next.isEmpty());

    assertThat(new Page(names, prefixes, ""))
        .isEqualTo(
            new ListingModel(keys).page(new ListQuery(BUCKET, prefix, delimiter, "", true, 1000)));
  }

  @Provide
  Arbitrary<String> keys() {
    return pieces(1, 6);
  }

  @Provide
  Arbitrary<String> texts() {
    return pieces(0, 3);
  }

  @Provide
  Arbitrary<String> delimiters() {
    return Arbitraries.of("", "/", "//", "a", "ab", "-", ".%", "é", "/a/");
  }

  private static Arbitrary<String> pieces(int least, int most) {
    return Arbitraries.of(ListingModel.hostilePieces().toList())
        .list()
        .ofMinSize(least)
        .ofMaxSize(most)
        .map(pieces -> String.join("", pieces));
  }

  private static MemoryEngine engineWith(Set<String> keys) {
    MemoryEngine engine = new MemoryEngine(InstantSource.system());
    engine.createBucket(BUCKET, new BucketRecord(Instant.EPOCH, null));
    keys.forEach(key -> engine.outside().write(BUCKET, new ObjectKey(key), new byte[0]));
    return engine;
  }

  private static Listings over(MemoryEngine engine) {
    return new Listings(engine, new Quotas(engine, InstantSource.system()));
  }
}

package dev.sluice.agent.store.local.listing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.engine.listing.Effort;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.listing.LongListing;
import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.posix.HeldDirectories;
import dev.sluice.common.model.Cancellation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listings that are short work, and those that say that they are not. */
@Timeout(60)
class ListingEffortTest {
  private static final int PAGE = 10;

  private final HeldDirectories posix = new HeldDirectories();
  @TempDir private Path root;
  private Fixture local;

  @BeforeEach
  void open() {
    local = new Fixture(root, posix);
  }

  @AfterEach
  void close() {
    posix.release();
    local.close();
  }

  @Test
  void coldDirectoryOfManyNames_isLongWorkUntilItWasRead() throws Exception {
    makeMany("");
    assertThatThrownBy(() -> list("", true, Effort.shortWork())).isInstanceOf(LongListing.class);
    assertThat(posix.reached.getCount()).as("short work read no further").isOne();

    posix.release();
    List<ListedEntry> page = list("", true, Effort.UNBOUNDED);

    assertThat(page).hasSize(PAGE);
    assertThat(list("", true, Effort.shortWork())).isEqualTo(page);
  }

  @Test
  void coldDirectoryOfFewNames_isShortWork() {
    local.put("a/b", "x");
    local.put("c", "x");

    assertThat(list("", false, Effort.shortWork())).hasSize(2);
  }

  @Test
  void directoryThatAnotherListingReads_isNotWaitedFor() throws Exception {
    makeMany("");
    CompletableFuture<List<ListedEntry>> reader =
        CompletableFuture.supplyAsync(() -> list("", false, Effort.UNBOUNDED));
    posix.reached.await();
    Effort effort = Effort.shortWork();

    assertThatThrownBy(() -> list("", false, effort)).isInstanceOf(LongListing.class);

    posix.release();
    assertThat(reader.get()).hasSize(PAGE);
  }

  /** Whether there is a key in it takes a look at all its directories. */
  @Test
  void commonPrefixOfManyDirectories_isLongWork() throws Exception {
    Path wide = Files.createDirectory(local.file("wide"));
    for (int i = 0; i < HeldDirectories.MANY; i++) {
      Files.createDirectory(wide.resolve("d-" + i));
    }

    assertThatThrownBy(() -> list("", true, Effort.shortWork())).isInstanceOf(LongListing.class);
    assertThat(posix.reached.getCount()).isOne();
  }

  private void makeMany(String directory) throws Exception {
    for (int i = 0; i < HeldDirectories.MANY; i++) {
      Files.createFile(local.file(directory + "key-" + i));
    }
  }

  private List<ListedEntry> list(String prefix, boolean rollUp, Effort effort) {
    return local.engine.list(
        Fixture.BUCKET,
        new ListScan(
            prefix.getBytes(UTF_8), new byte[0], rollUp, PAGE, Cancellation.ENDLESS, effort));
  }
}

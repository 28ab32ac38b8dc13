package dev.sluice.agent.store.local.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.LocalSettings;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory larger than the memory for snapshots is listed whole, in order, and current. */
@Timeout(300)
class WindowedListingTest {
  private static final int FILES = 3000;
  private static final int PAGE = 100;

  /** Less than half of the names. */
  private static final long SNAPSHOT_BYTES = 256 << 10;

  /** A reading for each window of half of that, and a few more; pages are twice as many. */
  private static final int MOST_READINGS = 15;

  private final Counting posix = new Counting();
  @TempDir private Path root;
  private Fixture local;

  /** Counts how often a directory is read. */
  private static final class Counting extends Posix {
    private int readings;

    @Override
    public Descriptor openDirectory(Descriptor base, byte[] path) throws ErrnoException {
      if (Names.show(path).equals(".") && base.place().endsWith("wide")) {
        readings++;
      }
      return super.openDirectory(base, path);
    }
  }

  @BeforeEach
  void open() throws IOException {
    LocalSettings usual = LocalSettings.of(root);
    local =
        new Fixture(
            new LocalSettings(
                root,
                false,
                usual.fileMode(),
                usual.directoryMode(),
                SNAPSHOT_BYTES,
                usual.uploadBytes(),
                usual.listingStaleness(),
                usual.clock(),
                usual.maximumUploads(),
                usual.reserve(),
                false,
                false),
            posix);
    Files.createDirectory(local.file("wide"));
    for (int i = 0; i < FILES; i++) {
      Files.createFile(local.file("wide/" + name(i)));
    }
  }

  @AfterEach
  void close() {
    local.close();
  }

  private static String name(int number) {
    return "%04d-%s".formatted(number, "x".repeat(200));
  }

  private List<String> page(String from) {
    ListScan scan = new ListScan(Names.of("wide/"), Names.of(from), false, PAGE);
    return local.engine.list(Fixture.BUCKET, scan).stream()
        .map(entry -> ((ListedEntry.Key) entry).key().value())
        .toList();
  }

  @Test
  void pages_areWholeAndReadTheDirectorySometimes() {
    List<String> found = new ArrayList<>();
    List<String> page = page("wide/");
    while (!page.isEmpty()) {
      found.addAll(page);
      page = page(page.getLast() + "\0");
    }

    List<String> expected = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      expected.add("wide/" + name(i));
    }
    assertThat(found).isEqualTo(expected);
    assertThat(posix.readings).isBetween(2, MOST_READINGS);
  }

  @Test
  void changes_showInTheNextPage() {
    page("wide/");
    int middle = FILES / 2;
    page("wide/" + name(middle));

    local.put("wide/" + name(middle) + "-later", "x");
    local.delete("wide/" + name(middle + 1));
    local.put("wide/0", "x");

    assertThat(page("wide/" + name(middle)))
        .startsWith(
            "wide/" + name(middle), "wide/" + name(middle) + "-later", "wide/" + name(middle + 2));
    assertThat(page("wide/")).startsWith("wide/0", "wide/" + name(0));
  }
}

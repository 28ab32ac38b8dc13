package dev.sluice.agent.store.local.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of a listing are read by name; what changes in between shows as one of its states. */
class ListedByNameTest {
  private final Observed posix = new Observed();
  @TempDir private Path root;
  private Fixture local;

  @BeforeEach
  void open() {
    local = new Fixture(root, posix);
  }

  @AfterEach
  void close() {
    local.close();
  }

  /** Counts the files that are opened, and lets something happen when a record is looked up. */
  private static final class Observed extends Posix {
    private final List<String> opened = new ArrayList<>();
    private final AtomicReference<@Nullable Runnable> between = new AtomicReference<>();
    private boolean closed;

    @Override
    public Descriptor openForReading(Descriptor base, byte[] path) throws ErrnoException {
      opened.add(Names.show(path));
      return super.openForReading(base, path);
    }

    @Override
    public byte @Nullable [] attribute(Descriptor directory, byte[] name, byte[] attribute)
        throws ErrnoException {
      Runnable change = between.getAndSet(null);
      if (change != null) {
        change.run();
      }
      if (closed) {
        throw new ErrnoException(Errno.EACCES, "getxattrat", name);
      }
      return super.attribute(directory, name, attribute);
    }
  }

  private StoredObject listed(String key) {
    return local
        .engine
        .list(Fixture.BUCKET, new ListScan(Names.of(key), new byte[0], false, 10))
        .stream()
        .map(ListedEntry.Key.class::cast)
        .filter(entry -> entry.key().value().equals(key))
        .map(ListedEntry.Key::object)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void page_opensNoFile() throws IOException {
    local.put("a", "one");
    local.put("b", "two");
    Files.writeString(local.file("outside"), "x");
    posix.opened.clear();

    assertThat(local.keys()).containsExactly("a", "b", "outside");
    assertThat(posix.opened).isEmpty();
    assertThat(listed("a")).isEqualTo(local.at("a"));
    assertThat(listed("outside").record()).isEqualTo(ObjectRecord.NONE);
    assertThat(listed("outside").size()).isOne();
  }

  @Test
  void objectReplacedMeanwhile_isListedAsItIsNow() {
    local.put("a", "first");
    posix.between.set(() -> local.put("a", "the second"));

    StoredObject listed = listed("a");

    assertThat(listed).isEqualTo(local.at("a"));
    assertThat(listed.record().etag()).isEqualTo(Fixture.record("the second").etag());
    assertThat(listed.size()).isEqualTo("the second".length());
  }

  /** The record of the first is gone with it: its size must not be listed beside no ETag. */
  @Test
  void objectReplacedFromOutsideMeanwhile_isListedAsItIsNow() {
    local.put("a", "first");
    posix.between.set(
        () -> {
          try {
            Path other = Files.writeString(local.file("other"), "from outside");
            Files.move(other, local.file("a"), StandardCopyOption.REPLACE_EXISTING);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });

    StoredObject listed = listed("a");

    assertThat(listed.size()).isEqualTo("from outside".length());
    assertThat(listed.record().etag()).isNull();
  }

  @Test
  void objectDeletedMeanwhile_isNotListed() {
    local.put("a", "first");
    posix.between.set(() -> local.delete("a"));

    assertThat(local.keys()).isEmpty();
  }

  /**
   * The kernel refuses attributes of a file that may not be read; opening it settles what it is.
   */
  @Test
  void fileWhoseAttributesAreRefused_isOpened() {
    local.put("a", "first");
    posix.closed = true;

    assertThat(listed("a")).isEqualTo(local.at("a"));
    assertThat(posix.opened).contains("a");
  }
}

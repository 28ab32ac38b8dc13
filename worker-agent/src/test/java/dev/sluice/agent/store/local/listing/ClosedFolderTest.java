package dev.sluice.agent.store.local.listing;

import static dev.sluice.agent.store.local.StoreClient.ALICE;
import static dev.sluice.agent.store.local.StoreClient.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.local.StoreClient;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectPage;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders that this user may not read: rolled up they are common prefixes, and where their keys
 * would be listed the page fails and names them.
 */
class ClosedFolderTest {
  @TempDir Path root;
  private StoreClient client;

  @BeforeEach
  void open() throws IOException {
    client = StoreClient.begin(root, new Forbidding());
    for (String path : List.of("a/CLOSED/x", "CLOSED/deep/y", "top", "z/key")) {
      Path file = root.resolve(BUCKET.value()).resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
  }

  @AfterEach
  void close() {
    client.close();
  }

  /** Root may read everything, so the kernel's refusal is made up. */
  private static final class Forbidding extends Posix {
    @Override
    public Descriptor openDirectory(Descriptor base, byte[] path) throws ErrnoException {
      if (List.of(Names.show(path).split("/")).contains("CLOSED")) {
        throw new ErrnoException(Errno.EACCES, "openat2", path);
      }
      return super.openDirectory(base, path);
    }
  }

  private ObjectPage list(String prefix, String delimiter, String startAfter) {
    return client.store.listObjects(
        ALICE, new ListQuery(BUCKET, prefix, delimiter, startAfter, true, 100));
  }

  private void assertNames(String folder, String prefix, String delimiter) {
    StorageException failure =
        Objects.requireNonNull(
            catchThrowableOfType(StorageException.class, () -> list(prefix, delimiter, "")));
    assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_READ_ONLY);
    assertThat(failure).hasMessageContaining("folder: photos/" + folder + ": EACCES");
  }

  @Test
  void rolledUp_isACommonPrefix() {
    assertThat(list("", "/", "").commonPrefixes()).containsExactly("CLOSED/", "a/", "z/");
    assertThat(list("a/", "/", "").commonPrefixes()).containsExactly("a/CLOSED/");
    assertThat(list("", "/", "CLOSED/deep/y").commonPrefixes())
        .containsExactly("CLOSED/", "a/", "z/");
    assertThat(list("", "/", "a/CLOSED/w").commonPrefixes()).containsExactly("a/", "z/");
    assertThat(list("", "/", "").objects()).hasSize(1);
  }

  @Test
  void listedThrough_failsThePageAndIsNamed() {
    assertNames("CLOSED", "", "");
    assertNames("a/CLOSED", "a/", "");
    assertNames("CLOSED", "CLOSED/deep/", "/");
    assertNames("CLOSED", "CLOSED/", "/");
  }
}

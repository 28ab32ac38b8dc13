package dev.sluice.agent.store.local.tree;

import static dev.sluice.agent.store.local.StoreClient.ALICE;
import static dev.sluice.agent.store.local.StoreClient.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.local.StoreClient;
import dev.sluice.agent.store.local.StoreState;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.volume.DamageCounters;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectPage;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Links, pipes and sockets at or above a key: what would store an object there is refused as the
 * request's own mistake, and they stay as they are. That nothing of it is AWS's is plain; the code
 * is our choice.
 */
@Timeout(90)
class ObstaclesTest {
  private static final WriteConditions IF_NONE =
      new WriteConditions(null, new EtagCondition(true, List.of()), null, null);

  @TempDir Path root;
  private StoreClient client;

  @BeforeEach
  void open() {
    client = StoreClient.begin(root, Posix.system());
    client.put("source", "bytes");
  }

  @AfterEach
  void close() {
    client.close();
  }

  enum Thing {
    LINK_TO_A_FILE("is a symbolic link"),
    LINK_TO_A_FOLDER("is a symbolic link"),
    LINK_TO_NOTHING("is a symbolic link"),
    PIPE("is a pipe, a socket or a device"),
    SOCKET("is a pipe, a socket or a device");

    private final String said;

    Thing(String said) {
      this.said = said;
    }

    void make(Path at, Path root) throws Exception {
      switch (this) {
        case LINK_TO_A_FILE ->
            Files.createSymbolicLink(at, Files.writeString(root.resolve("FILE"), "outside"));
        case LINK_TO_A_FOLDER ->
            Files.createSymbolicLink(at, Files.createDirectory(root.resolve("FOLDER")));
        case LINK_TO_NOTHING -> Files.createSymbolicLink(at, root.resolve("NOWHERE"));
        case PIPE ->
            assertThat(new ProcessBuilder("mkfifo", at.toString()).start().waitFor()).isZero();
        case SOCKET -> {
          try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(at));
          }
        }
      }
    }
  }

  private Path file(String path) {
    return root.resolve(BUCKET.value()).resolve(path);
  }

  private static StorageException failure(ThrowingCallable call) {
    StorageException failure = catchThrowableOfType(StorageException.class, call);
    assertThat(failure).isNotNull();
    return Objects.requireNonNull(failure);
  }

  @ParameterizedTest
  @EnumSource
  void change_ontoOrBelowIt_isRefusedAndLeavesIt(Thing thing) throws Exception {
    thing.make(file("thing"), root);
    Object inode = Files.getAttribute(file("thing"), "unix:ino", LinkOption.NOFOLLOW_LINKS);

    for (String key : List.of("thing", "thing/below", "thing/below/deeper")) {
      List<ThrowingCallable> changes =
          List.of(
              () -> client.put(key, "x"),
              () -> client.put(key, "x", IF_NONE),
              () -> client.copy("source", key),
              () -> client.begin(key));
      for (ThrowingCallable change : changes) {
        StorageException failure = failure(change);
        assertThat(failure.reason()).isEqualTo(FailureReason.KEY_OBSTRUCTED);
        assertThat(failure).hasMessageContaining("photos/thing " + thing.said);
      }
      assertThat(client.delete(key)).isFalse();
    }

    assertThat(Files.getAttribute(file("thing"), "unix:ino", LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(inode);
    assertThat(StoreState.staged(root)).isEmpty();
    assertThat(root.resolve("NOWHERE")).doesNotExist();
    ObjectPage page = client.store.listObjects(ALICE, new ListQuery(BUCKET, "", "/", "", true, 9));
    assertThat(page.objects()).singleElement().extracting("key").hasToString("source");
    assertThat(page.commonPrefixes()).isEmpty();
  }

  /** What came to lie there while the parts were sent: they are kept until it has gone again. */
  @Test
  void completion_ontoAPipe_isRefusedAndCanBeAskedForAgain() throws Exception {
    UploadRef upload = client.begin("dir/key");
    PartRecord part = client.part(upload, 1, "bytes");
    Files.createDirectory(file("dir"));
    Thing.PIPE.make(file("dir/key"), root);

    StorageException failure = failure(() -> client.complete(upload, part));
    assertThat(failure.reason()).isEqualTo(FailureReason.KEY_OBSTRUCTED);
    assertThat(failure).hasMessageContaining("photos/dir/key");

    Files.delete(file("dir/key"));
    client.complete(upload, part);
    assertThat(file("dir/key")).hasContent("bytes");
  }

  /** The home of an object beside keys below it is a place as any other. */
  @Test
  void linkInThePlaceOfAnObjectBesideKeysBelowIt_isNamed() throws Exception {
    client.put("a/b", "x");
    Files.createSymbolicLink(file("a/.%self"), root);

    assertThat(failure(() -> client.put("a", "x"))).hasMessageContaining("photos/a/.%self");
    assertThat(failure(() -> client.begin("a")).reason()).isEqualTo(FailureReason.KEY_OBSTRUCTED);
  }

  /** The object of the key {@code a/} is a file of that name, which nothing lies below. */
  @Test
  void directoryWhereOnlyAFileCanBe_isNamed() throws Exception {
    client.put("a/", "x");
    Path end;
    try (var files = Files.list(file("a"))) {
      end = files.findAny().orElseThrow();
    }
    client.put("a/b", "x");
    client.delete("a/");
    Files.createDirectory(end);

    StorageException failure = failure(() -> client.put("a/", "x"));
    assertThat(failure.reason()).isEqualTo(FailureReason.KEY_OBSTRUCTED);
    assertThat(failure).hasMessageContaining("is a directory (expected: a file or nothing)");
  }

  @Test
  void obstacle_isLoggedOnce() throws IOException {
    Files.createSymbolicLink(file("link"), root);
    Logger logger = (Logger) LoggerFactory.getLogger(DamageCounters.class);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    logger.addAppender(logged);
    try {
      for (int put = 0; put < 3; put++) {
        failure(() -> client.put("link", "x"));
        failure(() -> client.put("link/below", "x"));
      }
    } finally {
      logger.detachAppender(logged);
    }

    assertThat(logged.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEqualTo("Met on the storage: obstacle: photos/link");
  }
}

package dev.sluice.agent.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.agent.store.ObjectReading;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.local.posix.Attributes;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.FaultyPosix;
import dev.sluice.agent.store.local.posix.PosixCall;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.agent.store.request.UploadQuery;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets each call of each operation that only reads fail: the client is told so, or is told what it
 * would be told without the fault; never less. So for those to whom files are passed.
 */
class ReadFaultTest {
  private static final int PIECE = 7;

  /** The first upload of the test's. */
  private static final String UPLOADED = "uploaded";

  @TempDir private Path root;

  enum Question {
    GET(client -> read(client, "a")),
    GET_BESIDE_A_DIRECTORY(client -> read(client, "dir")),
    GET_FROM_OUTSIDE(client -> read(client, "outside")),
    GET_MISSING(
        client -> {
          try {
            return read(client, "missing/key");
          } catch (StorageException e) {
            if (e.reason() == FailureReason.OBJECT_NOT_FOUND) {
              return "not found";
            }
            throw e;
          }
        }),
    HEAD(client -> client.store.headObject(StoreClient.ALICE, request("a")).toString()),
    LIST(client -> list(client, "")),
    LIST_ROLLED_UP(client -> list(client, "/")),
    LIST_BUCKETS(
        client -> client.store.listBuckets(StoreClient.ALICE, "", "", 10).buckets().toString()),
    GET_BUCKET(client -> client.store.getBucket(StoreClient.ALICE, StoreClient.BUCKET).toString()),
    LIST_UPLOADS(client -> uploads(client).toString()),
    LIST_PARTS(
        client -> {
          var upload = uploads(client).getFirst();
          return client.parts(new UploadRef(upload.bucket(), upload.key(), upload.id())).toString();
        });

    private final Function<StoreClient, String> ask;

    Question(Function<StoreClient, String> ask) {
      this.ask = ask;
    }
  }

  private static ReadRequest request(String key) {
    return new ReadRequest(
        StoreClient.BUCKET, StoreClient.key(key), ReadConditions.NONE, Selection.ALL);
  }

  private static String read(StoreClient client, String key) {
    try (ObjectReading reading = client.store.getObject(StoreClient.ALICE, request(key))) {
      StringBuilder text = new StringBuilder(reading.head().toString());
      long left;
      do {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        left = reading.read(piece);
        text.append(UTF_8.decode(piece.flip()));
      } while (left > 0);
      return text.toString();
    }
  }

  private static String list(StoreClient client, String delimiter) {
    return client
        .store
        .listObjects(
            StoreClient.ALICE, new ListQuery(StoreClient.BUCKET, "", delimiter, "", true, 100))
        .toString();
  }

  private static List<UploadRecord> uploads(StoreClient client) {
    return client
        .store
        .listUploads(
            StoreClient.ALICE,
            new UploadQuery(StoreClient.BUCKET, "", "", "", "", StoreLimits.MAX_PAGE))
        .uploads();
  }

  static Stream<Arguments> questions() {
    return Arrays.stream(StoreClient.Way.values()).flatMap(ReadFaultTest::questions);
  }

  private static Stream<Arguments> questions(StoreClient.Way way) {
    return Arrays.stream(Attributes.values())
        .flatMap(kind -> Arrays.stream(Question.values()).map(each -> arguments(way, kind, each)));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void fault_isToldOrChangesNothing(StoreClient.Way way, Attributes attributes, Question question)
      throws IOException {
    FaultyPosix posix = new FaultyPosix(attributes.limit());
    try (StoreClient client = StoreClient.begin(root, posix)) {
      client.put("a", "some bytes of an object");
      client.put("dir", "an object");
      client.put("dir/below", "another");
      UploadRef upload = client.begin(UPLOADED);
      client.part(upload, 1, "a part");
    }
    Files.writeString(root.resolve("photos/outside"), "bytes from outside");
    String good;
    try (StoreClient client = StoreClient.by(way, root, posix)) {
      good = question.ask.apply(client);
    }
    int at = 0;
    while (isHit(way, posix, question, good, Errno.EIO, FailureReason.STORAGE_FAULT, at)) {
      at++;
    }
    assertThat(at).as("calls that may fail").isPositive();
    at = 0;
    while (isHit(way, posix, question, good, Errno.EMFILE, FailureReason.OVERLOADED, at)) {
      at++;
    }
  }

  /** An agent that has just started has to ask the disk. */
  private boolean isHit(
      StoreClient.Way way,
      FaultyPosix posix,
      Question question,
      String good,
      Errno errno,
      FailureReason told,
      int at) {
    try (StoreClient client = StoreClient.by(way, root, posix)) {
      client.awaitIdle();
      int open = posix.open().size();
      posix.fail(
          new FaultyPosix.Fault(errno, call -> errno != Errno.EMFILE || call.opens(), at, false));
      String answer;
      try {
        answer = question.ask.apply(client);
      } catch (StorageException e) {
        assertThat(e.reason()).as("%s at call %d", errno, at).isEqualTo(told);
        answer = good;
      }
      client.awaitIdle();
      PosixCall hit = posix.heal();
      assertThat(answer).as("%s at %s, call %d", errno, hit, at).isEqualTo(good);
      assertThat(posix.open()).as("descriptors").hasSizeLessThanOrEqualTo(open + 1);
      assertThat(question.ask.apply(client)).as("afterwards").isEqualTo(good);
      return hit != null;
    }
  }
}

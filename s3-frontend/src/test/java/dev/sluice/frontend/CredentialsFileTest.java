package dev.sluice.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.common.config.Secret;
import dev.sluice.common.config.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class CredentialsFileTest {
  private static final String ALICE =
      """
      identities:
        - access-key: AKALICE
          secret-key: alice-secret
          grants:
            - actions: ["s3:*"]
              resources: [photos, "logs/2026/*"]
      """;
  private static final String ALICE_AND_BOB =
      ALICE
          + """
            - access-key: AKBOB
              secret-key: bobs-secret
          """;

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final String WIDE =
      """
          secret-key: eves-secret
          grants:
            - actions: ["s3:*"]
              resources:
                - photos\
      """;
  private static final String NARROWED = "/eve/*\n";

  private Path file = Path.of("unset");

  @BeforeEach
  void name(@TempDir Path folder) {
    file = folder.resolve("credentials.yaml");
  }

  private CredentialsFile open() {
    return new CredentialsFile(file, null, () -> NOW, () -> {});
  }

  /** Lets the file stand still for a whole look. */
  private static void settle(CredentialsFile credentials) {
    credentials.look();
    credentials.look();
  }

  @Test
  void file_isReadBesideTheRootIdentity() throws IOException {
    Files.writeString(file, ALICE);
    CredentialsFile.Root root = new CredentialsFile.Root("AKROOT", Secret.parse("root-secret"));
    assertThat(new CredentialsFile(file, root, () -> NOW, () -> {}).get().toString())
        .contains("AKALICE", "AKROOT")
        .doesNotContain("secret");
  }

  @Test
  void identityWithoutGrants_isAWarningAtTheStartAndWhenItIsReadAgain() throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger(CredentialsFile.class);
    ListAppender<ILoggingEvent> records = new ListAppender<>();
    records.start();
    logger.addAppender(records);
    try {
      Files.writeString(file, ALICE_AND_BOB);
      CredentialsFile credentials = open();
      assertThat(warnings(records)).singleElement().asString().contains("AKBOB", "without grants");

      Files.writeString(file, ALICE);
      settle(credentials);
      assertThat(warnings(records)).hasSize(1);

      Files.writeString(file, ALICE_AND_BOB);
      settle(credentials);
      assertThat(warnings(records)).hasSize(2).last().asString().doesNotContain("AKALICE");
    } finally {
      logger.detachAppender(records);
    }
  }

  /** Those about the file of this test. */
  private List<String> warnings(ListAppender<ILoggingEvent> records) {
    return List.copyOf(records.list).stream()
        .filter(record -> record.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .filter(message -> message.contains(file.toString()))
        .toList();
  }

  @Test
  void changedFile_isReadAgain() throws IOException {
    Files.writeString(file, ALICE);
    CredentialsFile credentials = open();
    Files.writeString(file, ALICE_AND_BOB);
    assertThat(credentials.get()).hasToString("Credentials[AKALICE]");
    settle(credentials);
    assertThat(credentials.get().toString()).contains("AKALICE", "AKBOB");
  }

  /** The YAML library reads in portions of 1,024 characters, unless it is told otherwise. */
  @Test
  void emojiAnywhere_isReadAsAnythingElse() throws IOException {
    for (int place = 1000; place < 1050; place++) {
      Files.writeString(file, "# " + "x".repeat(place) + "\uD83C\uDF89\n" + ALICE);
      try (CredentialsFile credentials = open()) {
        assertThat(credentials.get()).hasToString("Credentials[AKALICE]");
      }
    }
  }

  @Test
  void brokenOrMissingFile_leavesWhatWasRead() throws IOException {
    Files.writeString(file, ALICE);
    CredentialsFile credentials = open();
    assertThat(credentials.isRefused()).isFalse();
    Files.writeString(file, "identities: 7");
    settle(credentials);
    assertThat(credentials.get()).hasToString("Credentials[AKALICE]");
    assertThat(credentials.isRefused()).isTrue();
    Files.delete(file);
    settle(credentials);
    assertThat(credentials.get()).hasToString("Credentials[AKALICE]");
    assertThat(credentials.isRefused()).isTrue();
    Files.writeString(file, ALICE_AND_BOB);
    settle(credentials);
    assertThat(credentials.get().toString()).contains("AKBOB");
    assertThat(credentials.isRefused()).isFalse();
  }

  @Test
  void brokenFileThatIsRepairedAsItWas_isRefusedNoMore() throws IOException {
    Files.writeString(file, ALICE);
    CredentialsFile credentials = open();
    Files.writeString(file, "identities: 7");
    settle(credentials);
    assertThat(credentials.isRefused()).isTrue();
    Files.writeString(file, ALICE);
    settle(credentials);
    assertThat(credentials.isRefused()).isFalse();
  }

  /** A mounted secret of Kubernetes: the file is a link to a link, and the inner one is swapped. */
  @Test
  void swappedLink_isFollowed(@TempDir Path mount) throws IOException {
    Files.writeString(Files.createDirectory(mount.resolve("..1")).resolve("c.yaml"), ALICE);
    Files.writeString(Files.createDirectory(mount.resolve("..2")).resolve("c.yaml"), ALICE_AND_BOB);
    Path data = Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
    file = Files.createSymbolicLink(mount.resolve("c.yaml"), Path.of("..data/c.yaml"));
    CredentialsFile credentials = open();
    Path next = Files.createSymbolicLink(mount.resolve("..next"), Path.of("..2"));
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
    settle(credentials);
    assertThat(credentials.get().toString()).contains("AKALICE", "AKBOB");
  }

  @Test
  void renamedFile_isReadAgain() throws IOException {
    Files.writeString(file, ALICE);
    CredentialsFile credentials = open();
    Path next = Files.writeString(file.resolveSibling("next"), ALICE_AND_BOB);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    settle(credentials);
    assertThat(credentials.get().toString()).contains("AKBOB");
  }

  /** Whose first half grants more than all of it: the rest narrows the grant. */
  @Test
  void fileThatIsBeingWritten_isNotTaken() throws IOException {
    Files.writeString(file, ALICE);
    CredentialsFile credentials = open();
    List<String> pieces = List.of("identities:\n", "  - access-key: AKEVE\n", WIDE, NARROWED);

    Files.writeString(file, "");
    for (String piece : pieces) {
      Files.writeString(file, piece, StandardOpenOption.APPEND);
      credentials.look();
      assertThat(credentials.get()).hasToString("Credentials[AKALICE]");
      assertThat(credentials.isRefused()).isFalse();
    }
    credentials.look();

    assertThat(credentials.get()).hasToString("Credentials[AKEVE]");
  }

  @Test
  void startWhileTheFileIsWritten_waitsUntilItIsWhole() throws IOException {
    Deque<String> pieces = new ArrayDeque<>(List.of("  - access-key: AKEVE\n", WIDE, NARROWED));
    Files.writeString(file, "identities:\n");

    CredentialsFile credentials =
        new CredentialsFile(
            file,
            null,
            () -> NOW,
            () -> {
              if (!pieces.isEmpty()) {
                append(pieces.pop());
              }
            });

    assertThat(pieces).isEmpty();
    assertThat(credentials.get()).hasToString("Credentials[AKEVE]");
  }

  @Test
  void fileThatIsWrittenForEver_isNoStart() throws IOException {
    Files.writeString(file, ALICE);

    assertThatThrownBy(() -> new CredentialsFile(file, null, () -> NOW, () -> append("# more\n")))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("still being written");
  }

  private void append(String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void deeplyNestedFile_isRefused() throws IOException {
    Files.writeString(file, "[".repeat(100_000));
    assertThatThrownBy(this::open).isInstanceOf(StartupException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | it does not begin with identities: or anonymous:",
        "'- a' | it does not begin with identities: or anonymous:",
        "'identities: [{access-key: \"A, secret-key: s3cr3t-s3cr3t' | line 1 is no well-formed"
            + " YAML",
        "'a: &x [*x]' | a: unknown key (expected: one of anonymous, identities)",
        "'!%00' | it is no well-formed YAML",
        "'identities: [{access-key: A}]' | identities[0].secret-key: missing",
      })
  void fileThatCannotBeUsed_isNamedWithoutSecrets(String text, String reason) throws IOException {
    Files.writeString(file, text);
    assertThatThrownBy(this::open)
        .isInstanceOf(StartupException.class)
        .hasMessageStartingWith("the credentials in " + file + " cannot be used: " + reason)
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void missingFile_isNamed() {
    assertThatThrownBy(this::open)
        .isInstanceOf(StartupException.class)
        .hasMessage("the credentials in " + file + " cannot be used: no such file or folder");
  }
}

package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools against a real agent, by its socket; each test has a bucket of its own. */
class ToolsTest {
  private static final int REFUSED = 1;
  private static final int USAGE = 2;
  private static final int UNREACHABLE = 3;
  private static final int LOCAL = 5;

  /** Three parts of the least size, the last one short. */
  private static final int PARTED_BYTES = 11 << 20;

  @TempDir private static Path agentFolder;
  private static ToolAgent agent;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    agent = ToolAgent.start(agentFolder);
  }

  @AfterAll
  static void stop() {
    agent.close();
  }

  @Test
  void bucket_isMadeListedShownAndRemoved() {
    assertThat(tool("mb", "made")).isEqualTo(new CommandRun(0, "", ""));
    assertThat(tool("ls").out().lines()).contains("made");
    assertThat(tool("ls", "--long").out()).containsPattern("(?m)^\\d{4}-.*Z +made$");
    assertThat(tool("stat", "made").out()).startsWith("type: bucket\nbucket: made\ncreated: ");
    assertThat(tool("rb", "made")).isEqualTo(new CommandRun(0, "", ""));
    assertThat(tool("ls").out().lines()).doesNotContain("made");
  }

  @Test
  void settingsOfABucket_areShownAndChanged() throws Exception {
    tool("mb", "tagged");
    assertThat(tool("bucket", "settings", "tagged").out())
        .matches("bucket: tagged\ngeneration: \\d+\nobjectOwnership: BucketOwnerEnforced\n");

    assertThat(tool("bucket", "settings", "tagged", "--tag", "team=red", "--tag", "a=b=c"))
        .isEqualTo(new CommandRun(0, "", ""));
    assertThat(tool("bucket", "settings", "tagged").out())
        .matches(
            """
            bucket: tagged
            generation: \\d+
            tags team: red
            tags a: b=c
            objectOwnership: BucketOwnerEnforced
            """);
    CommandRun changed =
        tool(
            "bucket",
            "settings",
            "tagged",
            "--json",
            "--tag",
            "team=blue",
            "--tag",
            "z=",
            "--remove-tag",
            "a",
            "--remove-tag",
            "missing");
    assertThat(documents(changed).getFirst().get("tags").toString())
        .isEqualTo("{\"team\":\"blue\",\"z\":\"\"}");
    assertThat(tool("bucket", "settings", "tagged", "--json").out()).isEqualTo(changed.out());

    assertThat(tool("rb", "tagged").exitCode()).isZero();
    tool("mb", "tagged");
    assertThat(tool("bucket", "settings", "tagged").out()).doesNotContain("tags");
  }

  @Test
  void settingsThatCannotBe_areRefusedWithASentence() {
    tool("mb", "untagged");

    assertThat(tool("bucket", "settings", "untagged", "--tag", "aws:x=y").err())
        .startsWith("sluice: tag key: 'aws:x' (expected: 1..128 ");
    assertThat(tool("bucket", "settings", "untagged", "--tag", "aws:x=y").exitCode())
        .isEqualTo(REFUSED);
    assertThat(tool("bucket", "settings", "untagged", "--tag", "=y").exitCode()).isEqualTo(USAGE);
    assertThat(tool("bucket", "settings", "no-such-bucket").exitCode()).isEqualTo(REFUSED);
    assertThat(tool("bucket", "settings", "untagged").out()).doesNotContain("tags");
  }

  @Test
  void groupOfCommands_printsWhatIsInIt() {
    assertThat(tool("bucket").exitCode()).isZero();
    assertThat(tool("bucket").out()).contains("settings");
    assertThat(tool("bucket", "setings").err()).contains("did you mean settings?");
  }

  @Test
  void bucketWithObjects_isRemovedOnlyByForce() throws Exception {
    bucketOf("full", Map.of("a/b", "1", "c", "2"));

    assertThat(tool("rb", "full").exitCode()).isEqualTo(REFUSED);
    assertThat(tool("rb", "--force", "full").exitCode()).isZero();
    assertThat(data("full")).doesNotExist();
  }

  @Test
  void listing_isInTheOrderOfKeysWithPrefixesAmongThem() throws Exception {
    bucketOf("listed", Map.of("a-b", "1", "a/b", "12", "a/c", "123", "a0", "1234"));

    assertThat(tool("ls", "listed").out()).isEqualTo("a-b\na/\na0\n");
    assertThat(tool("ls", "-r", "listed").out()).isEqualTo("a-b\na/b\na/c\na0\n");
    assertThat(tool("ls", "listed/a/").out()).isEqualTo("a/b\na/c\n");
    assertThat(tool("ls", "-0", "listed").out()).isEqualTo("a-b\0a/\0a0\0");
    assertThat(tool("ls", "-l", "listed").out().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches(" +1  2020-01-02T03:04:05Z +a-b"),
            line -> assertThat(line).matches(" +-  - +a/"),
            line -> assertThat(line).matches(" +4  2020-01-02T03:04:05Z +a0"));
  }

  @Test
  void listingOfNoBucket_saysSo() {
    CommandRun run = tool("ls", "no-such-bucket");

    assertThat(run.exitCode()).isEqualTo(REFUSED);
    assertThat(run.err()).isEqualTo("sluice: there is no such bucket: no-such-bucket\n");
  }

  @Test
  void listing_goesOnBeyondAPage() throws Exception {
    Path bucket = Files.createDirectory(data("paged"));
    for (int i = 0; i < 2100; i++) {
      Files.createFile(bucket.resolve("%04d".formatted(i)));
    }

    assertThat(tool("ls", "paged").out().lines()).hasSize(2100).doesNotHaveDuplicates().isSorted();
    assertThat(tool("rm", "-r", "--json", "paged").out()).contains("\"removed\":2100");
    assertThat(tool("ls", "paged")).isEqualTo(new CommandRun(0, "", ""));
  }

  @Test
  void listingAsJson_isExact() throws Exception {
    String odd = "new\nline \u001b\"é";
    bucketOf("exact", Map.of(odd, "12345", "p/x", ""));

    List<JsonNode> documents = documents(tool("ls", "--json", "exact"));

    assertThat(documents).hasSize(2);
    assertThat(documents.get(0).get("key").textValue()).isEqualTo(odd);
    assertThat(documents.get(0).get("size").longValue()).isEqualTo(5);
    assertThat(documents.get(0).get("lastModified").textValue()).isEqualTo("2020-01-02T03:04:05Z");
    assertThat(documents.get(1).toString()).isEqualTo("{\"type\":\"prefix\",\"prefix\":\"p/\"}");
  }

  @Test
  void sums_areOfEachPrefixAndOfAll() throws Exception {
    bucketOf("summed", Map.of("a/1", "12", "a/b/2", "3", "b/1", "4", "c", "567"));

    assertThat(tool("du", "summed").out().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .containsExactly("3 2 summed/a/", "1 1 summed/b/", "7 4 summed/");
    assertThat(tool("du", "-s", "summed/a/").out().strip()).matches("3 +2 +summed/a/");
    assertThat(documents(tool("du", "-s", "--json", "summed")).getFirst().toString())
        .isEqualTo("{\"bucket\":\"summed\",\"bytes\":7,\"objects\":4}");
  }

  @Test
  void object_goesUpAndComesBackProven() throws Exception {
    tool("mb", "round");
    Path file = Files.writeString(folder.resolve("file"), "some bytes");

    CommandRun put =
        tool("put", file, "round/key", "--metadata", "Who=me", "--content-type", "text/x");
    CommandRun got = tool("get", "round/key", folder.resolve("copy"));

    assertThat(put.out())
        .isEqualTo(
            file
                + " -> round/key (10 bytes, CRC32C verified, ETag "
                + "9d0568469d206c1aedf1b71f12f474bc)\n");
    assertThat(got.out())
        .isEqualTo("round/key -> " + folder.resolve("copy") + " (10 bytes, CRC32C verified)\n");
    assertThat(folder.resolve("copy")).hasContent("some bytes");
    assertThat(tool("cat", "round/key").out()).isEqualTo("some bytes");
    assertThat(tool("cat", "--range", "5-", "round/key").out()).isEqualTo("bytes");
    assertThat(tool("cat", "--range", "-3", "round/key").out()).isEqualTo("tes");
    assertThat(tool("stat", "round/key").out())
        .contains("size: 10\n", "contentType: text/x\n", "metadata who: me\n", "owner: direct\n");
    assertThat(files()).containsExactly("copy", "file");
  }

  @Test
  void standardInput_needsNoLength() {
    tool("mb", "piped");
    byte[] body = random(700_000);

    CommandRun put =
        CommandRun.of(
            Map.of("SLUICE_DATA", agentFolder.resolve("data").toString()),
            new ByteArrayInputStream(body),
            "put",
            "-",
            "piped/key");

    assertThat(put.exitCode()).isZero();
    assertThat(data("piped/key")).hasBinaryContent(body);
  }

  @Test
  void keyThatBeginsWithASlashOrHoldsNul_canBeNamed() throws Exception {
    tool("mb", "odd");
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertThat(tool("put", file, "odd//a//b/").exitCode()).isZero();
    assertThat(tool("put", file, "--encoded", "odd/n%00l+%25").exitCode()).isZero();

    assertThat(tool("ls", "-r", "-0", "odd").out()).isEqualTo("/a//b/\0n\0l+%\0");
    assertThat(tool("cat", "odd//a//b/").out()).isEqualTo("x");
    assertThat(tool("rm", "--encoded", "odd/n%00l+%25").exitCode()).isZero();
  }

  @Test
  void conditions_areDecidedByTheAgent() throws Exception {
    tool("mb", "decided");
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertThat(tool("put", file, "decided/key", "--if-none-match", "*").exitCode()).isZero();
    assertThat(tool("put", file, "decided/key", "--if-none-match", "*").exitCode())
        .isEqualTo(REFUSED);
    assertThat(tool("cat", "decided/key", "--if-match", "other").exitCode()).isEqualTo(REFUSED);
    assertThat(tool("rm", "decided/key", "--if-match", "other").exitCode()).isEqualTo(REFUSED);
    String etag = documents(tool("stat", "--json", "decided/key")).getFirst().get("etag").asText();
    assertThat(tool("rm", "decided/key", "--if-match", etag).exitCode()).isZero();
  }

  @Test
  void putInParts_goesOnWithThePartsThatAreStillTrue() throws Exception {
    tool("mb", "parted");
    byte[] body = random(PARTED_BYTES);
    Path file = Files.write(folder.resolve("file"), body);
    // The condition refuses the first attempt at its very end, when all parts are there.
    CommandRun first =
        tool("put", "--resume", "--part-size", "5MiB", file, "parted/key", "--if-match", "none");
    body[0] ^= 1;
    Files.write(file, body);

    CommandRun second = tool("put", "--resume", file, "parted/key");

    assertThat(first.exitCode()).isEqualTo(REFUSED);
    assertThat(first.err()).containsPattern("upload \\S+ keeps what was sent");
    assertThat(second.exitCode()).isZero();
    assertThat(data("parted/key")).hasBinaryContent(body);
    assertThat(documents(tool("stat", "--json", "parted/key")).getFirst().get("partSizes"))
        .hasToString("[5242880,5242880,1048576]");
    CommandRun got = tool("get", "parted/key", folder.resolve("copy"));
    assertThat(got.out()).contains("CRC32C verified");
  }

  @Test
  void putThatWasGivenUp_isForgotten() throws Exception {
    tool("mb", "forgotten");
    Path file = Files.writeString(folder.resolve("file"), "x");
    tool("put", "--resume", file, "forgotten/key", "--if-match", "none");

    assertThat(tool("rm", "--uploads", "forgotten/key").exitCode()).isZero();
    assertThat(tool("rm", "--uploads", "forgotten/key").exitCode()).isEqualTo(REFUSED);
  }

  @Test
  void getThatBrokeOff_goesOnWhereItWas() throws Exception {
    bucketOf("kept", Map.of("key", "0123456789"));
    String etag = documents(tool("stat", "--json", "kept/key")).getFirst().get("etag").asText();
    Path part = folder.resolve("copy." + etag + ".part");
    Files.writeString(part, "012345");

    assertThat(tool("get", "--resume", "kept/key", folder.resolve("copy")).exitCode()).isZero();

    assertThat(folder.resolve("copy")).hasContent("0123456789");
    assertThat(files()).containsExactly("copy");
  }

  @Test
  void getOntoALink_writesIntoWhatItLeadsTo() throws Exception {
    bucketOf("linked", Map.of("key", "bytes"));
    Path file = Files.writeString(folder.resolve("file"), "longer than the object");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    assertThat(tool("get", "linked/key", link.toString()).exitCode()).isZero();

    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("bytes");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void getOntoALinkToNothing_failsAndLeavesIt() throws Exception {
    bucketOf("dangling", Map.of("key", "bytes"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

    CommandRun run = tool("get", "dangling/key", link.toString());

    assertThat(run.exitCode()).isEqualTo(LOCAL);
    assertThat(run.err()).startsWith("sluice: " + link + ": ");
    assertThat(link).isSymbolicLink();
  }

  @Test
  void getOntoADevice_writesIntoIt() throws Exception {
    bucketOf("devices", Map.of("key", "bytes"));
    Path link = Files.createSymbolicLink(folder.resolve("null"), Path.of("/dev/null"));

    assertThat(tool("get", "devices/key", "/dev/null").exitCode()).isZero();
    assertThat(tool("get", "devices/key", link.toString()).exitCode()).isZero();
    assertThat(tool("get", "--resume", "devices/key", "/dev/null").exitCode()).isEqualTo(USAGE);

    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    assertThat(link).isSymbolicLink();
  }

  @Test
  void getOntoWrongBytes_isRefusedAndLeavesNothing() throws Exception {
    tool("mb", "wrong");
    Path file = Files.writeString(folder.resolve("file"), "0123456789");
    tool("put", file, "wrong/key");
    String etag = documents(tool("stat", "--json", "wrong/key")).getFirst().get("etag").asText();
    Files.writeString(folder.resolve("copy." + etag + ".part"), "x12345");

    CommandRun got = tool("get", "--resume", "wrong/key", folder.resolve("copy"));

    assertThat(got.exitCode()).isEqualTo(4);
    assertThat(got.err()).contains("CRC32C");
    assertThat(files()).containsExactly("file");
  }

  /** The fields are those of the table in docs/tools.md. */
  @Test
  void everyCommandAsJson_printsTheDocumentedFields() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "12345");
    String address = "documents/folder/key \u001b\"é";

    JsonNode made = document("mb", "documents");
    assertFields(made, "type", "bucket", "created", "owner");
    assertThat(made.get("type").textValue()).isEqualTo("bucket");
    assertThat(made.get("bucket").textValue()).isEqualTo("documents");
    assertThat(Instant.parse(made.get("created").textValue())).isAfter(Instant.EPOCH);
    assertThat(document("stat", "documents")).isEqualTo(made);
    assertThat(documents(tool("ls", "--json"))).contains(made);

    JsonNode put =
        document("put", file, address, "--content-type", "text/x", "--metadata", "Who=me");
    assertFields(put, "file", "bucket", "key", "bytes", "etag", "verified");
    assertThat(put.get("key").textValue()).isEqualTo("folder/key \u001b\"é");
    assertThat(put.get("bytes")).hasToString("5");
    assertThat(put.get("verified").textValue()).isEqualTo("CRC32C");
    JsonNode got = document("get", address, folder.resolve("copy"));
    assertThat(got.get("file").textValue()).isEqualTo(folder.resolve("copy").toString());
    ((ObjectNode) got).remove("file");
    ((ObjectNode) put).remove("file");
    assertThat(got).isEqualTo(put);

    JsonNode stat = document("stat", address);
    assertFields(
        stat,
        ("type key size etag lastModified contentType checksum checksumAlgorithm checksumType"
                + " owner metadata")
            .split(" "));
    assertThat(stat.get("type").textValue()).isEqualTo("object");
    assertThat(stat.get("size")).hasToString("5");
    assertThat(stat.get("metadata")).hasToString("{\"who\":\"me\"}");
    JsonNode listed = document("ls", "--recursive", "documents");
    assertFields(listed, "type", "key", "size", "etag", "lastModified");
    listed.properties().forEach(f -> assertThat(f.getValue()).isEqualTo(stat.get(f.getKey())));
    assertThat(document("ls", "documents"))
        .hasToString("{\"type\":\"prefix\",\"prefix\":\"folder/\"}");

    assertThat(documents(tool("du", "--json", "documents")))
        .extracting(JsonNode::toString)
        .containsExactly(
            "{\"bucket\":\"documents\",\"prefix\":\"folder/\",\"bytes\":5,\"objects\":1}",
            "{\"bucket\":\"documents\",\"bytes\":5,\"objects\":1}");
    JsonNode removed = document("rm", address);
    assertFields(removed, "bucket", "key", "removed");
    assertThat(removed.get("removed")).hasToString("1");
    tool("put", file, "documents/other");
    assertThat(document("rb", "--force", "documents"))
        .hasToString("{\"bucket\":\"documents\",\"removed\":1}");
  }

  private static void assertFields(JsonNode document, String... names) {
    assertThat(document.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(names);
  }

  /** The one document that a command prints. */
  private static JsonNode document(String command, Object... rest) throws Exception {
    CommandRun run = tool(command, Stream.concat(Stream.of("--json"), Stream.of(rest)).toArray());
    assertThat(run).extracting(CommandRun::exitCode, CommandRun::err).containsExactly(0, "");
    assertThat(run.out()).hasLineCount(1);
    return documents(run).getFirst();
  }

  @Test
  void whatIsNotThere_isOneSentence() {
    tool("mb", "empty");

    for (CommandRun run :
        List.of(
            tool("ls", "nowhere"),
            tool("ls", "empty/none"),
            tool("stat", "empty/none"),
            tool("cat", "empty/none"),
            tool("get", "empty/none", folder.resolve("copy")),
            tool("rm", "empty/none"),
            tool("rb", "nowhere"))) {
      assertThat(run.exitCode()).isEqualTo(REFUSED);
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.out()).isEmpty();
    }
    assertThat(tool("rm", "--force", "empty/none").exitCode()).isZero();
    assertThat(files()).isEmpty();
  }

  @Test
  void wrongCommandLine_isAUsageError() {
    for (CommandRun run :
        List.of(
            tool("stat"),
            tool("mb"),
            tool("cat", "bucket"),
            tool("mb", "bucket/key"),
            tool("ls", "/key"),
            tool("put", "-", "bucket/key", "--resume"),
            tool("put", folder, "bucket/key"),
            tool("cat", "--range", "9-1", "bucket/key"),
            tool("ls", "--agent", "nonsense"))) {
      assertThat(run.exitCode()).isEqualTo(USAGE);
      assertThat(run.err()).isNotEmpty();
    }
  }

  @Test
  void fileThatIsNotThere_isAFailureHere() {
    CommandRun run = tool("put", folder.resolve("none"), "bucket/key");

    assertThat(run.exitCode()).isEqualTo(LOCAL);
    assertThat(run.err()).contains("none: no such file");
  }

  @Test
  void agentThatIsNotThere_isUnreachable() {
    for (String where : List.of("unix:" + folder.resolve("none"), "127.0.0.1:1")) {
      CommandRun run = CommandRun.of("ls", "--agent", where);

      assertThat(run.exitCode()).isEqualTo(UNREACHABLE);
      assertThat(run.err()).startsWith("sluice: no answer from the agent at " + where);
    }
  }

  private static void bucketOf(String bucket, Map<String, String> objects) throws IOException {
    agent.bucketOf(bucket, objects);
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> documents(CommandRun run) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    try (var all = mapper.readerFor(JsonNode.class).<JsonNode>readValues(run.out())) {
      return all.readAll();
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static Path data(String path) {
    return agent.data(path);
  }

  private static CommandRun tool(String command, Object... rest) {
    return agent.run(command, rest);
  }
}

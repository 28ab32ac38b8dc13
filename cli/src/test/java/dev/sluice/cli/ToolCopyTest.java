package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies, moves and synchronisation, of one, of many by a pattern, and of trees. */
class ToolCopyTest {
  private static final int REFUSED = 1;
  private static final int USAGE = 2;
  private static final int LOCAL = 5;

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
  void cp_copiesWithinTheAgentWithOrWithoutTheScheme() throws Exception {
    agent.bucketOf("copies", Map.of("a/key", "bytes"));

    good("cp", "copies/a/key", "copies/b/");
    good("cp", "sluice://copies/a/key", "sluice://copies/c");

    assertThat(texts(agent.data("copies")))
        .isEqualTo(Map.of("a/key", "bytes", "b/key", "bytes", "c", "bytes"));
    assertThat(agent.run("cp", "copies/none", "copies/x").exitCode()).isEqualTo(REFUSED);
  }

  @Test
  void cp_copiesFilesAndObjectsBothWays() throws Exception {
    agent.bucketOf("both", Map.of("key", "object"));
    Path file = Files.writeString(folder.resolve("file"), "file");

    good("cp", file, "sluice://both/in/");
    good("cp", "both/key", folder + "/");

    assertThat(agent.data("both/in/file")).hasContent("file");
    assertThat(folder.resolve("key")).hasContent("object");
    assertThat(agent.run("cp", file, folder.resolve("copy")).exitCode()).isEqualTo(USAGE);
  }

  @Test
  void cpOfAPattern_takesWhatMatchesOnOneLevel() throws Exception {
    agent.bucketOf(
        "pattern",
        Map.of("p/1.jpg", "1", "p/2.jpg", "2", "p/3.png", "3", "p/q/4.jpg", "4", "p/[x].jpg", "5"));

    good("cp", "pattern/p/?.jpg", "pattern/one/");
    good("cp", "sluice://pattern/p/**.jpg", folder + "/");
    good("cp", "--encoded", "pattern/p/%5Bx%5D.jpg", "pattern/literal");

    assertThat(texts(agent.data("pattern/one"))).isEqualTo(Map.of("1.jpg", "1", "2.jpg", "2"));
    assertThat(texts(folder))
        .isEqualTo(Map.of("1.jpg", "1", "2.jpg", "2", "q/4.jpg", "4", "[x].jpg", "5"));
    assertThat(agent.data("pattern/literal")).hasContent("5");
    assertThat(agent.run("cp", "pattern/p/*.gif", "pattern/x/").exitCode()).isEqualTo(REFUSED);
    assertThat(agent.run("cp", "pattern/p/*.jpg", "pattern/x").exitCode()).isEqualTo(USAGE);
  }

  @Test
  void lsAndRm_takePatterns() throws Exception {
    agent.bucketOf("many", Map.of("a.txt", "", "b.txt", "", "b.jpg", "", "c.txt/d", ""));

    assertThat(agent.run("ls", "many/*.txt").out()).isEqualTo("a.txt\nb.txt\nc.txt/\n");
    assertThat(agent.run("rm", "many/[ab].txt").err()).contains("pattern", "--yes", "--encoded");
    assertThat(texts(agent.data("many"))).hasSize(4);
    good("rm", "--yes", "many/[ab].txt");

    assertThat(texts(agent.data("many")).keySet()).containsExactly("b.jpg", "c.txt/d");
  }

  @Test
  void trees_goBothWaysAndWithin() throws Exception {
    Map<String, String> texts = Map.of("a", "1", "d/b", "2", "d/e/c", "3", "d-f", "4");
    Path here = folder.resolve("here");
    ToolAgent.files(here, texts);
    Files.createDirectories(agent.data("trees"));

    good("put", "-r", here, "trees/put");
    good("cp", "-r", "trees/put", "trees/cp");
    good("get", "-r", "trees/cp", folder.resolve("back"));

    assertThat(texts(agent.data("trees/put"))).isEqualTo(texts);
    assertThat(texts(agent.data("trees/cp"))).isEqualTo(texts);
    assertThat(texts(folder.resolve("back"))).isEqualTo(texts);
  }

  @Test
  void mv_leavesNothingAtItsSource() throws Exception {
    agent.bucketOf("moves", Map.of("t/a", "1", "t/b/c", "2", "single", "3"));

    good("mv", "-r", "moves/t", "moves/u");
    good("mv", "moves/single", folder + "/");
    good("mv", folder.resolve("single"), "sluice://moves/again");

    assertThat(texts(agent.data("moves")))
        .isEqualTo(Map.of("u/a", "1", "u/b/c", "2", "again", "3"));
    assertThat(folder).isEmptyDirectory();
    assertThat(agent.run("mv", "moves/again", "moves/again").exitCode()).isEqualTo(USAGE);
    assertThat(agent.data("moves/again")).hasContent("3");
  }

  @Test
  void mvOntoItself_keepsTheObject() throws Exception {
    agent.bucketOf("itself", Map.of("a/key", "bytes"));

    for (String target : new String[] {"itself/a/key", "itself/a/"}) {
      assertThat(agent.run("mv", "itself/a/key", target).exitCode()).isEqualTo(USAGE);
    }
    assertThat(agent.run("mv", "itself/a/*", "itself/a/").exitCode()).isEqualTo(USAGE);

    assertThat(agent.data("itself/a/key")).hasContent("bytes");
  }

  @Test
  void mvOfAPattern_makesNoTwoKeysOne() throws Exception {
    agent.bucketOf("folders", Map.of("p/1/lake", "1", "p/2/lake", "2"));

    good("mv", "folders/p/*/lake", "folders/best/");

    assertThat(texts(agent.data("folders/best"))).isEqualTo(Map.of("1/lake", "1", "2/lake", "2"));
  }

  @Test
  void copyIntoItsOwnSource_isRefused() throws Exception {
    agent.bucketOf("nested", Map.of("p/a", "1"));

    assertThat(agent.run("sync", "nested/p", "nested/p/q").exitCode()).isEqualTo(USAGE);
    assertThat(agent.run("cp", "-r", "nested/p", "nested/p/q").exitCode()).isEqualTo(USAGE);
    assertThat(agent.run("mv", "-r", "nested/p", "nested/p/q").exitCode()).isEqualTo(USAGE);

    assertThat(texts(agent.data("nested"))).isEqualTo(Map.of("p/a", "1"));
  }

  @Test
  void conditionTowardsFiles_isRefused() throws Exception {
    agent.bucketOf("conditions", Map.of("p/a", "1"));
    Path file = Files.writeString(folder.resolve("a"), "mine");

    assertThat(agent.run("cp", "--if-none-match", "*", "sluice://conditions/p/a", file).exitCode())
        .isEqualTo(USAGE);
    assertThat(agent.run("get", "-r", "--if-match", "x", "conditions/p", folder).exitCode())
        .isEqualTo(USAGE);

    assertThat(file).hasContent("mine");
  }

  @Test
  void markerOfAFolder_isNoFileHere() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty"));
    agent.bucketOf("markers", Map.of("t/a", "1"));
    good("put", empty, "markers/t/");
    good("put", empty, "markers/t/b/");

    good("get", "-r", "markers/t", folder.resolve("got"));
    assertThat(good("sync", "sluice://markers/t", folder.resolve("got")).out()).isEmpty();

    assertThat(texts(folder.resolve("got"))).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void getOfATree_neverLeavesItsFolder() throws Exception {
    agent.bucketOf("escape", Map.of("ok", "1"));
    good("put", Files.writeString(folder.resolve("file"), "2"), "escape/../../out");

    CommandRun run = agent.run("get", "-r", "escape", folder.resolve("deep/in"));

    assertThat(run.exitCode()).isEqualTo(LOCAL);
    assertThat(run.err()).contains("../../out");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void sync_copiesOnlyWhatDiffers() throws Exception {
    Path here = folder.resolve("here");
    ToolAgent.files(here, Map.of("same", "1", "d/longer", "22", "d/new", "3"));
    agent.bucketOf("sync", Map.of("site/same", "x", "site/d/longer", "2", "site/other", "4"));

    CommandRun first = good("sync", here, "sluice://sync/site");
    CommandRun second = good("sync", here, "sluice://sync/site");

    assertThat(first.out().lines()).hasSize(2);
    assertThat(second.out()).isEmpty();
    assertThat(texts(agent.data("sync/site")))
        .isEqualTo(Map.of("same", "x", "d/longer", "22", "d/new", "3", "other", "4"));

    Files.setLastModifiedTime(here.resolve("same"), FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(good("sync", here, "sluice://sync/site").out()).contains("same");
    assertThat(agent.data("sync/site/same")).hasContent("1");
  }

  @Test
  void syncThatDeletes_leavesWhatTheSourceHolds() throws Exception {
    Path here = folder.resolve("here");
    ToolAgent.files(here, Map.of("keep", "x", "gone/a", "x", "gone-b", "x"));
    agent.bucketOf("deletes", Map.of("keep", "1", "gone/new", "2", "z", "3"));

    assertThat(good("sync", "--delete", "--dry-run", "sluice://deletes", here).out().lines())
        .hasSize(4);
    assertThat(texts(here)).hasSize(3);
    good("sync", "--delete", "sluice://deletes", here);

    assertThat(texts(here)).isEqualTo(Map.of("keep", "x", "gone/new", "2", "z", "3"));
  }

  @Test
  void syncOfNothing_deletesNothing() throws Exception {
    agent.bucketOf("guarded", Map.of("a", "1"));

    CommandRun empty = agent.run("sync", "--delete", "guarded/mistyped", "guarded/a");
    CommandRun none = agent.run("sync", folder.resolve("none"), "sluice://guarded");

    assertThat(empty.exitCode()).isEqualTo(REFUSED);
    assertThat(none.exitCode()).isEqualTo(LOCAL);
    assertThat(agent.data("guarded/a")).hasContent("1");
  }

  private static CommandRun good(String command, Object... rest) {
    CommandRun run = agent.run(command, rest);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return run;
  }

  private static Map<String, String> texts(Path root) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        texts.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return texts;
  }
}

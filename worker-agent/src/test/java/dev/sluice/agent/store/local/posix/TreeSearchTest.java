package dev.sluice.agent.store.local.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search looks at everything it was told to enter, once, and keeps nothing open. */
class TreeSearchTest {
  private static final int DEEP = 1000;

  private final Posix posix = Posix.system();
  private final List<String> seen = new ArrayList<>();
  @TempDir private Path folder;

  @BeforeEach
  void tree() throws Exception {
    Files.createDirectories(folder.resolve("a/b/c"));
    Files.createDirectories(folder.resolve("d/e"));
    Files.writeString(folder.resolve("a/b/file"), "");
    Files.createSymbolicLink(folder.resolve("d/link"), folder);
  }

  private boolean finds(TreeSearch.Question question) throws Exception {
    try (Descriptor top = posix.openRoot(Names.of(folder.toString()))) {
      return TreeSearch.finds(posix, top, question, TreeSearch.Closed.FAILS);
    }
  }

  private TreeSearch.Verdict enterAll(byte[] name, FileType type, int depth) {
    seen.add(depth + " " + Names.show(name) + " " + type);
    return type == FileType.DIRECTORY ? TreeSearch.Verdict.ENTER : TreeSearch.Verdict.PASS;
  }

  @Test
  void entries_areAllSeenWithTheirDepth() throws Exception {
    assertThat(finds(this::enterAll)).isFalse();

    assertThat(seen)
        .contains(
            "0 a DIRECTORY",
            "0 d DIRECTORY",
            "1 b DIRECTORY",
            "1 e DIRECTORY",
            "1 link SYMLINK",
            "2 c DIRECTORY",
            "2 file REGULAR")
        .noneMatch(entry -> entry.startsWith("3"));
  }

  @Test
  void directoryThatIsPassed_isNotLookedInto() throws Exception {
    assertThat(
            finds(
                (name, type, depth) ->
                    depth == 0 && Names.show(name).equals("a")
                        ? TreeSearch.Verdict.PASS
                        : enterAll(name, type, depth)))
        .isFalse();

    assertThat(seen).noneMatch(entry -> entry.contains("file"));
  }

  @Test
  void wayBack_leadsToWhatLiesBeside() throws Exception {
    assertThat(
            finds(
                (name, type, depth) ->
                    Names.show(name).equals("e")
                        ? TreeSearch.Verdict.FOUND
                        : enterAll(name, type, depth)))
        .isTrue();
  }

  @Test
  void depth_costsNoStack() throws Exception {
    Descriptor at = posix.openRoot(Names.of(folder.toString()));
    for (int level = 0; level < DEEP; level++) {
      posix.makeDirectory(at, Names.of("x"), 0755);
      Descriptor below = posix.openDirectory(at, Names.of("x"));
      at.close();
      at = below;
    }
    posix.create(at, Names.of("last"), 0644).close();
    at.close();
    int[] frames = new int[1];

    boolean found =
        finds(
            (name, type, depth) -> {
              frames[0] = Math.max(frames[0], Thread.currentThread().getStackTrace().length);
              return depth == DEEP ? TreeSearch.Verdict.FOUND : enterAll(name, type, depth);
            });

    assertThat(found).isTrue();
    assertThat(frames[0]).isLessThan(DEEP / 2);
    assertThat(new ProcessBuilder("rm", "-rf", folder.resolve("x").toString()).start().waitFor())
        .isZero();
  }
}

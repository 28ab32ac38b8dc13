package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Stretches of keys. */
abstract class EngineListContract extends EngineContract {
  EngineListContract(Callable<EngineUnderTest> opener) {
    super(opener);
  }

  static List<String> names(ReadableStorage readable, String prefix, boolean rollUp) {
    return names(readable, prefix, prefix.getBytes(UTF_8), rollUp, 1000);
  }

  private static List<String> names(
      ReadableStorage readable, String prefix, byte[] from, boolean rollUp, int limit) {
    return readable.list(BUCKET, new ListScan(prefix.getBytes(UTF_8), from, rollUp, limit)).stream()
        .map(
            entry ->
                switch (entry) {
                  case ListedEntry.Key(var key, var object) -> key.value();
                  case ListedEntry.Directory(String directory) -> "dir:" + directory;
                })
        .toList();
  }

  @Test
  void keys_areInByteOrderWithWhatTheyAre() {
    for (String key : List.of("a0", "a/b", "a-b", "a", "a/", "a//", "/a", "é")) {
      publish(key, key);
    }

    assertThat(names(readable, "", false))
        .containsExactly("/a", "a", "a-b", "a/", "a//", "a/b", "a0", "é");
    ListScan one = new ListScan(new byte[0], "a/b".getBytes(UTF_8), false, 1);
    assertThat(readable.list(BUCKET, one))
        .containsExactly(new ListedEntry.Key(key("a/b"), stat("a/b")));
  }

  @Test
  void rollUp_givesOneDirectoryForAllUnderIt() {
    for (String key : List.of("a", "a/b", "a/c/d", "a-b", "b/c", "c", "/x")) {
      publish(key, key);
    }

    assertThat(names(readable, "", true))
        .containsExactly("dir:/", "a", "a-b", "dir:a/", "dir:b/", "c");
    assertThat(names(readable, "a/", true)).containsExactly("a/b", "dir:a/c/");
    assertThat(names(readable, "a", true)).containsExactly("a", "a-b", "dir:a/");
  }

  @Test
  void from_needNotBeAKey() {
    for (String key : List.of("a", "b/1", "b/2", "c")) {
      publish(key, key);
    }

    assertThat(names(readable, "", "b".getBytes(UTF_8), false, 10))
        .containsExactly("b/1", "b/2", "c");
    assertThat(names(readable, "", "b/1\0".getBytes(UTF_8), false, 10)).containsExactly("b/2", "c");
    assertThat(names(readable, "", "b/2".getBytes(UTF_8), true, 10)).containsExactly("dir:b/", "c");
    assertThat(names(readable, "", "b/3".getBytes(UTF_8), true, 10)).containsExactly("c");
    assertThat(names(readable, "", new byte[] {'b', (byte) 0xff}, false, 10)).containsExactly("c");
    assertThat(names(readable, "b/", "c".getBytes(UTF_8), false, 10)).isEmpty();
    assertThat(names(readable, "b/", new byte[0], false, 10)).containsExactly("b/1", "b/2");
  }

  @Test
  void limit_isTheMost() {
    for (String key : List.of("a", "b/1", "b/2", "c")) {
      publish(key, key);
    }

    assertThat(names(readable, "", new byte[0], true, 2)).containsExactly("a", "dir:b/");
    assertThat(names(readable, "", new byte[0], false, 3)).containsExactly("a", "b/1", "b/2");
  }
}

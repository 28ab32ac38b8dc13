package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.local.posix.CountedDescriptor;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.DirectoryCursor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileType;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.common.model.BucketName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Symbolic links at the top of a data folder, served as buckets where that is wanted; and a line
 * for people about what is not served.
 *
 * <p>Each link is resolved once, when the folder is opened, to a directory that is held from then
 * on; below it nothing leads out, as in every bucket. A link is not followed whose directory lies
 * in the data folder or in that of another link, or holds one of them: an object would have two
 * keys, and two locks.
 */
public final class BucketLinks {
  private static final Logger LOG = LoggerFactory.getLogger(BucketLinks.class);

  /** The number of names that the log gives of what is not served. */
  private static final int SAID = 20;

  private static final Set<String> NOBODYS = Set.of(".sluice", "lost+found");

  private final Posix posix;
  private final Descriptor root;
  private final Path folder;
  private final Map<String, Descriptor> followed = new HashMap<>();
  private final Map<Path, String> taken = new HashMap<>();
  private final Map<String, String> unserved = new TreeMap<>();

  private BucketLinks(Posix posix, Descriptor root, Path folder) {
    this.posix = posix;
    this.root = root;
    this.folder = folder;
  }

  /**
   * Looks at the top of a data folder that was just opened.
   *
   * @param root takes over what links lead to
   * @param follow whether links are served
   */
  public static void settle(Posix posix, Descriptor root, Path folder, boolean follow)
      throws ErrnoException {
    BucketLinks links = new BucketLinks(posix, root, folder.toAbsolutePath().normalize());
    boolean done = false;
    try {
      links.look(follow);
      root.follow(links.followed);
      done = true;
    } finally {
      if (!done) {
        links.followed.values().forEach(Descriptor::close);
      }
    }
    links.say();
  }

  private void look(boolean follow) throws ErrnoException {
    if (follow) {
      try {
        taken.put(folder.toRealPath(), "the data folder");
      } catch (IOException e) {
        throw new ErrnoException(Errno.ENOENT, "realpath", root.path());
      }
    }
    List<String> links = new ArrayList<>();
    try (DirectoryCursor cursor = DirectoryCursor.open(posix, root)) {
      while (cursor.next()) {
        String name = Names.show(cursor.name());
        FileType type = Tree.typeOf(posix, cursor);
        boolean legal = BucketName.isLegal(name);
        if (type == FileType.SYMLINK && legal) {
          links.add(name);
        } else if (type == FileType.DIRECTORY && !legal && !NOBODYS.contains(name)) {
          unserved.put(name, "its name is no bucket's");
        }
      }
    }
    links.sort(null);
    for (String name : links) {
      if (follow) {
        follow(name);
      } else {
        unserved.put(name, "a symbolic link, and follow-bucket-links is off");
      }
    }
  }

  private void follow(String name) {
    Descriptor target;
    try {
      target = posix.openRoot(Names.of(folder + "/" + name));
    } catch (ErrnoException e) {
      unserved.put(name, "a symbolic link to no directory that can be opened: " + e.errno());
      return;
    }
    String obstacle = obstacle(name, target);
    if (obstacle == null) {
      followed.put(name, target);
    } else {
      target.close();
      unserved.put(name, obstacle);
    }
  }

  /** Why a link is not followed; null where nothing speaks against it. */
  private @Nullable String obstacle(String name, Descriptor target) {
    Path real;
    try (CountedDescriptor held = target.hold()) {
      // Of what was opened, whatever the link leads to by now.
      real = Path.of("/proc/self/fd/" + held.number()).toRealPath();
    } catch (IOException e) {
      return "a symbolic link whose directory cannot be told: " + e.getMessage();
    }
    for (Map.Entry<Path, String> other : taken.entrySet()) {
      if (real.startsWith(other.getKey()) || other.getKey().startsWith(real)) {
        return "a symbolic link to "
            + real
            + ", which lies in "
            + other.getValue()
            + " or holds it";
      }
    }
    taken.put(real, "the directory of " + name);
    return null;
  }

  private void say() {
    if (!followed.isEmpty()) {
      LOG.info(
          "Served as buckets through symbolic links: {}", String.join(", ", followed.keySet()));
    }
    if (!unserved.isEmpty()) {
      List<String> said = new ArrayList<>();
      unserved.forEach((name, why) -> said.add(name + " (" + why + ")"));
      int more = Math.max(0, said.size() - SAID);
      LOG.info(
          "Not served as buckets: {}{}",
          String.join(", ", said.subList(0, said.size() - more)),
          more == 0 ? "" : " and " + more + " more");
    }
  }
}

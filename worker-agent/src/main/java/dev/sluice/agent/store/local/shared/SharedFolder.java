package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Opening;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.StoreFormat;
import dev.sluice.agent.store.local.volume.UnfitFileSystem;
import dev.sluice.agent.store.local.volume.Volume;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The data folder of several agents, with what is common to them in Sluice's own directory: records
 * of buckets, uploads, sidecars, the slots, and a folder of each agent for what it prepares.
 */
final class SharedFolder implements AutoCloseable {
  private static final byte[] OWN = Names.of(".sluice");
  private static final byte[] LOCK = Names.of("lock");
  private static final byte[] AGENTS = Names.of("agents");
  private static final int DIRECTORY_MODE = 0700;
  private static final int FILE_MODE = 0600;

  /** Between the id of an agent and that of its run. */
  private static final String DOT = ".";

  private final Opening parts;
  private final Descriptor root;
  private final Descriptor records;
  private final Descriptor slots;
  private final Descriptor agents;
  private final StorageArea area;
  private final String run;
  private final String id;

  private SharedFolder(
      Opening parts,
      Descriptor root,
      Descriptor records,
      Descriptor slots,
      Descriptor agents,
      StorageArea area,
      String run,
      String id) {
    this.parts = parts;
    this.root = root;
    this.records = records;
    this.slots = slots;
    this.agents = agents;
    this.area = area;
    this.run = run;
    this.id = id;
  }

  /**
   * Opens the folder beside other agents.
   *
   * @param requireStore whether there has to be a store already
   * @throws IllegalStateException with one sentence for people, where it cannot be served
   */
  static SharedFolder open(Volume volume, Path path, String agentId, boolean requireStore) {
    String shown = "The data folder " + path;
    Path absolute = path.toAbsolutePath().normalize();
    Opening parts = new Opening();
    boolean done = false;
    try {
      SharedFolder opened =
          open(volume, shown, Names.of(absolute.toString()), agentId, requireStore, parts);
      done = true;
      return opened;
    } catch (ErrnoException e) {
      throw new IllegalStateException(shown + " cannot be used (" + e.getMessage() + ").", e);
    } catch (UnfitFileSystem e) {
      throw new IllegalStateException(shown + " cannot be used: " + e.getMessage(), e);
    } finally {
      if (!done) {
        parts.close();
      }
    }
  }

  private static SharedFolder open(
      Volume volume, String shown, byte[] path, String agentId, boolean requireStore, Opening parts)
      throws ErrnoException {
    Posix posix = volume.posix();
    Descriptor root = parts.add(posix.openRoot(path));
    requireOneKernel(posix, root);
    Descriptor own =
        parts.add(
            requireStore
                ? posix.openDirectory(root, OWN)
                : Tree.openOrMakeDirectory(posix, root, OWN, DIRECTORY_MODE));
    Descriptor lock = parts.add(posix.openOrCreate(own, LOCK, FILE_MODE));
    if (!posix.tryLock(lock, false)) {
      throw new IllegalStateException(
          shown + " is served by an agent that has it alone, or is being checked.");
    }
    String id = StoreFormat.ofShared(volume, shown, own, requireStore);
    Descriptor records = parts.add(openOrMake(posix, own, Names.of("buckets")));
    Descriptor slots = parts.add(openOrMake(posix, own, Names.of("slots")));
    Descriptor agents = parts.add(openOrMake(posix, own, AGENTS));
    removeEarlier(posix, agents, agentId);
    String run = agentId + DOT + UUID.randomUUID();
    Descriptor mine = parts.add(openOrMake(posix, agents, Names.of(run)));
    StorageArea area = parts.add(StorageArea.openShared(volume, mine, own), StorageArea::close);
    requireAbilities(area);
    new FenceProbe(posix, area.staging()).require();
    volume.syncs().directory(own);
    volume.syncs().directory(root);
    return new SharedFolder(parts, root, records, slots, agents, area, run, id);
  }

  private static Descriptor openOrMake(Posix posix, Descriptor above, byte[] name)
      throws ErrnoException {
    return Tree.openOrMakeDirectory(posix, above, name, DIRECTORY_MODE);
  }

  /**
   * Fails where others may change the folder through another kernel: nothing proves there that all
   * of them see a change, or a removed folder, at once.
   */
  private static void requireOneKernel(Posix posix, Descriptor root) throws ErrnoException {
    if (!posix.fileSystem(root).reportsChanges()) {
      throw new UnfitFileSystem(
          "is none of this machine's own disks or memory (ext4, XFS, btrfs, tmpfs, overlay):"
              + " placement shared is not proven on it.");
    }
  }

  private static void requireAbilities(StorageArea area) {
    if (!area.capabilities().attributes()) {
      throw new UnfitFileSystem("has no extended attributes, which placement shared needs.");
    }
    if (!area.capabilities().exchange() || !area.capabilities().noReplace()) {
      throw new UnfitFileSystem(
          "cannot exchange two names, or refuse to replace one, which placement shared needs.");
    }
  }

  /** Removes what earlier runs of this agent prepared and never showed. */
  private static void removeEarlier(Posix posix, Descriptor agents, String agentId)
      throws ErrnoException {
    for (byte[] name : Tree.names(posix, agents)) {
      if (Names.show(name).startsWith(agentId + DOT)) {
        Tree.remove(posix, agents, name);
      }
    }
  }

  /** The folder itself. */
  Descriptor root() {
    return root;
  }

  /** Where the records of buckets lie. */
  Descriptor records() {
    return records;
  }

  /** Where the folders of slots lie. */
  Descriptor slots() {
    return slots;
  }

  /** Where each agent has a folder for what it prepares. */
  Descriptor agents() {
    return agents;
  }

  /** The name of this agent's folder there. */
  String run() {
    return run;
  }

  /** The agent's own staging, and what is common. */
  StorageArea area() {
    return area;
  }

  /** The store's id. */
  String id() {
    return id;
  }

  @Override
  public void close() {
    parts.close();
  }
}

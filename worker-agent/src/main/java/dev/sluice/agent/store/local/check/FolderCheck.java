package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.check.CheckListener;
import dev.sluice.agent.store.check.CheckOptions;
import dev.sluice.agent.store.check.CheckTotals;
import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.ReadOnlyPosix;
import dev.sluice.agent.store.local.tree.BucketDirectories;
import dev.sluice.agent.store.local.volume.LocalRoot;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A walk over a data folder that reports what should not be there: {@link
 * dev.sluice.agent.store.check.FindingKind} lists the kinds and their repair.
 *
 * <p>A check without repair changes nothing, access times included where this user may ({@link
 * ReadOnlyPosix}); it may run beside an agent, and then leaves out what may be under way. One that
 * repairs has the folder for itself, as an agent has. Memory does not grow with the number of
 * objects. For one thread.
 */
public final class FolderCheck implements AutoCloseable {
  private static final byte[] OWN = Names.of(".sluice");
  private static final byte[] LOCK = Names.of(".sluice/lock");
  private static final byte[] STAGING = KeyPath.stagingName();
  private static final byte[] SIDECARS = Names.of("sidecars");

  private final CheckOptions options;
  private final Volume volume;
  private final Posix posix;
  private final Descriptor root;
  private final @Nullable Repairer repairer;
  private final @Nullable Descriptor lock;
  private final boolean live;

  private FolderCheck(
      CheckOptions options,
      Volume volume,
      Descriptor root,
      @Nullable Repairer repairer,
      @Nullable Descriptor lock,
      boolean live) {
    this.options = options;
    this.volume = volume;
    this.posix = volume.posix();
    this.root = root;
    this.repairer = repairer;
    this.lock = lock;
    this.live = live;
  }

  /**
   * Opens the folder; agents are kept out until this is closed, but for one that serves it already.
   *
   * @throws IllegalStateException with one sentence for people, where it cannot be checked
   * @throws UnsupportedOperationException with one sentence, where this machine cannot check any
   */
  public static FolderCheck open(CheckOptions options) {
    return open(options, Posix.system(), new ReadOnlyPosix());
  }

  /**
   * The same.
   *
   * @param writing makes the changes of a check that repairs
   * @param reading makes none
   */
  public static FolderCheck open(CheckOptions options, Posix writing, Posix reading) {
    if (options.repair()) {
      requireUnserved(options, writing, reading);
      Repairer repairer = Repairer.open(writing, options);
      return new FolderCheck(options, repairer.volume(), repairer.root(), repairer, null, false);
    }
    String shown = shown(options);
    try {
      byte[] path = Names.of(options.folder().toAbsolutePath().normalize().toString());
      Descriptor root = reading.openRoot(path);
      try {
        var _ = LocalRoot.knownFormat(reading, shown, root);
        return open(options, writing, reading, root);
      } catch (ErrnoException | RuntimeException e) {
        root.close();
        throw e;
      }
    } catch (ErrnoException e) {
      throw new IllegalStateException(
          e.is(Errno.ENOENT)
              ? shown + " does not exist."
              : shown + " cannot be read (" + e.getMessage() + ").",
          e);
    }
  }

  private static String shown(CheckOptions options) {
    return "The data folder " + options.folder();
  }

  private static void requireUnserved(CheckOptions options, Posix writing, Posix reading) {
    try (FolderCheck look = open(options.withoutRepairing(), writing, reading)) {
      if (look.isLive()) {
        throw new IllegalStateException(
            shown(options)
                + " is served by an agent, so nothing can be repaired: stop the agent first, or"
                + " look without repairing.");
      }
    }
  }

  /** The lock is taken shared: checks that only look do not keep each other out. */
  private static FolderCheck open(
      CheckOptions options, Posix writing, Posix reading, Descriptor root) throws ErrnoException {
    Descriptor lock;
    try {
      lock = writing.openForReading(root, LOCK);
    } catch (ErrnoException e) {
      // Where it may not be opened it is not known whether an agent has it.
      boolean unknown = !e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR);
      return new FolderCheck(
          options, Volume.toRead(reading, options.clock()), root, null, null, unknown);
    }
    try {
      boolean taken = writing.tryLock(lock, false);
      return new FolderCheck(
          options, Volume.toRead(reading, options.clock()), root, null, lock, !taken);
    } catch (ErrnoException e) {
      lock.close();
      throw e;
    }
  }

  /** Whether an agent serves the folder, or may, so that what may be under way is left out. */
  public boolean isLive() {
    return live;
  }

  /**
   * Checks, once.
   *
   * @param listener what it throws ends the check
   * @throws IllegalStateException with one sentence, where it cannot go on
   */
  public CheckTotals run(CheckListener listener) {
    Findings findings = new Findings(listener, repairer != null);
    CheckScope scope =
        new CheckScope(
            volume, root, live, options.verify(), options.clock().instant(), findings, repairer);
    try {
      List<BucketName> there = new BucketDirectories(volume, root).names();
      if (options.buckets().isEmpty()) {
        checkAll(scope, there);
      } else {
        checkSome(scope, there);
      }
      return findings.totals();
    } catch (ErrnoException e) {
      throw new IllegalStateException(
          shown(options) + " cannot be checked (" + e.getMessage() + ").", e);
    }
  }

  private void checkAll(CheckScope scope, List<BucketName> buckets) throws ErrnoException {
    TopCheck top = new TopCheck(scope);
    AreaCheck.each(scope, root, Names.NOTHING, top::check);
    try (OpenAreas areas = new OpenAreas()) {
      areas.add(scope, OWN, true);
      for (AreaCheck ofRoot : areas.checks) {
        ofRoot.below("buckets", top::checkRecord);
      }
      for (BucketName bucket : buckets) {
        areas.add(scope, Names.join(Names.of(bucket.value()), STAGING), false);
      }
      for (AreaCheck area : areas.checks) {
        area.begin();
      }
      for (BucketName bucket : buckets) {
        checkObjects(scope, bucket);
      }
      for (AreaCheck area : areas.checks) {
        area.finish();
      }
    }
  }

  private void checkSome(CheckScope scope, List<BucketName> there) throws ErrnoException {
    for (BucketName bucket : options.buckets()) {
      if (!there.contains(bucket)) {
        throw new IllegalStateException(shown(options) + " has no bucket " + bucket + ".");
      }
      byte[] name = Names.of(bucket.value());
      try (OpenAreas areas = new OpenAreas()) {
        areas.add(scope, Names.join(name, STAGING), false);
        for (AreaCheck area : areas.checks) {
          area.begin();
        }
        checkObjects(scope, bucket);
        for (AreaCheck area : areas.checks) {
          area.finish();
        }
      }
      try (OpenAreas areas = new OpenAreas()) {
        areas.add(scope, OWN, true);
        TopCheck top = new TopCheck(scope);
        UploadsCheck uploads = new UploadsCheck(scope);
        for (AreaCheck area : areas.checks) {
          area.below("buckets", only(name, top::checkRecord));
          area.below("uploads", only(name, uploads::checkBucket));
        }
      }
    }
  }

  private static AreaCheck.EntryCheck only(byte[] wanted, AreaCheck.EntryCheck check) {
    return (directory, name, where) ->
        !java.util.Arrays.equals(name, wanted) || check.check(directory, name, where);
  }

  private void checkObjects(CheckScope scope, BucketName bucket) throws ErrnoException {
    byte[] name = Names.of(bucket.value());
    List<Descriptor> places = new ArrayList<>();
    try (Descriptor directory = posix.openDirectory(root, name)) {
      for (byte[] area : new byte[][] {OWN, Names.join(name, STAGING)}) {
        Descriptor place = openOrNull(Names.join(area, SIDECARS));
        if (place != null) {
          places.add(place);
        }
      }
      scope.findings().totals().addBucket();
      checkInner(
          scope,
          new BucketCheck(scope, bucket, new RecordInspector(posix, bucket, places))
              .check(directory));
    } catch (ErrnoException e) {
      switch (e.errno()) {
        case ENOENT, ENOTDIR, ELOOP -> {
          // Deleted since it was seen.
        }
        case EMFILE, ENFILE, ENOMEM -> throw e;
        default -> scope.findings().unreadable(FindingLocation.in(bucket, name), e);
      }
    } finally {
      places.forEach(Descriptor::close);
    }
  }

  private void checkInner(CheckScope scope, List<byte[]> paths) throws ErrnoException {
    for (byte[] path : paths) {
      try (OpenAreas areas = new OpenAreas()) {
        areas.add(scope, path, false);
        for (AreaCheck area : areas.checks) {
          area.begin();
          area.finish();
        }
      }
    }
  }

  private @Nullable Descriptor openOrNull(byte[] path) throws ErrnoException {
    try {
      return posix.openDirectory(root, path);
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        case ENOENT, ENOTDIR, ELOOP, EACCES -> null;
        default -> throw e;
      };
    }
  }

  /** Directories of Sluice's own, held open. */
  private final class OpenAreas implements AutoCloseable {
    final List<AreaCheck> checks = new ArrayList<>();
    private final List<Descriptor> held = new ArrayList<>();

    void add(CheckScope scope, byte[] path, boolean ofRoot) throws ErrnoException {
      Descriptor own = null;
      try {
        own = posix.openDirectory(root, path);
      } catch (ErrnoException e) {
        switch (e.errno()) {
          case ENOENT, ENOTDIR, ELOOP -> {
            // There is none.
          }
          case EMFILE, ENFILE, ENOMEM -> throw e;
          default -> scope.findings().unreadable(FindingLocation.at(path), e);
        }
      }
      if (own != null) {
        held.add(own);
        checks.add(new AreaCheck(scope, own, path, ofRoot));
      }
    }

    @Override
    public void close() {
      held.forEach(Descriptor::close);
    }
  }

  @Override
  public void close() {
    if (lock != null) {
      lock.close();
    }
    if (repairer != null) {
      repairer.close();
    } else {
      root.close();
    }
  }
}

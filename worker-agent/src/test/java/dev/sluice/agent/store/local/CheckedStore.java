package dev.sluice.agent.store.local;

import dev.sluice.agent.store.check.CheckListener;
import dev.sluice.agent.store.check.CheckOptions;
import dev.sluice.agent.store.check.CheckTotals;
import dev.sluice.agent.store.check.Finding;
import dev.sluice.agent.store.local.check.FolderCheck;
import dev.sluice.agent.store.local.posix.Attributes;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.ReadOnlyPosix;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a check.
 *
 * @param live whether an agent served the folder
 */
public record CheckedStore(boolean live, List<Finding> findings, CheckTotals totals) {
  /** How a check is to be run, in few words. */
  public enum Way {
    LOOK,
    VERIFY,
    REPAIR
  }

  public static CheckedStore of(Path root, Way way) {
    return of(root, way, Attributes.LARGE);
  }

  /** On a file system of this kind. */
  public static CheckedStore of(Path root, Way way, Attributes attributes) {
    CheckOptions options =
        new CheckOptions(
            root, List.of(), way == Way.VERIFY, way == Way.REPAIR, InstantSource.system());
    return of(options, new LimitedAttributes(attributes.limit()));
  }

  public static CheckedStore of(CheckOptions options, Posix writing) {
    return of(options, writing, new ReadOnlyPosix());
  }

  public static CheckedStore of(CheckOptions options, Posix writing, Posix reading) {
    List<Finding> findings = new ArrayList<>();
    try (FolderCheck check = FolderCheck.open(options, writing, reading)) {
      CheckTotals totals =
          check.run(
              new CheckListener() {
                @Override
                public void found(Finding finding) {
                  findings.add(finding);
                }

                @Override
                public void looked(CheckTotals totals) {}
              });
      return new CheckedStore(check.isLive(), findings, totals);
    }
  }

  /** Kind, path and outcome of each, in the order of paths. */
  public List<String> lines() {
    return findings.stream()
        .map(each -> each.path() + " " + each.kind().word() + " " + each.outcome())
        .sorted()
        .toList();
  }
}

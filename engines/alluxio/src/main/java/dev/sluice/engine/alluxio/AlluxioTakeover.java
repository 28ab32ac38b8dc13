package dev.sluice.engine.alluxio;

import alluxio.client.file.URIStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * The beginning of an agent on a root: it moves the folders of earlier ones into its own, so that
 * nothing comes out of them any more, and finishes or undoes what was under way in them.
 */
final class AlluxioTakeover {
  /** Begins the names of folders that were taken. */
  private static final String KIND = "earlier-";

  private final AlluxioClient client;
  private final AlluxioPaths paths;
  private final AlluxioEpoch epoch;
  private final AlluxioRelocation relocation;
  private final AlluxioIntents intents;

  AlluxioTakeover(
      AlluxioClient client,
      AlluxioPaths paths,
      AlluxioEpoch epoch,
      AlluxioRelocation relocation,
      AlluxioIntents intents) {
    this.client = client;
    this.paths = paths;
    this.epoch = epoch;
    this.relocation = relocation;
    this.intents = intents;
  }

  void run() {
    List<String> taken = new ArrayList<>();
    for (URIStatus folder : client.entries(paths.stagings())) {
      String moved = epoch.nextPath("earlier");
      if (!folder.getName().equals(epoch.id()) && client.rename(folder.getPath(), moved)) {
        taken.add(moved);
      }
    }
    for (String folder : taken) {
      boolean _ = settle(folder);
    }
    intents.finishAll();
  }

  /** Settles a folder that was taken; false where something of it has to stay. */
  private boolean settle(String folder) {
    boolean settled = true;
    for (URIStatus entry : client.entries(folder)) {
      String name = entry.getName();
      if (name.startsWith(AlluxioIntents.WHOLE)) {
        intents.remove(name.substring(AlluxioIntents.WHOLE.length()));
      } else if (name.startsWith(AlluxioRelocation.KIND)) {
        settled &= relocation.settle(entry.getPath());
      } else if (name.startsWith(KIND)) {
        settled &= settle(entry.getPath());
      }
    }
    if (settled) {
      client.remove(folder);
    }
    return settled;
  }
}

package dev.sluice.agent.store.local.object;

import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.local.posix.Descriptor;

/** A stage as the publisher sees it: a file under some name of Sluice's own. */
public interface Publishable extends Stage {
  Descriptor file();

  /** The directory that holds it. */
  Descriptor directory();

  /** Its name in there. */
  byte[] name();

  /** The file has left its place: it is an object now. */
  void published();

  /** A copy of it is an object now; the file itself goes when this is closed. */
  void publishedAsCopy();

  /** Its seal was given up; it may be sealed again. */
  default void unsealed() {}
}

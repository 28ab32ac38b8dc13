package dev.sluice.agent.store.key;

import java.io.ByteArrayOutputStream;

/**
 * Puts the names of one path together to the key they would be; whether the path is canonical is
 * not its question.
 */
final class KeyAssembly {
  private final ByteArrayOutputStream key = new ByteArrayOutputStream();
  private boolean slashDue;
  private boolean self;

  /** Adds the next name; false when no key can have it there. */
  boolean add(EntryName name) {
    if (self) {
      return false;
    }
    switch (name.kind()) {
      case SEGMENT, LAST_CHUNK -> append(name, true);
      case RUN, END, CHUNK -> append(name, false);
      case SELF -> {
        // Only what ends in a whole segment can be a directory as well as an object.
        self = slashDue;
        return slashDue;
      }
      case STAGING, NO_KEY -> {
        return false;
      }
    }
    return true;
  }

  private void append(EntryName name, boolean endsSegment) {
    if (slashDue) {
      key.write('/');
    }
    key.writeBytes(name.keyBytes());
    slashDue = endsSegment;
  }

  byte[] bytes() {
    return key.toByteArray();
  }

  boolean endsInSelf() {
    return self;
  }
}

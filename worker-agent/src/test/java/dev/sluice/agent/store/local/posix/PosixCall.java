package dev.sluice.agent.store.local.posix;

/** The calls into the kernel that a local engine makes, as tests tell them apart. */
public enum PosixCall {
  OPEN_ROOT(Effect.OPENS),
  OPEN_DIRECTORY(Effect.OPENS),
  OPEN_FOR_READING(Effect.OPENS),
  OPEN_FOR_WRITING(Effect.OPENS),
  OPEN_OR_CREATE(Effect.CREATES),
  CREATE(Effect.CREATES),
  STAT(Effect.READS),
  FILE_SYSTEM(Effect.READS),
  SET_MODE(Effect.CHANGES),
  SET_GROUP(Effect.CHANGES),
  SET_MODIFIED(Effect.CHANGES),
  READ(Effect.READS),
  WRITE(Effect.GROWS),
  TRUNCATE(Effect.CHANGES),
  SYNC(Effect.SYNCS),
  SYNC_DATA(Effect.SYNCS),
  SYNC_FILE_SYSTEM(Effect.SYNCS),
  BEGIN_WRITEBACK(Effect.SYNCS),
  COPY_RANGE(Effect.GROWS),
  SHARE_RANGE(Effect.GROWS),
  MAKE_DIRECTORY(Effect.GROWS),
  LINK(Effect.GROWS),
  UNLINK(Effect.CHANGES),
  REMOVE_DIRECTORY(Effect.CHANGES),
  RENAME(Effect.GROWS),
  ATTRIBUTE(Effect.READS),
  ATTRIBUTE_NAMES(Effect.READS),
  SET_ATTRIBUTE(Effect.GROWS),
  REMOVE_ATTRIBUTE(Effect.CHANGES),
  READ_DIRECTORY(Effect.READS),
  TRY_LOCK(Effect.READS);

  private enum Effect {
    READS,
    OPENS,
    CREATES,
    CHANGES,
    GROWS,
    SYNCS
  }

  private final Effect effect;

  PosixCall(Effect effect) {
    this.effect = effect;
  }

  /** Whether it gives a descriptor. */
  public boolean opens() {
    return effect == Effect.OPENS || effect == Effect.CREATES;
  }

  /** Whether what lies on the disk is another afterwards. */
  public boolean changes() {
    return effect == Effect.CHANGES || effect == Effect.GROWS || effect == Effect.CREATES;
  }

  /** Whether it may find no room; a sync may, where room is given late. */
  public boolean takesSpace() {
    return effect == Effect.GROWS || effect == Effect.CREATES || effect == Effect.SYNCS;
  }

  /** Whether it finds its file by a name. */
  public boolean takesName() {
    return switch (this) {
      case MAKE_DIRECTORY, LINK, UNLINK, REMOVE_DIRECTORY, RENAME -> true;
      default -> opens();
    };
  }
}

package dev.sluice.agent.store.local.posix;

/** What some file systems cannot do. */
public enum Lack {
  EXCHANGE,
  NO_REPLACE,
  LINKS,
  SHARING,
  NOTIFICATION,
  DIRECTORY_SYNC,
  LONG_NAMES,
  CASE,
  NAMELESS_FILES
}

package dev.sluice.agent.store.local;

/** What some file systems cannot do. */
enum Lack {
  EXCHANGE,
  NO_REPLACE,
  LINKS,
  SHARING,
  NOTIFICATION,
  DIRECTORY_SYNC,
  LONG_NAMES,
  CASE
}

package dev.sluice.common.config;

/** How log records are written. */
public enum LogFormat {
  /** One line, for people. */
  TEXT,
  /** One JSON document a line, for machines. */
  JSON
}

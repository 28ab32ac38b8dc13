package dev.sluice.common.config;

/** The format of log records. */
public enum LogFormat {
  /** One line, for people. */
  TEXT,
  /** One JSON document a line, for machines. */
  JSON
}

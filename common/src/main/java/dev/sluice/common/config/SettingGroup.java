package dev.sluice.common.config;

/**
 * The headings that settings stand under in {@code --help} and in docs/configuration.md, in this
 * order.
 */
public enum SettingGroup {
  STORAGE("Storage"),
  NETWORK("Network"),
  ACCESS("Access"),
  TLS("TLS"),
  UPLOADS("Uploads"),
  LIMITS("Limits and time-outs"),
  OPERATION("Operation");

  private final String heading;

  SettingGroup(String heading) {
    this.heading = heading;
  }

  /** The heading as people read it. */
  public String heading() {
    return heading;
  }
}

package dev.sluice.common.config;

/** A configuration record with rules that look at more than one setting. */
public interface Checked {

  /** Notes what is wrong. Each value taken by itself is within its type and bounds. */
  void check(ConfigCheck check);
}

package dev.sluice.agent;

/** The promise of an acknowledged write. */
public enum Durability {
  /**
   * The bytes, the record and the names are on the device: what was acknowledged survives a power
   * cut.
   */
  FSYNC,
  /**
   * The operating system has them: what was acknowledged survives a crash of the agent, not of the
   * machine.
   */
  OS
}

package dev.sluice.integration.trial.crash;

import dev.sluice.integration.LoopMount;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import java.nio.file.Path;

/**
 * A disk whose power is cut: its file system is shut down without a flush of its journal, so that
 * only what was synced is there when it is mounted again.
 */
public final class CutDisk implements CrashTrial.Crash {
  private final LoopMount disk;
  private final Deployment deployment;

  private CutDisk(LoopMount disk, Deployment deployment) {
    this.disk = disk;
    this.deployment = deployment;
  }

  /** Cuts the power so many times on a fresh file system of this kind. */
  public static String run(Path folder, String kind, long seed, long times) {
    try (LoopMount disk = LoopMount.of(folder.resolve(kind), kind);
        Deployment deployment = Deployment.local(disk.point().resolve("data"), 2)) {
      return CrashTrial.run(
          deployment, disk.point().resolve("data"), new CutDisk(disk, deployment), seed, times);
    }
  }

  @Override
  public void strike(Dice dice) {
    disk.cut();
    deployment.killAgent(0);
  }

  /**
   * A machine without power answers nobody. Here the kernel goes on: it ends the journal's last
   * transactions as failed, and on ext4 an fsync that waits for one of them may then find nothing
   * left to wait for, and succeed.
   */
  @Override
  public boolean lastAnswersCount() {
    return false;
  }

  @Override
  public void recover() {
    disk.remount();
    deployment.startAgent(0);
  }
}

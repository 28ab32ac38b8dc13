package dev.sluice.agent.store.local.posix;

import java.util.Locale;

/** The system calls in use with their numbers, which differ between the architectures. */
enum SystemCall {
  CLOSE(3, 57),
  READ(0, 63),
  IOCTL(16, 29),
  PREAD64(17, 67),
  PWRITE64(18, 68),
  FLOCK(73, 32),
  FSYNC(74, 82),
  FDATASYNC(75, 83),
  FTRUNCATE(77, 46),
  FCHMOD(91, 52),
  FCHOWN(93, 55),
  FSTATFS(138, 44),
  FSETXATTR(190, 7),
  LGETXATTR(192, 9),
  FGETXATTR(193, 10),
  FLISTXATTR(196, 13),
  FREMOVEXATTR(199, 16),
  GETDENTS64(217, 61),
  INOTIFY_ADD_WATCH(254, 27),
  INOTIFY_RM_WATCH(255, 28),
  OPENAT(257, 56),
  MKDIRAT(258, 34),
  UNLINKAT(263, 35),
  LINKAT(265, 37),
  PPOLL(271, 73),
  UTIMENSAT(280, 88),
  SYNC_FILE_RANGE(277, 84),
  INOTIFY_INIT1(294, 26),
  SYNCFS(306, 267),
  RENAMEAT2(316, 276),
  COPY_FILE_RANGE(326, 285),
  STATX(332, 291),
  OPENAT2(437, 437),
  GETXATTRAT(464, 464);

  private final int x8664;
  private final int aarch64;
  private final String title = name().toLowerCase(Locale.ROOT);

  SystemCall(int x8664, int aarch64) {
    this.x8664 = x8664;
    this.aarch64 = aarch64;
  }

  long number(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> x8664;
      case AARCH64 -> aarch64;
    };
  }

  /** The name as in the manual. */
  String title() {
    return title;
  }
}

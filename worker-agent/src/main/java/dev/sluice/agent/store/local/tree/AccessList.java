package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.local.posix.Names;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Access control lists (POSIX.1e) as the kernel keeps them in attributes. */
final class AccessList {
  /** The inheritance of a folder: the list that new entries get. */
  static final byte[] DEFAULT = Names.of("system.posix_acl_default");

  /** The list that decides access to a file. */
  static final byte[] ACCESS = Names.of("system.posix_acl_access");

  private static final int HEADER_BYTES = 4;
  private static final int ENTRY_BYTES = 8;
  private static final int PERMISSIONS_OFFSET = 2;
  private static final short OWNER = 0x01;
  private static final short OWNING_GROUP = 0x04;
  private static final short MASK = 0x10;
  private static final short OTHERS = 0x20;

  private AccessList() {}

  /**
   * The list of a new file or folder: as the kernel makes it of the default list above, no more
   * than the mode allows.
   *
   * @param list the default list of the folder above, as the kernel gave it
   * @param mode permissions of what is made
   */
  static byte[] of(byte[] list, int mode) {
    ByteBuffer made = ByteBuffer.wrap(list.clone()).order(ByteOrder.LITTLE_ENDIAN);
    boolean hasMask = false;
    for (int at = HEADER_BYTES; at + ENTRY_BYTES <= list.length; at += ENTRY_BYTES) {
      hasMask |= made.getShort(at) == MASK;
    }
    for (int at = HEADER_BYTES; at + ENTRY_BYTES <= list.length; at += ENTRY_BYTES) {
      int allowed =
          switch (made.getShort(at)) {
            case OWNER -> mode >> 6;
            case OWNING_GROUP -> hasMask ? ~0 : mode >> 3;
            case MASK -> mode >> 3;
            case OTHERS -> mode;
            default -> ~0;
          };
      int permissions = at + PERMISSIONS_OFFSET;
      made.putShort(permissions, (short) (made.getShort(permissions) & allowed));
    }
    return made.array();
  }
}

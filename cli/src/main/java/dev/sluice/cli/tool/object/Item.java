package dev.sluice.cli.tool.object;

import dev.sluice.common.rpc.WireTime;
import dev.sluice.v1.ObjectInfo;
import java.time.Instant;

/**
 * A file or an object to copy.
 *
 * @param name its path below what is copied, with slashes
 * @param size in bytes
 * @param modified when it was changed last
 * @param etag of an object; empty of a file
 */
record Item(String name, long size, Instant modified, String etag) {

  static Item of(ObjectInfo object, String name) {
    return new Item(
        name, object.getSize(), WireTime.toModel(object.getLastModified()), object.getEtag());
  }
}

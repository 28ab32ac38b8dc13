package dev.sluice.agent.store.key;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.fuzzing.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * {@link KeyPath} with {@link SegmentNames} is a bijection, both ways, and no path leaves its
 * bucket.
 */
final class KeyPathFuzzTarget implements FuzzTarget {
  private static final KeyPath HDFS = KeyPath.refusing(":");

  @Override
  public void attack(byte[] input) {
    attack(KeyPath.POSIX, input);
    attack(HDFS, input);
  }

  private static void attack(KeyPath paths, byte[] input) {
    try {
      byte[] key = ObjectKey.ofUtf8(input).utf8();
      byte[] path = paths.encode(key);
      staysInside(path);
      require(Arrays.equals(paths.decode(path), key), "from the key and back", text(key));
      byte[] self = KeyPath.selfHome(path);
      // Below a key that ends with a slash lies nothing: it has one home.
      boolean one = key[key.length - 1] == '/';
      require(one || Arrays.equals(paths.decode(self), key), "from its other home", text(self));
    } catch (StorageException e) {
      // no legal key
    }
    byte[] key = paths.decode(input);
    if (key != null) {
      byte[] path = paths.encode(key);
      boolean home = Arrays.equals(path, input) || Arrays.equals(KeyPath.selfHome(path), input);
      require(home, "from the path and back", text(input), text(key), text(path));
    }
    if (input.length > 0 && text(input).indexOf('/') < 0) {
      paths.entry(input);
    }
  }

  private static void staysInside(byte[] path) {
    require(path.length <= KeyPath.MAX_PATH_BYTES, "short enough", path.length);
    for (String name : text(path).split("/", -1)) {
      boolean fine =
          !name.isEmpty()
              && !name.equals(".")
              && !name.equals("..")
              && name.length() <= KeyPath.MAX_NAME_BYTES
              && name.indexOf('\0') < 0;
      require(fine, "names of files", name);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}

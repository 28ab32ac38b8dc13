package dev.sluice.agent.store;

import dev.sluice.agent.store.engine.object.OpenFile;
import dev.sluice.agent.store.request.ObjectHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** The bytes of an object, or those that were selected, in order. Used by one thread at a time. */
public interface ObjectReading extends AutoCloseable {
  /** The result. */
  ObjectHead head();

  /**
   * Fills the buffer with the next bytes, as many as are left and fit. With the last bytes the file
   * is checked to be still the one that was opened.
   *
   * @return bytes left after this call
   * @throws dev.sluice.common.model.StorageException {@code STORAGE_FAULT} where the file changed
   *     from outside meanwhile
   */
  long read(ByteBuffer target);

  /** Whether bytes can be moved; where they cannot, they can be read all the same. */
  boolean canMove();

  /**
   * Moves the next bytes to a target that does not block, past the memory of this process. The last
   * ones of all have to be read, since reading them checks the file.
   *
   * @param most fewer than are left
   * @return bytes moved, fewer than that where the target takes no more at present
   * @throws IOException the failure of the target
   * @throws dev.sluice.common.model.StorageException {@code STORAGE_FAULT} where the file changed
   *     from outside meanwhile
   */
  int move(int most, WritableByteChannel target) throws IOException;

  /**
   * The file, for another process, which reads what this one then does not: the same bytes, and
   * with the last of them the same check. Null where there is none to give away. Valid until this
   * is closed.
   */
  @Nullable OpenFile openFile();

  @Override
  void close();
}

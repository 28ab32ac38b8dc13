package dev.sluice.agent.store.local.volume;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The demand on a data folder for it to be opened.
 *
 * @param store whether there has to be a store; where there need not, one is begun in a folder
 *     without
 * @param id of the store that it has to be
 */
public record StoreDemand(boolean store, Optional<String> id) {
  /** No demand. */
  public static final StoreDemand NONE = new StoreDemand(false, Optional.empty());

  /** Some store. */
  public static final StoreDemand STORE = new StoreDemand(true, Optional.empty());

  /** The store of this id. */
  public static StoreDemand of(String id) {
    return new StoreDemand(true, Optional.of(id));
  }

  /**
   * Compares what is demanded with what was found.
   *
   * @param format null where there is no store
   * @throws IllegalStateException with one sentence for people, where it is something else
   */
  void check(String shown, @Nullable StoreFormat format) {
    if (store && format == null) {
      throw new IllegalStateException(
          shown
              + (id.isPresent()
                  ? " holds no store (no .sluice/format)."
                  : " holds no store yet (no .sluice/format), and require-existing-store is set: is"
                      + " its file system mounted? A first start leaves that setting out."));
    }
    if (id.isPresent() && format != null && !id.equals(format.id())) {
      throw new IllegalStateException(shown + " holds another store than before.");
    }
  }
}

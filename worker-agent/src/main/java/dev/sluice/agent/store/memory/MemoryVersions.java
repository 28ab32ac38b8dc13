package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.VersionId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one key at one moment.
 *
 * @param newestFirst in the sequence in which they were published
 */
record MemoryVersions(List<MemoryVersion> newestFirst) {
  static final MemoryVersions NONE = new MemoryVersions(List.of());

  boolean isEmpty() {
    return newestFirst.isEmpty();
  }

  /** The newest version; null where there is none. */
  @Nullable MemoryVersion newest() {
    return newestFirst.isEmpty() ? null : newestFirst.getFirst();
  }

  boolean isNewest(MemoryVersion version) {
    return !newestFirst.isEmpty() && newestFirst.getFirst().id().equals(version.id());
  }

  /** The newest version, if it is an object. */
  @Nullable MemoryObject current() {
    return newest() instanceof MemoryObject object ? object : null;
  }

  /**
   * A version.
   *
   * @param id null: the current object
   */
  @Nullable MemoryVersion find(@Nullable VersionId id) {
    if (id == null) {
      return current();
    }
    for (MemoryVersion version : newestFirst) {
      if (version.id().equals(id)) {
        return version;
      }
    }
    return null;
  }

  /** The number of entries before the end of a version; none where there is no such version. */
  int countTo(@Nullable VersionId id) {
    for (int i = 0; i < newestFirst.size(); i++) {
      if (newestFirst.get(i).id().equals(id)) {
        return i + 1;
      }
    }
    return 0;
  }

  /** These with a new one, which takes the place of the one that has its id. */
  MemoryVersions publish(MemoryVersion made, Replaced replaced) {
    Stream<MemoryVersion> retained =
        newestFirst.stream()
            .skip(replaced == Replaced.DROPPED ? 1 : 0)
            .filter(version -> !version.id().equals(made.id()));
    return new MemoryVersions(Stream.concat(Stream.of(made), retained).toList());
  }

  /** These with another state of one of them. */
  MemoryVersions replace(MemoryVersion changed) {
    return new MemoryVersions(
        newestFirst.stream()
            .map(version -> version.id().equals(changed.id()) ? changed : version)
            .toList());
  }

  MemoryVersions without(VersionId gone) {
    return new MemoryVersions(
        newestFirst.stream().filter(version -> !version.id().equals(gone)).toList());
  }
}

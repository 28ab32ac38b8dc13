/**
 * The engine for local disks: what opens, serves and sweeps a data folder. Below it lie its rooms,
 * {@code posix}, {@code volume}, {@code record}, {@code tree}, {@code object}, {@code upload},
 * {@code listing}, {@code shared} and {@code check}, each built on those before it.
 *
 * <p>The locks of all rooms have an order. A thread that holds one takes none that stands before
 * it, and of each kind it holds one at most:
 *
 * <ol>
 *   <li>{@code Sweeper}: one pass at a time;
 *   <li>{@code Buckets}: a bucket is created or deleted;
 *   <li>{@code KeyLocks}: a key is compared and changed; never held while bytes are read, written
 *       or synced;
 *   <li>{@code Layout}: shared by changes of a bucket's objects, exclusive while an object moves
 *       between its two places or the bucket goes;
 *   <li>{@code BucketAreas}, {@code InnerAreas} and the uploads of a bucket: an area is opened, or
 *       uploads are read from the disk;
 *   <li>{@code Fence} of an upload: shared by writers of parts, exclusive for its end;
 *   <li>the book of a {@code LocalUpload}: what is known of its parts;
 *   <li>a stripe of {@code Directories}: a directory is made or removed;
 *   <li>a {@code HeldSnapshot} that is being filled;
 *   <li>{@code Snapshots}.
 * </ol>
 *
 * <p>All others, as those of {@code GroupSync}, {@code RecentUploads}, {@code FreeSpaceMonitor} and
 * {@code DamageCounters}, are taken last: under them nothing is called that takes a lock.
 */
@NullMarked
package dev.sluice.agent.store.local;

import org.jspecify.annotations.NullMarked;

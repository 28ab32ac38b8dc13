/**
 * A data folder that several agents serve at once. Everything that others see is changed by a
 * rename out of the folder of an epoch, or into it; whoever takes a slot of keys over empties and
 * removes the folders of earlier epochs before it decides anything.
 *
 * <p>A thread that holds the lock of a slot takes none of another slot, and may take all locks that
 * the package {@code store.local} names from {@code KeyLocks} on.
 */
@NullMarked
package dev.sluice.agent.store.local.shared;

import org.jspecify.annotations.NullMarked;

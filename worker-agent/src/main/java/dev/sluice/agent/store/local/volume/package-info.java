/**
 * The file systems that data lies on: what each can do, its free space, how changes become durable,
 * and the directories of Sluice's own on it.
 */
@NullMarked
package dev.sluice.agent.store.local.volume;

import org.jspecify.annotations.NullMarked;

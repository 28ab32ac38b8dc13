/** The engine for local disks. */
@NullMarked
package dev.sluice.agent.store.local;

import org.jspecify.annotations.NullMarked;

/** The memory of a process: who may have how much of it, and how many are let in. */
@NullMarked
package dev.sluice.common.memory;

import org.jspecify.annotations.NullMarked;

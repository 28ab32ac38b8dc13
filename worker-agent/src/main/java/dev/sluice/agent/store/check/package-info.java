/** What a check of a data folder looks for, finds and tells. */
@NullMarked
package dev.sluice.agent.store.check;

import org.jspecify.annotations.NullMarked;

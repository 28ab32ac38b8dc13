/** Check and repair of a data folder. */
@NullMarked
package dev.sluice.agent.store.local.check;

import org.jspecify.annotations.NullMarked;

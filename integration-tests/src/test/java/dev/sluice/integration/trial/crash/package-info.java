/** Load that knows what must be there: kills, power cuts and long runs under it. */
@NullMarked
package dev.sluice.integration.trial.crash;

import org.jspecify.annotations.NullMarked;

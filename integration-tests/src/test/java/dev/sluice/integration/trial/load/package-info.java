/** Many clients at once, fast, slow and idle, against tiers with small heaps. */
@NullMarked
package dev.sluice.integration.trial.load;

import org.jspecify.annotations.NullMarked;

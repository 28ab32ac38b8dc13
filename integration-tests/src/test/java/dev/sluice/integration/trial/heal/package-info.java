/** The trial in which one thing after the other dies and comes back, under a load of clients. */
@NullMarked
package dev.sluice.integration.trial.heal;

import org.jspecify.annotations.NullMarked;

/** What all trials have in common: a small client, keys that hurt, random choices with a seed. */
@NullMarked
package dev.sluice.integration.trial.core;

import org.jspecify.annotations.NullMarked;

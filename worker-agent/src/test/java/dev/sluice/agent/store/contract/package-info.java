/**
 * What every object store and every storage engine has to do, as suites that each implementation
 * runs by a subclass of a few lines.
 */
@NullMarked
package dev.sluice.agent.store.contract;

import org.jspecify.annotations.NullMarked;

/** Records of objects, kept with their files: in attributes, or in sidecars. */
@NullMarked
package dev.sluice.agent.store.local.record;

import org.jspecify.annotations.NullMarked;

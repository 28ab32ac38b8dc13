/** Uploads as an engine stores them: their record, their parts and how these become an object. */
@NullMarked
package dev.sluice.agent.store.engine.upload;

import org.jspecify.annotations.NullMarked;

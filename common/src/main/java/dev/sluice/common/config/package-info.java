/**
 * Settings: from a YAML file, the environment and flags into checked records that know where each
 * value came from.
 *
 * <p>A tier describes its settings by one record, each component annotated with {@link
 * dev.sluice.common.config.Setting}; {@link dev.sluice.common.config.ConfigSchema} reads the rest
 * from it: flags, environment names, help, documentation.
 */
@NullMarked
package dev.sluice.common.config;

import org.jspecify.annotations.NullMarked;

package dev.sluice.common;

import dev.sluice.fuzzing.FuzzTargetsContract;

/** The parsers of configuration, and of frames between the tiers. */
class FuzzTargetsTest extends FuzzTargetsContract {}

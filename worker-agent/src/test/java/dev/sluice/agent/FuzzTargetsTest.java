package dev.sluice.agent;

import dev.sluice.fuzzing.FuzzTargetsContract;

/** The parsers of what lies on the disk. */
class FuzzTargetsTest extends FuzzTargetsContract {}

package dev.sluice.frontend;

import dev.sluice.fuzzing.FuzzTargetsContract;

/** The parsers of what clients send. */
class FuzzTargetsTest extends FuzzTargetsContract {}

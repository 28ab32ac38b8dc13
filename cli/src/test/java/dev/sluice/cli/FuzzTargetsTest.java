package dev.sluice.cli;

import dev.sluice.fuzzing.FuzzTargetsContract;

/** The parsers of what people give a tool. */
class FuzzTargetsTest extends FuzzTargetsContract {}

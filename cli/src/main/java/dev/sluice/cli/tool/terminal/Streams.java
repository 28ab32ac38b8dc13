package dev.sluice.cli.tool.terminal;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;

/**
 * The input and output of a tool, and whether each is a terminal.
 *
 * @param out bytes; its failures are noticed, unlike those of {@link System#out}
 * @param inWatched whether a person types what is read
 * @param outWatched whether a person sees what is written
 * @param errWatched whether a person sees what is said
 */
public record Streams(
    InputStream in,
    OutputStream out,
    PrintWriter err,
    boolean inWatched,
    boolean outWatched,
    boolean errWatched) {}

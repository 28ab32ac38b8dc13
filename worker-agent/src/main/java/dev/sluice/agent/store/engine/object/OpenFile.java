package dev.sluice.agent.store.engine.object;

import java.time.Instant;

/**
 * The file of an open object, as another process can be given it.
 *
 * @param descriptor the kernel's number, valid until the object is closed
 * @param fileSystem a number that files of one file system have in common
 * @param size bytes
 * @param modified the time of its last modification; together with the size it says whether the
 *     file is still what was opened
 */
public record OpenFile(int descriptor, long fileSystem, long size, Instant modified) {}

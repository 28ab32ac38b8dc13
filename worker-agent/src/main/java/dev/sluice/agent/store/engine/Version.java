package dev.sluice.agent.store.engine;

/**
 * Names one state of one object: bytes, record and time. Equal names mean the same state; a change
 * from outside makes another.
 *
 * @param token opaque outside the engine
 */
public record Version(String token) {}

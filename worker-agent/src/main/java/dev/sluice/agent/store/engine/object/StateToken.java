package dev.sluice.agent.store.engine.object;

/**
 * Names one state of one object: bytes, record and time. Equal names mean the same state; a change
 * from outside makes another. It is compared between a decision and what rests on it, and kept no
 * longer: the storage's own changes may make another as well, and then it is decided anew.
 *
 * @param token opaque outside the engine
 */
public record StateToken(String token) {}

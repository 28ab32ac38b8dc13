package dev.sluice.common.model;

/**
 * A person or program on whose behalf something is done.
 *
 * @param id stable identifier, the canonical user id of S3's answers
 * @param displayName name for people; empty: none
 */
public record Principal(String id, String displayName) {}

package dev.sluice.frontend.xml;

/**
 * Keys that are rolled up.
 *
 * @param prefix what they begin with, delimiter included
 */
public record CommonPrefix(String prefix) {}

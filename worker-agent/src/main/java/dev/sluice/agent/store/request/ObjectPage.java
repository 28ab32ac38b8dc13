package dev.sluice.agent.store.request;

import java.util.List;

/**
 * A page of keys.
 *
 * @param objects in byte order
 * @param commonPrefixes in byte order; each stands for at least one object
 * @param next first key or rolled-up prefix that did not fit, to be used as included start; empty:
 *     nothing is left (or the limit was 0)
 */
public record ObjectPage(List<ObjectInfo> objects, List<String> commonPrefixes, String next) {}

package dev.sluice.integration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The two tables of the house: for every package of ours all of ours that it may know, and for
 * every library that is kept in its place all the packages that may know it. A new package gets its
 * line before it gets a class.
 */
final class WhoMayKnowWhom {

  private static final String OURS = "dev.sluice.";

  /** Packages that the build generates: they answer to no rule, but who knows them does. */
  static final Set<String> GENERATED = Set.of("dev.sluice.v1", "dev.sluice.agent.store.format");

  /** Classes that everybody may know: the contract has one table of reasons for all. */
  static final Set<String> EVERYBODYS = Set.of("dev.sluice.v1.FailureReason");

  /**
   * Where a process begins and ends: the only places that read the clock, the environment, or exit.
   */
  static final Set<String> EDGES =
      Set.of("dev.sluice.cli", "dev.sluice.frontend", "dev.sluice.agent");

  /** Package to all packages of ours that it may know, itself left out. */
  static final Map<String, Set<String>> PACKAGES = packages();

  /** Library, by the beginning of its package names, to all packages of ours that may know it. */
  static final Map<String, Set<String>> LIBRARIES = libraries();

  private WhoMayKnowWhom() {}

  private static Map<String, Set<String>> packages() {
    Map<String, Set<String>> table = new LinkedHashMap<>();
    line(table, OURS + "v1");

    line(table, OURS + "common.model");
    line(table, OURS + "common.digest", "common.model");
    line(table, OURS + "common.config");
    line(table, OURS + "common.metrics", "common.config");
    line(table, OURS + "common.rpc", "v1", "common.model");

    line(table, OURS + "frontend.s3", "common.model");
    line(table, OURS + "frontend.route", "frontend.s3", "common.model");
    line(table, OURS + "frontend.auth", "frontend.s3", "common.model");
    line(table, OURS + "frontend.xml", "frontend.s3", "common.model");
    line(table, OURS + "frontend.rpc", "frontend.s3", "common.model", "common.rpc", "v1");
    line(
        table, OURS + "frontend.op", "frontend.s3", "frontend.xml", "frontend.rpc", "common.model");
    line(
        table,
        OURS + "frontend.http",
        "frontend.s3",
        "frontend.route",
        "frontend.auth",
        "frontend.xml",
        "frontend.op",
        "frontend.rpc",
        "common.model",
        "common.metrics");
    line(
        table,
        OURS + "frontend",
        "frontend.s3",
        "frontend.route",
        "frontend.auth",
        "frontend.xml",
        "frontend.op",
        "frontend.rpc",
        "frontend.http",
        "common.model",
        "common.config",
        "common.metrics",
        "common.rpc",
        "v1");

    line(table, OURS + "agent.store.format");
    line(table, OURS + "agent.store.engine", "common.model");
    line(table, OURS + "agent.store", "agent.store.engine", "common.model");
    line(
        table,
        OURS + "agent.store.local",
        "agent.store",
        "agent.store.engine",
        "agent.store.format",
        "common.model");
    line(
        table,
        OURS + "agent.store.memory",
        "agent.store",
        "agent.store.engine",
        "agent.store.format",
        "common.model");
    line(
        table,
        OURS + "agent.service",
        "agent.store",
        "agent.store.engine",
        "common.model",
        "common.metrics",
        "common.rpc",
        "v1");
    line(
        table,
        OURS + "agent",
        "agent.service",
        "agent.store",
        "agent.store.engine",
        "agent.store.local",
        "agent.store.memory",
        "common.model",
        "common.config",
        "common.metrics",
        "common.rpc",
        "v1");

    line(
        table,
        OURS + "cli",
        "agent",
        "frontend",
        "common.model",
        "common.config",
        "common.metrics",
        "common.rpc",
        "v1");
    return table;
  }

  private static Map<String, Set<String>> libraries() {
    Map<String, Set<String>> table = new LinkedHashMap<>();
    line(table, "io.grpc", "common.rpc", "frontend.rpc", "frontend", "agent.service", "agent");
    line(table, "io.netty", "common.rpc", "frontend.rpc", "frontend", "agent.service", "agent");
    line(
        table,
        "com.google.protobuf",
        "common.rpc",
        "frontend.rpc",
        "agent.service",
        "agent.store.local",
        "agent.store.memory");
    line(table, "com.google.rpc", "common.rpc");
    line(table, "org.eclipse.jetty", "frontend.http", "frontend");
    line(table, "com.fasterxml.jackson", "frontend.xml");
    line(table, "org.snakeyaml", "common.config", "frontend");
    line(table, "com.codahale.metrics", "common.metrics", "frontend", "agent");
    line(table, "io.prometheus", "common.metrics");
    line(table, "picocli", "cli");
    line(table, "ch.qos.logback", "cli");
    line(table, "java.lang.foreign", "agent.store.local");
    return table;
  }

  private static void line(Map<String, Set<String>> table, String subject, String... may) {
    Set<String> known = new TreeSet<>();
    for (String name : may) {
      known.add(OURS + name);
    }
    table.put(subject, known);
  }
}

package dev.sluice.integration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The two tables of the house: for every package of ours all of ours that it may know, and for
 * every library that is kept in its place all the packages that may know it. A new package gets its
 * line before it gets a class, below all that it may know.
 */
final class WhoMayKnowWhom {

  private static final String OURS = "dev.sluice.";

  /** Packages that the build generates: they answer to no rule, but who knows them does. */
  static final Set<String> GENERATED = Set.of("dev.sluice.v1");

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
    return table(
        OURS,
        """
        v1                 :
        testing            :
        fuzzing            :
        common.model       :
        common.config      :
        common.digest      : common.model
        common.policy      : common.model
        common.metrics     : common.config
        common.memory      : common.model
        common.rpc         : common.model common.config v1
        common.tls         : common.config common.metrics

        frontend.s3        : common.model
        frontend.xml       : common.model frontend.s3
        frontend.route     : common.model frontend.s3 frontend.xml
        frontend.form      : common.model frontend.s3
        frontend.auth.signature: common.model frontend.s3
        frontend.auth.permission: common.model common.policy frontend.s3
        frontend.auth      : common.model common.policy frontend.s3 frontend.form \
                             frontend.auth.signature frontend.auth.permission
        frontend.access    : common.model frontend.s3
        frontend.cors      : common.model frontend.s3
        frontend.descriptor: common.model common.rpc v1
        frontend.rpc       : common.model common.memory common.config common.rpc v1 \
                             frontend.descriptor
        frontend.op        : common.model common.memory common.digest common.policy common.rpc \
                             v1 frontend.s3 frontend.xml frontend.rpc frontend.cors
        frontend.http      : common.model common.config common.metrics common.rpc common.tls \
                             frontend.s3 frontend.route frontend.auth frontend.auth.signature \
                             frontend.auth.permission frontend.form frontend.xml \
                             frontend.op frontend.access frontend.cors
        frontend           : common.model common.memory common.config common.metrics common.rpc \
                             common.tls v1 frontend.descriptor \
                             frontend.route frontend.auth frontend.auth.signature \
                             frontend.auth.permission frontend.xml frontend.op \
                             frontend.rpc frontend.access frontend.http frontend.cors

        agent.store.engine.object : common.model
        agent.store.engine.bucket : common.model agent.store.engine.object
        agent.store.engine.listing: common.model agent.store.engine.object
        agent.store.engine.upload : common.model agent.store.engine.object \
                                    agent.store.engine.listing
        agent.store.engine : common.model common.metrics agent.store.engine.object \
                             agent.store.engine.bucket agent.store.engine.listing \
                             agent.store.engine.upload
        agent.store.key    : common.model
        agent.store.digest : common.model common.digest agent.store.engine.object
        agent.store.request: common.model agent.store.engine.object agent.store.engine.bucket \
                             agent.store.engine.upload agent.store.digest
        agent.store.acl    : common.model agent.store.engine.bucket
        agent.store.access : common.model common.policy agent.store.engine.object \
                             agent.store.engine.bucket agent.store.engine.upload \
                             agent.store.engine agent.store.request agent.store.acl
        agent.store.quota  : common.model agent.store.engine.object agent.store.engine.bucket \
                             agent.store.engine.listing agent.store.engine.upload \
                             agent.store.engine agent.store.request
        agent.store.scrub  : common.model common.metrics agent.store.engine.object \
                             agent.store.engine.bucket agent.store.engine.listing \
                             agent.store.engine agent.store.digest agent.store.quota
        agent.store        : common.model common.digest common.policy agent.store.engine.object \
                             agent.store.engine.bucket agent.store.engine.listing \
                             agent.store.engine.upload agent.store.engine agent.store.request \
                             agent.store.digest agent.store.acl agent.store.access \
                             agent.store.quota
        agent.store.listing: common.model agent.store.key agent.store.engine.object \
                             agent.store.engine.listing
        agent.store.format : common.model agent.store.engine.object agent.store.engine.bucket \
                             agent.store.engine.upload agent.store.scrub
        agent.store.memory : common.model agent.store.engine.object agent.store.engine.bucket \
                             agent.store.engine.listing agent.store.engine.upload \
                             agent.store.engine
        agent.store.check  : common.model

        agent.store.local.posix  : common.model
        agent.store.local.volume : common.model common.metrics agent.store.local.posix
        agent.store.local.record : common.model agent.store.engine.object agent.store.format \
                                   agent.store.local.posix agent.store.local.volume
        agent.store.local.tree   : common.model agent.store.key agent.store.engine.object \
                                   agent.store.engine.bucket agent.store.engine \
                                   agent.store.format agent.store.local.posix \
                                   agent.store.local.volume agent.store.local.record
        agent.store.local.object : common.model agent.store.key agent.store.engine.object \
                                   agent.store.format agent.store.local.posix \
                                   agent.store.local.volume agent.store.local.record \
                                   agent.store.local.tree
        agent.store.local.upload : common.model agent.store.key agent.store.engine.object \
                                   agent.store.engine.upload agent.store.format \
                                   agent.store.local.posix agent.store.local.volume \
                                   agent.store.local.tree agent.store.local.object
        agent.store.local.listing: common.model agent.store.key agent.store.engine.object \
                                   agent.store.engine.listing agent.store.listing \
                                   agent.store.local.posix agent.store.local.volume \
                                   agent.store.local.tree agent.store.local.object
        agent.store.local.check  : common.model common.config agent.store.key \
                                   agent.store.engine.object agent.store.engine.upload \
                                   agent.store.digest agent.store.format \
                                   agent.store.check agent.store.local.posix \
                                   agent.store.local.volume agent.store.local.record \
                                   agent.store.local.tree agent.store.local.object \
                                   agent.store.local.upload
        agent.store.local.shared : common.model common.metrics agent.store.key \
                                   agent.store.engine.object agent.store.engine.bucket \
                                   agent.store.engine.listing agent.store.engine.upload \
                                   agent.store.engine agent.store.format \
                                   agent.store.local.posix agent.store.local.volume \
                                   agent.store.local.record agent.store.local.tree \
                                   agent.store.local.object agent.store.local.upload \
                                   agent.store.local.listing
        agent.store.local        : common.model common.config common.metrics \
                                   agent.store.engine.object agent.store.engine.bucket \
                                   agent.store.engine.listing agent.store.engine.upload \
                                   agent.store.engine agent.store.key \
                                   agent.store.local.posix agent.store.local.volume \
                                   agent.store.local.record agent.store.local.tree \
                                   agent.store.local.object agent.store.local.upload \
                                   agent.store.local.listing agent.store.local.shared

        agent.descriptor   : common.metrics
        agent.service      : common.model common.memory common.metrics common.rpc v1 \
                             agent.descriptor agent.store agent.store.access agent.store.acl \
                             agent.store.engine.object agent.store.engine.bucket \
                             agent.store.engine.upload agent.store.engine agent.store.request \
                             agent.store.scrub
        agent              : common.model common.memory common.config common.metrics common.rpc \
                             common.tls agent.descriptor agent.service agent.store agent.store.acl \
                             agent.store.engine.bucket agent.store.engine agent.store.quota \
                             agent.store.request agent.store.scrub agent.store.format

        cli.tool.terminal  :
        cli.tool.session   : common.model common.config common.rpc v1 frontend.rpc frontend \
                             cli.tool.terminal
        cli.tool.bucket    : common.model common.config common.rpc v1 frontend.rpc \
                             cli.tool.terminal cli.tool.session
        cli.tool.object    : common.model common.config common.digest common.rpc v1 frontend.rpc \
                             cli.tool.terminal cli.tool.session
        cli.tool           : common.model common.config common.policy common.rpc common.tls v1 \
                             agent.store.check agent.store.local.check \
                             frontend.auth.permission frontend cli.tool.terminal \
                             cli.tool.session cli.tool.bucket cli.tool.object
        cli.bench          : common.config cli.tool.terminal
        cli                : common.memory common.config common.metrics common.rpc common.tls \
                             agent frontend frontend.access cli.tool.terminal cli.tool cli.bench
        """);
  }

  private static Map<String, Set<String>> libraries() {
    return table(
        "",
        """
        io.grpc               : common.rpc common.tls frontend.rpc frontend agent.service agent \
                                cli.tool.session cli.tool.bucket cli.tool.object cli.tool
        io.netty              : common.rpc frontend.rpc frontend.descriptor frontend \
                                agent.descriptor agent.service agent
        com.google.protobuf   : common.rpc frontend.rpc frontend.descriptor frontend.op \
                                agent.service agent.store.format \
                                agent.store.local.record agent.store.local.tree \
                                agent.store.local.upload agent.store.local.check \
                                agent.store.local.shared \
                                cli.tool.bucket cli.tool.object cli.tool
        com.google.rpc        : common.rpc
        org.eclipse.jetty     : frontend.http frontend
        com.fasterxml.jackson : common.policy frontend.auth frontend.xml frontend.form \
                                frontend.access cli.tool.terminal cli.tool.bucket cli.bench
        org.HdrHistogram      : cli.bench
        com.dynatrace.hash4j  : common.digest
        org.snakeyaml         : frontend common.config
        com.codahale.metrics  : common.metrics
        io.prometheus         : common.metrics
        picocli               : cli.tool.session cli.tool.bucket cli.tool.object cli.tool \
                                cli.bench cli
        ch.qos.logback        : cli
        """);
  }

  private static Map<String, Set<String>> table(String subjects, String lines) {
    Map<String, Set<String>> table = new LinkedHashMap<>();
    for (String line : lines.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        Set<String> known =
            Stream.of(line.substring(colon + 1).strip().split(" +", -1))
                .filter(name -> !name.isEmpty())
                .map(name -> OURS + name)
                .collect(Collectors.toUnmodifiableSet());
        table.put(subjects + line.substring(0, colon).strip(), known);
      }
    }
    return table;
  }
}

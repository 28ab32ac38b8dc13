package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VersionCommandTest {

  @Test
  void version_namesSluiceAndTheRunningJava() {
    StringWriter out = new StringWriter();

    int exitCode = new CommandLine(new VersionCommand()).setOut(new PrintWriter(out)).execute();

    assertThat(exitCode).isZero();
    assertThat(out.toString()).startsWith("sluice ").contains("Java " + Runtime.version());
  }
}

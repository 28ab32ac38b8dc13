package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pinned clients are taken, and nothing that the machine has besides. */
class OutsideClientsTest {

  @TempDir private Path folder;

  private Path pins;
  private OutsideClients clients;

  @BeforeEach
  void pin() throws IOException {
    pins = Files.createDirectories(folder.resolve("pins"));
    Files.writeString(pins.resolve("requirements.txt"), "boto3==1.44.8\n");
    clients = new OutsideClients(folder, pins, pins);
  }

  @Test
  void pythonOfTheMachine_isNotTaken() {
    assertThatThrownBy(clients::pinnedPython)
        .hasMessageContaining("integration-tests/install-clients")
        .hasMessageContaining("python");
  }

  @Test
  void pythonOfThePins_isTaken() throws IOException {
    install("42c1c5f7");
    assertThatThrownBy(clients::pinnedPython).hasMessageContaining("install-clients");

    // sha256sum of the pins as the command writes it, with a line end
    install("7de2c038e572ad32af48671f77dcfc56174d79ed0d0f9c963b7f9af33ea5bb48\n");
    assertThat(clients.pinnedPython()).isEqualTo(folder.resolve("python/bin/python"));
  }

  @Test
  void pinsThatChanged_askForTheirInstallation() throws IOException {
    install("7de2c038e572ad32af48671f77dcfc56174d79ed0d0f9c963b7f9af33ea5bb48\n");
    Files.writeString(pins.resolve("requirements.txt"), "boto3==1.45.0\n");

    assertThatThrownBy(clients::pinnedPython).hasMessageContaining("install-clients");
  }

  @Test
  void commandOnPath_isNotTaken() throws IOException {
    // Every machine has this one; as a client it counts only where it was linked.
    assertThatThrownBy(() -> clients.debians("env")).hasMessageContaining("install-clients");

    Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(folder.resolve("bin/env"), Path.of("/usr/bin/env"));
    assertThat(clients.debians("env")).isEqualTo(folder.resolve("bin/env"));
  }

  private void install(String stamp) throws IOException {
    Files.writeString(folder.resolve("python.installed"), stamp);
  }
}

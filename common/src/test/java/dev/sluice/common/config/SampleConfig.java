package dev.sluice.common.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A configuration with a component of every type. */
public record SampleConfig(
    @Setting(group = SettingGroup.STORAGE, about = "A folder.", fallback = "./data") Path data,
    @Setting(group = SettingGroup.NETWORK, about = "An address.", fallback = "127.0.0.1:1")
        HostPort listenHere,
    @Setting(group = SettingGroup.NETWORK, about = "Peers.") List<HostPort> peers,
    @Setting(
            group = SettingGroup.LIMITS,
            about = "Threads.",
            fallback = "4",
            atLeast = "1",
            atMost = "16")
        int threads,
    @Setting(group = SettingGroup.LIMITS, about = "Memory.", fallback = "32MiB", atLeast = "1MiB")
        ByteSize memory,
    @Setting(group = SettingGroup.LIMITS, about = "Time.", fallback = "30s", atMost = "1h")
        Duration patience,
    @Setting(group = SettingGroup.STORAGE, about = "Mode.", fallback = "0644") FileMode mode,
    @Setting(group = SettingGroup.OPERATION, about = "Level.", fallback = "info") LogLevel logLevel,
    @Setting(group = SettingGroup.ACCESS, about = "Open.", fallback = "false") boolean open,
    @Setting(group = SettingGroup.ACCESS, about = "Token.") Optional<Secret> token,
    @Setting(group = SettingGroup.ACCESS, about = "Name.") Optional<String> name)
    implements Checked {

  @Override
  public void check(ConfigCheck check) {
    check.expect(
        "listen-here",
        listenHere.isLoopback() || token.isPresent(),
        "loopback, or a token",
        "token");
  }
}

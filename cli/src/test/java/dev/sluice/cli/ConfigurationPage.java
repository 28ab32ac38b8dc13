package dev.sluice.cli;

import dev.sluice.common.config.SettingGroup;
import dev.sluice.common.config.SettingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes docs/configuration.md from the settings' records. */
final class ConfigurationPage {

  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Written by ConfigurationPageTest from the settings' records: change those, not this page. -->

      Every setting can be given in four ways; the first that has a value wins:

      1. a flag: `--agent-listen 127.0.0.1:0`
      2. the environment: `SLUICE_AGENT_LISTEN=127.0.0.1:0`. An empty variable counts as none; variables that name no
         setting are ignored.
      3. the YAML file named by `--config FILE` or `SLUICE_CONFIG`: `agent-listen: 127.0.0.1:0`, one line per key
      4. the default

      A list is written `[a, b]` in the file, and `a,b` as a flag or in the environment. Paths are relative to the folder
      that the process is started in, wherever they are given. Sizes are `1048576`, `64KiB`, `5GiB` (1024 each) or `100MB`
      (1000 each); durations are `500ms`, `30s`, `10m`, `24h`, `7d`; file modes are octal.

      `sluice config standalone` (or `frontend`, `agent`) prints every effective value and where it came from, secrets
      masked; what it prints can be used as a file. `sluice config agent --check FILE` checks a file: exit code 0 if it is
      good, 1 if not. A mistake names the key, the value and what was expected, all mistakes at once; an unknown key is
      a mistake.

      `sluice standalone` is a frontend and an agent in one process, with the settings of both from one file. It has one
      admin port, the frontend's; `agents` and `placement` cannot be set there.

      ## Memory

      The heap and direct memory may each grow to a quarter of what the machine has, or its cgroup (a container, `MemoryMax`
      of systemd) allows, but to no more than 2 GiB and no less than 125 MiB: `./sluice` sees to it. What is left caches
      files. `-Xmx` (in `SLUICE_JAVA_OPTS`) sets another size for both; a process takes 150 to 200 MiB besides. Everything
      that grows with requests has its part of one of them; a request without room in it is answered 503 `SlowDown`.
      [limits.md](limits.md) has all limits.

      | part | of | size |
      | --- | --- | --- |
      | buffers for bodies under way | direct memory | `buffer-budget`, at most half |
      | bodies on their way from agents (frontend) | direct memory | 11/16, less where the buffers leave less than 15/16; 4/11 of it for the few that are fast |
      | bodies on their way into an agent | direct memory | 11/16, likewise |
      | ordered snapshots of directories (agent) | heap | `snapshot-budget`, at most a quarter; the oldest go |
      | unfinished uploads used last (agent) | heap | an eighth; the oldest go |
      | documents of requests (frontend) | heap | 7/32, and 1/32 for small ones |

      The rest, a quarter of the heap and a sixteenth of direct memory at least, is for the connections of clients, for
      answers and for the collector. In one process bodies are handed over in their buffers, so that those on their way from
      the agent take nothing more. The plan in bytes ends what `sluice config` prints, for a heap as large as its own.
      """;

  private ConfigurationPage() {}

  static String text() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (Tier tier : List.of(Tier.FRONTEND, Tier.AGENT)) {
      page.append("\n## sluice ")
          .append(tier.command())
          .append("\n\n")
          .append(tier.about())
          .append('\n');
      for (SettingGroup group : SettingGroup.values()) {
        List<SettingSpec> settings =
            tier.schema().settings().stream().filter(setting -> setting.group() == group).toList();
        if (!settings.isEmpty()) {
          page.append("\n### ").append(group.heading()).append("\n\n").append(table(settings));
        }
      }
    }
    return page.toString();
  }

  private static String table(List<SettingSpec> settings) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("key and environment", "value", "default", "what it is for"));
    rows.add(List.of("---", "---", "---", "---"));
    for (SettingSpec setting : settings) {
      rows.add(
          List.of(
              code(setting.key().name()) + "<br>" + code(setting.key().environmentName()),
              code(setting.placeholder())
                  + (setting.bounds().isEmpty() ? "" : "<br>" + setting.bounds()),
              setting.fallback().isEmpty() ? "none" : code(setting.fallback()),
              setting.about()));
    }
    return rows.stream()
        .map(
            row ->
                row.stream()
                    .map(ConfigurationPage::cell)
                    .collect(Collectors.joining(" | ", "| ", " |\n")))
        .collect(Collectors.joining());
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}

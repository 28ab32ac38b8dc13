package dev.sluice.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.opentest4j.AssertionFailedError;

/**
 * The unit that docs/operations.md prints, as a command with the restrictions that it asks systemd
 * for, by a mount namespace of its own. A line that this class does not know fails.
 */
final class SystemdUnit {
  private static final String HEADING = "## systemd";

  /** What says nothing of how the process may use the machine, and what a test cannot give it. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "Description",
          "Wants",
          "After",
          "RequiresMountsFor",
          "User",
          "Restart",
          "TimeoutStopSec",
          "LimitNOFILE",
          "WantedBy");

  private final Map<String, String> lines = new TreeMap<>();

  private SystemdUnit() {}

  /** The printed one. */
  static SystemdUnit printed() throws IOException {
    SystemdUnit unit = new SystemdUnit();
    String page = Files.readString(TestProject.directory().resolve("docs/operations.md"));
    int heading = page.indexOf("\n" + HEADING + "\n");
    for (String line : page.substring(heading + HEADING.length() + 2).split("\n", -1)) {
      if (line.startsWith("## ")) {
        break;
      }
      int equals = line.indexOf('=');
      if (line.startsWith("    ") && equals > 0) {
        unit.lines.put(line.substring(0, equals).strip(), line.substring(equals + 1));
      }
    }
    return unit;
  }

  /**
   * A command that starts it.
   *
   * @param places what stands in the place of the folders and files that the unit names
   * @param more commands of a shell that restrict it further
   */
  List<Object> command(Map<String, Path> places, String more) {
    StringBuilder script = new StringBuilder("set -e\n");
    List<Object> command = new ArrayList<>(List.of("unshare", "--mount", "--propagation"));
    command.addAll(List.of("private", "sh", "-c"));
    String privileges = "";
    String writable = "";
    boolean strict = false;
    for (Map.Entry<String, String> line : lines.entrySet()) {
      String value = line.getValue();
      switch (line.getKey()) {
        case "ReadWritePaths" -> writable = replaced(value, places);
        case "ProtectSystem" -> strict = require(line, "strict");
        case "NoNewPrivileges" ->
            privileges = require(line, "yes") ? "setpriv --no-new-privs " : "";
        case "ExecStart" -> {}
        default -> {
          if (!WITHOUT_EFFECT.contains(line.getKey())) {
            throw new AssertionFailedError("line of the unit: " + line);
          }
        }
      }
    }
    for (String path : writable.split(" ", -1)) {
      script.append("mount --bind '%s' '%s'\n".formatted(path, path));
    }
    if (strict) {
      script.append(
          """
          for point in $(findmnt -rn -o TARGET); do
            case " /dev /proc /sys %s " in *" $point "*) continue ;; esac
            case $point in /dev/*|/proc/*|/sys/*) continue ;; esac
            mount -o remount,bind,ro "$point" || echo "$point stays as it is" >&3
          done 3>/dev/null
          """
              .formatted(writable));
    }
    script.append(more).append("\nexec ").append(privileges).append("\"$@\"\n");
    command.add(script.toString());
    command.add("sh");
    String start = lines.getOrDefault("ExecStart", "");
    command.addAll(List.of(replaced(start, places).split(" ", -1)));
    return command;
  }

  private static boolean require(Map.Entry<String, String> line, String value) {
    if (!line.getValue().equals(value)) {
      throw new AssertionFailedError("line of the unit: " + line + " (expected: " + value + ")");
    }
    return true;
  }

  private static String replaced(String text, Map<String, Path> places) {
    String replaced = text;
    for (Map.Entry<String, Path> place : places.entrySet()) {
      replaced = replaced.replace(place.getKey(), place.getValue().toString());
    }
    return replaced;
  }
}

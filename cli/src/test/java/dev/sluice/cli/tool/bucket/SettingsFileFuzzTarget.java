package dev.sluice.cli.tool.bucket;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.fuzzing.FuzzTarget;
import dev.sluice.v1.Acl;
import dev.sluice.v1.CorsRule;
import java.util.List;
import java.util.Map;

/**
 * {@link SettingsFile} reads a text as CORS rules and as grants, or calls it a mistake in the use
 * of the tool; what it has read, written as it writes it, reads the same.
 */
final class SettingsFileFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    try {
      List<CorsRule> rules = SettingsFile.parseCors(text);
      List<CorsRule> again = SettingsFile.parseCors(json(SettingsFile.cors(rules)));
      require(again.equals(rules), "the same rules", text, rules, again);
    } catch (ToolFailure e) {
      require(e.exitCode() == ExitCode.USAGE, "a mistake in the use", text, e);
    }
    try {
      Acl grants = SettingsFile.parseGrants(text);
      Acl again = SettingsFile.parseGrants(json(SettingsFile.grants(grants)));
      require(again.equals(grants), "the same grants", text, grants, again);
    } catch (ToolFailure e) {
      require(e.exitCode() == ExitCode.USAGE, "a mistake in the use", text, e);
    }
  }

  private static String json(Map<String, Object> document) {
    String text = new Document().nested("document", document).toString();
    return document.isEmpty() ? "{}" : text.substring("{\"document\":".length(), text.length() - 1);
  }
}

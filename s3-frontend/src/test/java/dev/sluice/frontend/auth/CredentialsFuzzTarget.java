package dev.sluice.frontend.auth;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.common.config.YamlSettings;
import dev.sluice.frontend.auth.permission.ResourcePattern;
import dev.sluice.fuzzing.FuzzTarget;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Any text is credentials, no YAML, or refused with what is wrong; never with the secret. {@link
 * Credentials} with their grants, {@link ResourcePattern} among them, and statements ({@link
 * StatementsReader}).
 */
final class CredentialsFuzzTarget implements FuzzTarget {
  private static final String SECRET = "s3cr3t-s3cr3t";

  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    try {
      Object document = new Load(YamlSettings.of(text, "fuzz")).loadFromString(text);
      if (document instanceof Map<?, ?> map) {
        Credentials credentials = Credentials.read(map);
        require(!credentials.toString().contains(SECRET), "shows no secret", credentials);
      }
    } catch (YamlEngineException | IllegalArgumentException e) {
      // no YAML, told in either way
    } catch (CredentialsException e) {
      String message = String.valueOf(e.getMessage());
      require(!message.isEmpty() && !message.contains("Exception"), "says what is wrong", message);
    }
  }
}

package dev.sluice.frontend.form;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.common.config.YamlSettings;
import dev.sluice.frontend.s3.FileSize;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.fuzzing.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * {@link PolicyReader}, {@link PostPolicy} and {@link PolicyCondition} allow a form exactly when a
 * second evaluation does, of the same policy read as YAML, which JSON is. Policies that are not
 * understood are InvalidPolicyDocument. An input is a policy, a line {@code ---}, and lines of
 * fields as {@code name=value}.
 */
final class PostPolicyFuzzTarget implements FuzzTarget {
  private static final String BUCKET = "photos";

  /** Fields that no condition has to name. */
  private static final Set<String> FREE =
      Set.of("x-amz-signature", "signature", "awsaccesskeyid", "policy", "file");

  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    String[] halves = text.split("\n---\n", 2);
    read(text); // which is hardly ever Base64
    PostPolicy policy = read(Base64.getEncoder().encodeToString(bytes(halves[0])));
    Map<?, ?> document = policy == null ? null : yaml(halves[0]);
    if (policy == null || document == null) {
      return;
    }
    require(document.keySet().equals(Set.of("expiration", "conditions")), "no more", document);
    Instant expiration = Instant.parse(String.valueOf(document.get("expiration")));
    require(expiration.equals(policy.expiration()), "expires when it says", policy);
    FormFields form = fields(halves.length < 2 ? "" : halves[1]);
    boolean allowed =
        document.get("conditions") instanceof List<?> conditions && allows(conditions, form);
    try {
      FileSize size = policy.check(form, BUCKET);
      require(allowed, "allows no more", policy, form);
      require(size.most() <= FileSize.MOST && size.least() >= 0, "within S3's bounds", size);
    } catch (S3Exception e) {
      require(e.code() == S3ErrorCode.ACCESS_DENIED, "AccessDenied", e.code());
      require(!allowed, "allows no less", policy, form);
    }
  }

  private static @Nullable PostPolicy read(String base64) {
    try {
      return PostPolicy.parse(base64);
    } catch (S3Exception e) {
      require(e.code() == S3ErrorCode.INVALID_POLICY_DOCUMENT, "its refusal", e.code());
      return null;
    }
  }

  /** Null where YAML differs from JSON: in escaped surrogates, and in a few characters. */
  private static @Nullable Map<?, ?> yaml(String json) {
    if (json.toLowerCase(Locale.ROOT).contains("\\ud")) {
      return null;
    }
    try {
      return (Map<?, ?>) new Load(YamlSettings.of(json, "policy")).loadFromString(json);
    } catch (YamlEngineException e) {
      return null;
    }
  }

  private static FormFields fields(String lines) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : lines.split("\n", -1)) {
      String[] field = line.split("=", 2);
      if (field.length == 2) {
        fields.put(field[0].toLowerCase(Locale.ROOT), field[1]);
      }
    }
    return new FormFields(fields);
  }

  private static boolean allows(List<?> conditions, FormFields form) {
    Set<String> unnamed = new HashSet<>(form.values().keySet());
    unnamed.removeAll(FREE);
    unnamed.add("bucket"); // whether the form has it or not
    unnamed.removeIf(name -> name.startsWith("x-ignore-"));
    boolean holds = form.value("bucket") == null || BUCKET.equals(form.value("bucket"));
    for (Object condition : conditions) {
      String operation = "eq";
      String field;
      String expected;
      if (condition instanceof Map<?, ?> simple) {
        var property = simple.entrySet().iterator().next();
        field = String.valueOf(property.getKey());
        expected = String.valueOf(property.getValue());
      } else {
        List<?> parts = (List<?>) condition;
        operation = String.valueOf(parts.get(0)).toLowerCase(Locale.ROOT);
        field = String.valueOf(parts.get(1)).replaceFirst("^\\$", "");
        expected = String.valueOf(parts.get(2));
      }
      if (operation.equals("content-length-range")) {
        continue;
      }
      String name = field.toLowerCase(Locale.ROOT);
      unnamed.remove(name);
      String value = name.equals("bucket") ? BUCKET : form.value(name);
      holds &= value != null && matches(operation, name, value, expected);
    }
    return holds && unnamed.isEmpty();
  }

  private static boolean matches(String operation, String name, String value, String expected) {
    if (operation.equals("eq")) {
      return value.equals(expected);
    }
    if (!name.equals("content-type")) {
      return value.startsWith(expected);
    }
    boolean all = true;
    for (String type : value.split(",", -1)) {
      all &= type.strip().startsWith(expected);
    }
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

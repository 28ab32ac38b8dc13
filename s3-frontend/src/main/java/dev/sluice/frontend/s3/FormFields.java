package dev.sluice.frontend.s3;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a form that come before its file, with the file's name in the place of {@code
 * ${filename}}.
 *
 * @param values by name in lower case, in the order sent
 */
public record FormFields(Map<String, String> values) {
  /** Copies the map. */
  public FormFields {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The value of a field by its name in lower case; null where the form has none. */
  public @Nullable String value(String name) {
    return values.get(name);
  }
}

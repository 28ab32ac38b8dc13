package dev.sluice.frontend.form;

import dev.sluice.frontend.s3.FileSize;
import java.util.Arrays;

/** One condition of a policy. */
public sealed interface PolicyCondition {
  /**
   * On the size of the file: {@code content-length-range}.
   *
   * @param allowed both ends included
   */
  record Size(FileSize allowed) implements PolicyCondition {}

  /**
   * On the value of a field.
   *
   * @param prefix whether the value only has to begin so: {@code starts-with}
   * @param field its name in lower case
   * @param expected what the value has to be, or to begin with
   */
  record Match(boolean prefix, String field, String expected) implements PolicyCondition {
    /** Whether a value keeps to it. A list of content types does when each of them does. */
    boolean holds(String value) {
      if (!prefix) {
        return value.equals(expected);
      }
      return field.equals("content-type")
          ? Arrays.stream(value.split(",", -1)).allMatch(type -> type.strip().startsWith(expected))
          : value.startsWith(expected);
    }

    @Override
    public String toString() {
      String operation = prefix ? "starts-with" : "eq";
      return "[\"" + operation + "\", \"$" + field + "\", \"" + expected + "\"]";
    }
  }
}

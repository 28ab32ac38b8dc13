package dev.sluice.common.policy;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Name of a condition key in a policy.
 *
 * @param key of the catalogue
 * @param name in lower case, with its suffix
 */
record KeyName(ConditionKey key, String name) {
  /** Key of this name in upper or lower case; null: none that can be evaluated. */
  static @Nullable KeyName find(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    int slash = name.indexOf('/');
    ConditionKey key = ConditionKey.find(slash < 0 ? name : name.substring(0, slash + 1));
    return key == null || (slash >= 0 && slash == name.length() - 1)
        ? null
        : new KeyName(key, name);
  }

  /** Values in a request; empty where it does not have the key. */
  List<String> values(PolicyQuestion question) {
    return key.values(question, name);
  }

  /** Whether the values are known where a question is asked. */
  boolean known(PolicyQuestion question) {
    return key.isOfRequester() || !key.appliesTo(question.action()) || question.keys().known(name);
  }
}

package dev.sluice.common.policy;

import java.util.List;

/**
 * Condition keys of a request with their values. Keys are in lower case, those with a suffix too:
 * {@code s3:existingobjecttag/project}. Keys of the requester ({@code aws:username}, {@code
 * aws:principalarn} and the like) come from {@link Requester} and are never asked here.
 */
public interface ConditionKeys {
  /** Keys of a request that has none. */
  ConditionKeys NONE = key -> List.of();

  /** Values of a key; empty where the request does not have it. */
  List<String> values(String key);

  /**
   * Whether a key is known here, be it that the request does not have it. What depends on an
   * unknown key is left to the agent ({@link PolicyOutcome.Pending}).
   */
  default boolean known(String key) {
    return true;
  }
}

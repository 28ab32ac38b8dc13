package dev.sluice.frontend.xml;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.common.model.Principal;
import org.jspecify.annotations.Nullable;

/**
 * A user, as the elements Owner and Initiator name one.
 *
 * @param id canonical user id
 * @param displayName for people; null: not shown
 */
public record Owner(@JsonProperty("ID") String id, @Nullable String displayName) {
  /** A principal; one without a display name shows none. */
  public static Owner of(Principal principal) {
    String name = principal.displayName();
    return new Owner(principal.id(), name.isEmpty() ? null : name);
  }
}

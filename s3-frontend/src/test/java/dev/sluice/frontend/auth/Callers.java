package dev.sluice.frontend.auth;

import dev.sluice.common.model.Principal;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.Requests;

/** Callers of tests. */
final class Callers {
  /** Whom the key of {@link Requests} belongs to; may do everything. */
  static final Identity OWNER =
      Identity.unrestricted(Requests.ACCESS_KEY, new Principal("id", "name"));

  private Callers() {}
}

package dev.sluice.frontend.auth.permission;

import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Principal;
import dev.sluice.common.policy.PolicyDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sender of requests: who it is, and what its grants and statements say.
 *
 * @param kind of caller
 * @param accessKey for logs; empty when the request is anonymous or access is open
 * @param principal to the storage and in answers
 * @param userName end of the ARN by which policies name it; empty: none names it as a user
 * @param grants that allow
 * @param statements that allow or deny, in S3's policy language; null: none
 */
public record Identity(
    Caller.Kind kind,
    String accessKey,
    Principal principal,
    String userName,
    List<Grant> grants,
    @Nullable PolicyDocument statements) {
  /** Copies the list. */
  public Identity {
    grants = List.copyOf(grants);
  }

  /** An identity of an account. */
  public static Identity user(
      String accessKey,
      Principal principal,
      String userName,
      List<Grant> grants,
      @Nullable PolicyDocument statements) {
    return new Identity(Caller.Kind.IDENTITY, accessKey, principal, userName, grants, statements);
  }

  /** The root of an account, who may do everything in it. */
  public static Identity accountRoot(String accessKey, Principal principal) {
    return new Identity(
        Caller.Kind.ACCOUNT_ROOT, accessKey, principal, "", List.of(Grant.ALL), null);
  }

  /** The sender of requests without a signature. */
  public static Identity anonymous(
      Principal principal, List<Grant> grants, @Nullable PolicyDocument statements) {
    return new Identity(Caller.Kind.ANONYMOUS, "", principal, "", grants, statements);
  }

  /**
   * The server's root, who may do everything.
   *
   * @param accessKey empty when there is none
   */
  public static Identity unrestricted(String accessKey, Principal principal) {
    return new Identity(Caller.Kind.ROOT, accessKey, principal, "", List.of(Grant.ALL), null);
  }

  /** Whether no policy, list or grant limits what it does. */
  public boolean isUnrestricted() {
    return kind == Caller.Kind.ROOT;
  }

  /** Whether its own grants or statements allow anything at all. */
  public boolean mayAnything() {
    return !grants.isEmpty() || statements != null;
  }

  @Override
  public String toString() {
    return principal.displayName().isEmpty() ? accessKey : principal.displayName();
  }
}

package dev.sluice.frontend.s3;

import dev.sluice.common.model.AccountId;
import dev.sluice.common.model.Principal;
import org.jspecify.annotations.Nullable;

/** Directory of the identities that bucket policies and access control lists may name. */
public interface IdentityDirectory {
  /** Directory of open access: it knows nobody, and whoever is named may exist. */
  IdentityDirectory OPEN =
      new IdentityDirectory() {
        @Override
        public boolean isOpen() {
          return true;
        }

        @Override
        public boolean hasAccount(AccountId account) {
          return true;
        }

        @Override
        public @Nullable Principal byId(String canonicalId) {
          return null;
        }

        @Override
        public @Nullable Principal byArn(String arn) {
          return null;
        }

        @Override
        public @Nullable Principal byEmail(String address) {
          return null;
        }
      };

  /** Whether somebody may exist whom it does not know. */
  boolean isOpen();

  /** Whether an account may exist: that of an identity, or of the server's root. */
  boolean hasAccount(AccountId account);

  /** The principal with this canonical user id; null: it knows none. */
  @Nullable Principal byId(String canonicalId);

  /**
   * The principal with this ARN, {@code arn:aws:iam::ACCOUNT:user/NAME} or {@code
   * arn:aws:iam::ACCOUNT:root}; null: it knows none. An account may exist without a root.
   */
  @Nullable Principal byArn(String arn);

  /** The principal with this e-mail address, in capitals or not; null: it knows none. */
  @Nullable Principal byEmail(String address);
}

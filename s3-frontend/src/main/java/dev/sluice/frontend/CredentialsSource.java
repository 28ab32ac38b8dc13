package dev.sluice.frontend;

import dev.sluice.frontend.auth.Credentials;
import java.util.function.Supplier;

/** The credentials in force at any moment. */
interface CredentialsSource extends Supplier<Credentials>, AutoCloseable {
  /** Looks for other credentials no longer. */
  @Override
  default void close() {}
}

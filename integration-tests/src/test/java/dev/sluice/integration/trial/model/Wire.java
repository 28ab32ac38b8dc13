package dev.sluice.integration.trial.model;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Request;
import java.io.IOException;

/** Asks the server under trial. */
interface Wire {
  /** The answer to what a client asks. */
  Answer ask(int client, Request request) throws IOException;
}

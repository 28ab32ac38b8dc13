package dev.sluice.integration.trial.core;

import dev.sluice.integration.SluiceProcess;
import java.nio.file.Path;
import java.util.Map;

/**
 * A storage that agents of a trial serve.
 *
 * @param uri of the storage
 * @param environment variables that its client goes by
 */
public record TrialStorage(String uri, Map<String, String> environment) {
  SluiceProcess.Starter agent(Path state) {
    SluiceProcess.Starter starter =
        SluiceProcess.agentWithoutData().with("--storage", uri, "--state", state);
    environment.forEach(starter::environment);
    return starter;
  }
}

package dev.sluice.integration.trial.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Client;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Random operations, answered as the model of S3 answers them. */
@Timeout(600)
class ModelTest {
  private static final long STEPS = 750;

  @TempDir private Path data;

  @Test
  void localEngine_answersAsTheModel() {
    try (Deployment deployment = Deployment.local(data, 1)) {
      answersAsTheModel(deployment);
    }
  }

  @Test
  void localEngine_answersAsTheModelThroughTwoFrontends() {
    try (Deployment deployment = Deployment.local(data, 2)) {
      answersAsTheModel(deployment);
    }
  }

  @Test
  void passedFiles_answerAsTheModel() {
    try (Deployment deployment = Deployment.passingFiles(data, 1)) {
      answersAsTheModel(deployment);
      assertThat(deployment.bytesOfPassedFiles(0)).isPositive();
    }
  }

  @Test
  void memoryEngine_answersAsTheModel() {
    try (Deployment deployment = Deployment.memory(1)) {
      answersAsTheModel(deployment);
    }
  }

  @Test
  void memoryEngine_answersAsTheModelThroughTwoFrontends() {
    try (Deployment deployment = Deployment.memory(2)) {
      answersAsTheModel(deployment);
    }
  }

  private static void answersAsTheModel(Deployment deployment) {
    try (ModelTrial trial = new ModelTrial(deployment)) {
      assertThat(trial.run(Dice.seed(), STEPS)).isGreaterThanOrEqualTo(STEPS);
    }
  }

  /** A server that lies about deletes: found, and told in few of many steps. */
  @Test
  void deleteThatWasNeverDone_isFoundAndShrunk() {
    try (Deployment deployment = Deployment.memory(1);
        Client client = new Client(() -> deployment.s3(0))) {
      Wire lying =
          (_, request) ->
              request.method().equals("DELETE") && request.toString().contains("{}{}")
                  ? new Answer(204, Map.of(), new byte[0])
                  : client.send(request);
      List<Op.Step> script = new ScriptMaker(new Dice(1)).script(600);

      assertThatThrownBy(() -> ModelTrial.check(1, script, lying))
          .isInstanceOf(AssertionError.class)
          .message()
          .satisfies(
              story ->
                  assertThat(story.lines().filter(line -> line.startsWith("  client")))
                      .hasSizeBetween(1, 6)
                      .anyMatch(line -> line.contains("Delete")));
    }
  }
}

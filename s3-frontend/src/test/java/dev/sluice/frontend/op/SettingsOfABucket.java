package dev.sluice.frontend.op;

import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.GetBucketSettingsResponse;
import dev.sluice.v1.ReplaceBucketSettingsResponse;

/** The settings of a bucket that a stub agent has, and keeps as it is told. */
final class SettingsOfABucket {
  private long generation = 1;
  private BucketSettings now = BucketSettings.getDefaultInstance();

  SettingsOfABucket(StubAgent agent) {
    agent.handles(
        BucketServiceGrpc.getGetBucketSettingsMethod(),
        (message, answers) ->
            answers.accept(
                GetBucketSettingsResponse.newBuilder()
                    .setSettings(now)
                    .setGeneration(generation)
                    .build()));
    agent.handles(
        BucketServiceGrpc.getReplaceBucketSettingsMethod(),
        (message, answers) -> {
          if (message.getExpectedGeneration() != generation) {
            throw new AssertionError("generation: " + message.getExpectedGeneration());
          }
          now = message.getSettings();
          answers.accept(
              ReplaceBucketSettingsResponse.newBuilder().setGeneration(++generation).build());
        });
  }

  void are(BucketSettings settings) {
    now = settings;
  }

  BucketSettings now() {
    return now;
  }
}

package dev.sluice.integration.trial.history;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Bytes;
import dev.sluice.integration.trial.core.Client;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Rounds of racers for one key, of whom exactly one wins. */
public final class RaceTrial implements AutoCloseable {
  private static final String BUCKET = "races";
  private static final String MARK = "x-amz-meta-mark";
  private static final String SOURCE = "source";
  private static final int RACERS = 8;

  private final List<Client> clients = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(RACERS);

  /** What is raced with. */
  private enum Race {
    PUT_IF_ABSENT,
    PUT_IF_MATCH,
    COMPLETE_IF_ABSENT,
    COMPLETE_IF_MATCH,
    COPY_IF_ABSENT,
    COPY_IF_MATCH,
    DELETE_IF_MATCH;

    boolean wantsAbsent() {
      return this == PUT_IF_ABSENT || this == COMPLETE_IF_ABSENT || this == COPY_IF_ABSENT;
    }
  }

  private RaceTrial(Deployment deployment) {
    for (int i = 0; i < RACERS; i++) {
      int number = i;
      clients.add(new Client(() -> deployment.s3(number)));
    }
  }

  /**
   * Races so many rounds.
   *
   * @return what was raced, in a sentence
   */
  public static String run(Deployment deployment, long rounds) {
    try (RaceTrial trial = new RaceTrial(deployment)) {
      trial.required(Request.of("PUT", BUCKET));
      trial.required(Request.of("PUT", BUCKET, SOURCE).body("source"));
      for (long round = 0; round < rounds; round++) {
        Race race = Race.values()[(int) (round % Race.values().length)];
        trial.round(race, "r" + round);
      }
    }
    return rounds + " rounds of " + RACERS + " racers, one winner each";
  }

  private void round(Race race, String key) {
    String tag = "";
    if (!race.wantsAbsent()) {
      tag = Bytes.md5(key.getBytes(StandardCharsets.UTF_8));
      required(Request.of("PUT", BUCKET, key).body(key));
    }
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      Request request = request(race, key, "racer " + i);
      requests.add(
          race.wantsAbsent()
              ? request.header("If-None-Match", "*")
              : request.header("If-Match", '"' + tag + '"'));
    }
    List<Answer> answers = race(requests);
    List<Integer> winners = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      Answer answer = answers.get(i);
      if (answer.done()) {
        winners.add(i);
      } else if (answer.status() != 412 && answer.status() != 409 && !isGone(race, answer)) {
        throw new AssertionError(race + " " + key + ": " + answer);
      }
    }
    Answer there = ask(0, Request.of("HEAD", BUCKET, key));
    boolean right =
        winners.size() == 1
            && (race == Race.DELETE_IF_MATCH
                ? there.status() == 404
                : ("racer " + winners.getFirst()).equals(there.header(MARK)));
    if (!right) {
      throw new AssertionError(
          race + " " + key + ": winners " + winners + ", there is " + there + ", " + answers);
    }
  }

  private static boolean isGone(Race race, Answer answer) {
    return race == Race.DELETE_IF_MATCH && answer.status() == 404;
  }

  private Request request(Race race, String key, String mark) {
    return switch (race) {
      case PUT_IF_ABSENT, PUT_IF_MATCH ->
          Request.of("PUT", BUCKET, key).header(MARK, mark).body(mark);
      case COPY_IF_ABSENT, COPY_IF_MATCH ->
          Request.of("PUT", BUCKET, key)
              .header("x-amz-copy-source", BUCKET + "/" + SOURCE)
              .header("x-amz-metadata-directive", "REPLACE")
              .header(MARK, mark);
      case DELETE_IF_MATCH -> Request.of("DELETE", BUCKET, key);
      case COMPLETE_IF_ABSENT, COMPLETE_IF_MATCH -> completion(key, mark);
    };
  }

  private Request completion(String key, String mark) {
    Answer begun =
        required(Request.of("POST", BUCKET, key).query("uploads", "").header(MARK, mark));
    String id = begun.xml().text("UploadId");
    required(
        Request.of("PUT", BUCKET, key).query("partNumber", 1).query("uploadId", id).body(mark));
    return Request.of("POST", BUCKET, key)
        .query("uploadId", id)
        .body(
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
                + Bytes.md5(mark.getBytes(StandardCharsets.UTF_8))
                + "</ETag></Part></CompleteMultipartUpload>");
  }

  private List<Answer> race(List<Request> requests) {
    CyclicBarrier start = new CyclicBarrier(RACERS);
    List<Future<Answer>> racing = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      int number = i;
      racing.add(
          threads.submit(
              () -> {
                start.await();
                return ask(number, requests.get(number));
              }));
    }
    List<Answer> answers = new ArrayList<>();
    for (Future<Answer> racer : racing) {
      try {
        answers.add(racer.get());
      } catch (Exception e) {
        throw new AssertionError(String.valueOf(e.getCause()), e);
      }
    }
    return answers;
  }

  private Answer required(Request request) {
    Answer answer = ask(0, request);
    if (!answer.done()) {
      throw new AssertionError(request + ": " + answer);
    }
    return answer;
  }

  private Answer ask(int client, Request request) {
    try {
      return clients.get(client).send(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    threads.close();
    clients.forEach(Client::close);
  }
}

package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients that put and get, and retry as the SDK does, while something happens. */
public final class SdkLoad {
  private static final int CLIENTS = 4;

  /** The thing that happens. */
  @FunctionalInterface
  public interface Event {
    /** Makes it happen, once as many requests are done as are to be before it. */
    void happens(AtomicInteger done) throws IOException;
  }

  private final S3Client s3;
  private final String bucket;

  /** A load on a bucket that is there. */
  public SdkLoad(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /**
   * Works before the event, during it and after it. No client may see an error, and what was
   * acknowledged has to be there in the end.
   *
   * @param requests before the event, and after it
   */
  public void around(int requests, Event event) throws IOException {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();
    AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    AtomicInteger done = new AtomicInteger();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < CLIENTS; client++) {
        Random random = new Random(client);
        String prefix = "client-" + client + "-";
        clients.execute(
            () -> {
              for (int i = 0; left.getAndDecrement() > 0; i++) {
                try {
                  putAndGet(prefix + i + "/key", random, acknowledged);
                } catch (SdkException | AssertionError e) {
                  failures.add(e);
                }
                done.incrementAndGet();
              }
            });
      }
      try {
        var _ = Await.until("requests", done::get, count -> count >= requests);
        event.happens(done);
      } finally {
        left.set(requests);
      }
    }

    assertThat(failures).isEmpty();
    assertThat(acknowledged).hasSizeGreaterThan(requests);
    for (Map.Entry<String, byte[]> object : acknowledged.entrySet()) {
      assertThat(get(object.getKey())).as(object.getKey()).isEqualTo(object.getValue());
    }
  }

  private void putAndGet(String key, Random random, Map<String, byte[]> acknowledged) {
    byte[] bytes = new byte[random.nextInt(64 * 1024)];
    random.nextBytes(bytes);
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    acknowledged.put(key, bytes);
    assertThat(get(key)).isEqualTo(bytes);
  }

  private byte[] get(String key) {
    return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArray();
  }
}

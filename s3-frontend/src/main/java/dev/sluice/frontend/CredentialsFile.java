package dev.sluice.frontend;

import dev.sluice.common.config.Secret;
import dev.sluice.common.config.StartupException;
import dev.sluice.common.config.YamlSettings;
import dev.sluice.common.metrics.Measure;
import dev.sluice.common.metrics.Metrics;
import dev.sluice.frontend.auth.Credentials;
import dev.sluice.frontend.auth.CredentialsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The credentials of a frontend: those of a YAML file, which {@link Credentials#read} describes,
 * and the root identity of the configuration. A file that changes is read again while requests are
 * served; one that cannot be used is refused, and what was read before stays. Safe for use by many
 * threads.
 */
final class CredentialsFile implements Supplier<Credentials> {
  private static final Logger LOG = LoggerFactory.getLogger(CredentialsFile.class);
  private static final int MAXIMUM_BYTES = 1 << 20;

  /** A change is noticed this late at most. */
  static final Duration STALENESS = Duration.ofSeconds(1);

  private final Path file;
  private final @Nullable Root root;
  private final InstantSource clock;
  private final ReentrantLock reading = new ReentrantLock();

  private volatile State state;

  /** A file that was changed so lately may change again without another time showing it. */
  private static final Duration GRAIN_OF_TIMES = Duration.ofSeconds(2);

  /** What tells one content of a file from another without reading it. */
  private record Stamp(FileTime modified, long size, @Nullable Object file) {
    boolean isSettled(Instant now) {
      return modified.toInstant().plus(GRAIN_OF_TIMES).isBefore(now);
    }
  }

  /**
   * What is known.
   *
   * @param read when these credentials were read
   * @param refusal why the file as it lies there cannot be used; null: it can
   * @param text what was read last, usable or not; null: nothing could be
   * @param stamp of the file before that; null: it was not there
   * @param checked when the file was looked at last
   */
  private record State(
      Credentials credentials,
      Instant read,
      @Nullable String refusal,
      @Nullable String text,
      @Nullable Stamp stamp,
      Instant checked) {
    boolean isCurrent(Stamp now) {
      return now.equals(stamp) && now.isSettled(checked);
    }

    State seenAgain(@Nullable Stamp now, Instant when) {
      return new State(credentials, read, refusal, text, now, when);
    }
  }

  /** The identity that may do everything. */
  record Root(String accessKey, Secret secretKey) {
    private Credentials addTo(Credentials others) throws CredentialsException {
      return others.withRoot(accessKey, secretKey.reveal());
    }
  }

  /**
   * Reads the file. Fails with StartupException, naming all mistakes, when it cannot be used.
   *
   * @param root null when there is none
   */
  CredentialsFile(Path file, @Nullable Root root, InstantSource clock) {
    this.file = file;
    this.root = root;
    this.clock = clock;
    Instant now = clock.instant();
    try {
      Stamp stamp = stamp();
      String text = text();
      state = new State(parse(text), now, null, text, stamp, now);
    } catch (Unusable e) {
      throw new StartupException(e.sentence, e);
    }
  }

  /** The credentials that a configuration names; there may be none. Fails as the constructor. */
  static Supplier<Credentials> of(FrontendConfig config, InstantSource clock, Metrics metrics) {
    Root root =
        config.accessKey().isPresent() && config.secretKey().isPresent()
            ? new Root(config.accessKey().get(), config.secretKey().get())
            : null;
    if (config.credentials().isPresent()) {
      CredentialsFile file = new CredentialsFile(config.credentials().get(), root, clock);
      file.measure(metrics);
      return file;
    }
    try {
      Credentials credentials = root == null ? Credentials.none() : root.addTo(Credentials.none());
      return () -> credentials;
    } catch (CredentialsException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Shows whether the file is refused, and how old what is in force is; a scrape looks at it. */
  private void measure(Metrics metrics) {
    metrics.add(
        Measure.gauge(
            "sluice_s3_credentials_refused",
            "1 while the credentials file, as it lies there, cannot be used.",
            () -> isRefused() ? 1 : 0));
    metrics.add(
        Measure.gauge(
            "sluice_s3_credentials_read_timestamp_seconds",
            "When the credentials in force were read.",
            () -> current().read().getEpochSecond()));
  }

  /** Whether the file, as it lies there, cannot be used. */
  boolean isRefused() {
    return current().refusal() != null;
  }

  @Override
  public Credentials get() {
    return current().credentials();
  }

  private State current() {
    State known = state;
    if (Duration.between(known.checked(), clock.instant()).abs().compareTo(STALENESS) >= 0
        && reading.tryLock()) {
      try {
        state = refreshed(state, clock.instant());
      } finally {
        reading.unlock();
      }
    }
    return state;
  }

  private State refreshed(State known, Instant now) {
    Stamp stamp = null;
    String text = null;
    try {
      stamp = stamp();
      if (known.isCurrent(stamp)) {
        return known.seenAgain(stamp, now);
      }
      text = text();
      if (text.equals(known.text())) {
        return known.seenAgain(stamp, now);
      }
      State read = new State(parse(text), now, null, text, stamp, now);
      LOG.info("credentials read again from {}", file);
      return read;
    } catch (Unusable e) {
      if (!e.sentence.equals(known.refusal())) {
        LOG.error("{}; the credentials read before stay in force", e.sentence);
      }
      return new State(known.credentials(), known.read(), e.sentence, text, stamp, now);
    }
  }

  private Stamp stamp() throws Unusable {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
    } catch (IOException e) {
      throw unusable(StartupException.reason(e));
    }
  }

  private String text() throws Unusable {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAXIMUM_BYTES + 1);
      if (bytes.length > MAXIMUM_BYTES) {
        throw unusable("it is larger than 1 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw unusable("it is not UTF-8");
    } catch (IOException e) {
      throw unusable(StartupException.reason(e));
    }
  }

  private Credentials parse(String text) throws Unusable {
    try {
      Object document = new Load(YamlSettings.of(text, file.toString())).loadFromString(text);
      if (document instanceof Map<?, ?> map) {
        Credentials credentials = Credentials.read(map);
        return root == null ? credentials : root.addTo(credentials);
      }
      throw unusable("it does not begin with identities: or anonymous:");
    } catch (MarkedYamlEngineException e) {
      // The whole message would quote the file, and with it perhaps a secret.
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw unusable("line " + line + " is no well-formed YAML");
    } catch (YamlEngineException | IllegalArgumentException | StackOverflowError e) {
      // The library also finds mistakes by ways that are not its own: a tag "!%00", deep nesting.
      throw unusable("it is no well-formed YAML");
    } catch (CredentialsException e) {
      throw unusable(e.getMessage());
    }
  }

  private Unusable unusable(@Nullable String reason) {
    return new Unusable("the credentials in " + file + " cannot be used: " + reason);
  }

  /** Credentials that cannot be used, in a sentence without secrets. */
  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    Unusable(String sentence) {
      super(sentence);
      this.sentence = sentence;
    }
  }
}

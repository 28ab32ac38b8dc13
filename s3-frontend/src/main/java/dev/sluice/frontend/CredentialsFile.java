package dev.sluice.frontend;

import dev.sluice.common.config.Secret;
import dev.sluice.common.config.StartupException;
import dev.sluice.common.config.WatchedFiles;
import dev.sluice.common.config.YamlSettings;
import dev.sluice.common.metrics.Metric;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The credentials of a frontend: those of a YAML file, which {@link Credentials#read} describes,
 * and the root identity of the configuration. A file that changes is read again while requests are
 * served, once it stands still: half of a file could grant more than either version of it. One that
 * cannot be used is refused, and what was read before stays. Safe for use by many threads.
 */
final class CredentialsFile implements CredentialsSource {
  private static final Logger LOG = LoggerFactory.getLogger(CredentialsFile.class);
  private static final int MAXIMUM_BYTES = 1 << 20;

  private final Path file;
  private final @Nullable Root root;
  private final InstantSource clock;
  private final WatchedFiles watch;

  private volatile State state;

  /**
   * The known state of the file.
   *
   * @param read when these credentials were read
   * @param refusal why the file as it lies there cannot be used; null: it can
   * @param text what was read last, usable or not; null: nothing could be read
   */
  private record State(
      Credentials credentials, Instant read, @Nullable String refusal, @Nullable String text) {}

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
   * @param pause lets a period pass while the file is written
   */
  CredentialsFile(Path file, @Nullable Root root, InstantSource clock, WatchedFiles.Pause pause) {
    this.file = file;
    this.root = root;
    this.clock = clock;
    this.watch = new WatchedFiles("credentials", List.of(file));
    try {
      String text = watch.readAtRest(clock, pause, this::text);
      state = new State(parse(text), clock.instant(), null, text);
      warnOfNoGrants();
    } catch (Unusable e) {
      watch.close();
      throw new StartupException(e.sentence, e);
    }
  }

  /** The credentials that a configuration names; there may be none. Fails as the constructor. */
  static CredentialsSource of(FrontendConfig config, InstantSource clock, Metrics metrics) {
    Root root =
        config.accessKey().isPresent() && config.secretKey().isPresent()
            ? new Root(config.accessKey().get(), config.secretKey().get())
            : null;
    if (config.credentials().isPresent()) {
      CredentialsFile file =
          new CredentialsFile(config.credentials().get(), root, clock, WatchedFiles.Pause.REAL);
      file.watch.start(file::look);
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

  /** Shows whether the file is refused, and how old what is in force is. */
  private void measure(Metrics metrics) {
    metrics.add(
        Metric.gauge(
            "sluice_s3_credentials_refused",
            "1 while the credentials file, as it lies there, cannot be used.",
            () -> isRefused() ? 1 : 0));
    metrics.add(
        Metric.gauge(
            "sluice_s3_credentials_read_timestamp_seconds",
            "When the credentials in force were read.",
            () -> state.read().getEpochSecond()));
  }

  /** Whether the file, as it lies there, cannot be used. */
  boolean isRefused() {
    return state.refusal() != null;
  }

  @Override
  public Credentials get() {
    return state.credentials();
  }

  /** Reads the file if it is another than before and stands still. */
  synchronized void look() {
    if (!watch.settledAnew()) {
      return;
    }
    State known = state;
    State next = read(known);
    if (next.equals(known) || !watch.areAsRead()) {
      return; // a later look takes what is written meanwhile
    }
    state = next;
    if (next.refusal() == null) {
      LOG.info("credentials read again from {}", file);
      warnOfNoGrants();
    } else if (!next.refusal().equals(known.refusal())) {
      LOG.error("{}; the credentials read before stay in force", next.refusal());
    }
  }

  /**
   * Warns of identities without grants and statements: these were forgotten or misplaced more often
   * than meant.
   */
  private void warnOfNoGrants() {
    List<String> idle = state.credentials().withoutGrants();
    if (!idle.isEmpty()) {
      LOG.warn(
          "{}: without grants and statements, and so may do only what buckets open to them: {}",
          file,
          String.join(", ", idle));
    }
  }

  private State read(State known) {
    String text = null;
    try {
      text = text();
      return text.equals(known.text())
          ? known
          : new State(parse(text), clock.instant(), null, text);
    } catch (Unusable e) {
      return new State(known.credentials(), known.read(), e.sentence, text);
    }
  }

  @Override
  public void close() {
    watch.close();
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

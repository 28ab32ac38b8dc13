package dev.sluice.frontend;

import dev.sluice.common.config.Secret;
import dev.sluice.common.config.StartupException;
import dev.sluice.frontend.auth.Credentials;
import dev.sluice.frontend.auth.CredentialsException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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
import org.snakeyaml.engine.v2.api.LoadSettings;
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
  private static final long MAXIMUM_BYTES = 1 << 20;

  /** A change is noticed this late at most. */
  static final Duration STALENESS = Duration.ofSeconds(1);

  private final Path file;
  private final @Nullable Root root;
  private final InstantSource clock;
  private final ReentrantLock reading = new ReentrantLock();

  private volatile State state;

  /** What tells one content of a file from another without reading it. */
  private record Stamp(FileTime modified, long size, @Nullable Object file) {}

  /**
   * What is known.
   *
   * @param stamp of the file that was read or refused last; null: it was not there
   */
  private record State(Credentials credentials, @Nullable Stamp stamp, Instant checked) {}

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
    try {
      Stamp stamp = stamp();
      state = new State(read(), stamp, clock.instant());
    } catch (Unusable e) {
      throw new StartupException(e.sentence, e);
    }
  }

  /** The credentials that a configuration names; there may be none. Fails as the constructor. */
  static Supplier<Credentials> of(FrontendConfig config, InstantSource clock) {
    Root root =
        config.accessKey().isPresent() && config.secretKey().isPresent()
            ? new Root(config.accessKey().get(), config.secretKey().get())
            : null;
    if (config.credentials().isPresent()) {
      return new CredentialsFile(config.credentials().get(), root, clock);
    }
    try {
      Credentials credentials = root == null ? Credentials.none() : root.addTo(Credentials.none());
      return () -> credentials;
    } catch (CredentialsException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Credentials get() {
    State known = state;
    if (Duration.between(known.checked(), clock.instant()).abs().compareTo(STALENESS) >= 0
        && reading.tryLock()) {
      try {
        refresh(known);
      } finally {
        reading.unlock();
      }
    }
    return state.credentials();
  }

  private void refresh(State known) {
    Stamp stamp = null;
    Credentials credentials = known.credentials();
    try {
      stamp = stamp();
      if (!stampEquals(stamp, known.stamp())) {
        credentials = read();
        LOG.info("credentials read again from {}", file);
      }
    } catch (Unusable e) {
      if (!stampEquals(stamp, known.stamp())) {
        LOG.error("{}; the credentials read before stay in force", e.sentence);
      }
    }
    state = new State(credentials, stamp, clock.instant());
  }

  private static boolean stampEquals(@Nullable Stamp one, @Nullable Stamp other) {
    return one == null ? other == null : one.equals(other);
  }

  private Stamp stamp() throws Unusable {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
    } catch (IOException e) {
      throw unusable(StartupException.reason(e));
    }
  }

  private Credentials read() throws Unusable {
    try {
      if (Files.size(file) > MAXIMUM_BYTES) {
        throw unusable("it is larger than 1 MiB");
      }
      Object document =
          new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      if (document instanceof Map<?, ?> map) {
        Credentials credentials = Credentials.read(map);
        return root == null ? credentials : root.addTo(credentials);
      }
      throw unusable("it does not begin with identities: or anonymous:");
    } catch (CharacterCodingException e) {
      throw unusable("it is not UTF-8");
    } catch (IOException e) {
      throw unusable(StartupException.reason(e));
    } catch (MarkedYamlEngineException e) {
      // The whole message would quote the file, and with it perhaps a secret.
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw unusable("line " + line + " is no well-formed YAML");
    } catch (YamlEngineException e) {
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

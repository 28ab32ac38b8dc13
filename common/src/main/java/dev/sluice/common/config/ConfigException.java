package dev.sluice.common.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration cannot be used; names everything that is wrong with it. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<ConfigMistake> mistakes;

  ConfigException(List<ConfigMistake> mistakes) {
    super(mistakes.stream().map(ConfigMistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  /** One or more, in the order in which they were found. */
  public List<ConfigMistake> mistakes() {
    return mistakes;
  }
}

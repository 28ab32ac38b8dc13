package dev.sluice.frontend.s3;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The query parameters that decide what is asked for: which operation, upload, part or version, and
 * which headers an answer has. None of them may be sent twice, and each is covered by a signature
 * or refused with it.
 */
public final class SubResources {
  /** Headers of the answer that a read asks for. */
  public static final Set<String> OVERRIDES =
      Set.of(
          "response-cache-control",
          "response-content-disposition",
          "response-content-encoding",
          "response-content-language",
          "response-content-type",
          "response-expires");

  /** All of them: those that distinguish operations, the version and the overrides. */
  public static final Set<String> NAMES =
      Stream.concat(
              Stream.of(S3Operation.values()).flatMap(operation -> operation.query().stream()),
              Stream.concat(Stream.of("versionId"), OVERRIDES.stream()))
          .collect(Collectors.toUnmodifiableSet());

  private SubResources() {}
}

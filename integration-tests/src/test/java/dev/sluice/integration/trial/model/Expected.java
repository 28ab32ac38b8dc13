package dev.sluice.integration.trial.model;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Bytes;
import dev.sluice.integration.trial.core.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What S3 has to answer.
 *
 * @param status of the answer
 * @param code S3's error code; empty where there is no document that says it
 * @param headers those that matter, all of them
 * @param body bytes, or a document as {@link #shown} shows it, or nothing
 */
record Expected(int status, String code, Map<String, String> headers, Object body) {
  private static final Set<String> COMPARED =
      Set.of(
          "etag",
          "content-type",
          "content-length",
          "content-range",
          "accept-ranges",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "expires",
          "location",
          "x-amz-tagging-count");

  /** What nobody can foretell, and what is for people. */
  private static final Set<String> UNFORETOLD =
      Set.of(
          "LastModified",
          "CreationDate",
          "Initiated",
          "Owner",
          "Initiator",
          "Message",
          "Location",
          "StorageClass");

  private static final String NOTHING = "";

  static Expected done(int status) {
    return new Expected(status, "", Map.of(), NOTHING);
  }

  static Expected done(int status, Map<String, String> headers) {
    return new Expected(status, "", headers, NOTHING);
  }

  static Expected bytes(int status, Map<String, String> headers, byte[] body) {
    return new Expected(status, "", headers, Bytes.md5(body) + ", " + body.length + " bytes");
  }

  static Expected document(Map<String, String> headers, Doc document) {
    return new Expected(200, "", headers, document.toString());
  }

  static Expected error(int status, String code) {
    return new Expected(status, code, Map.of(), NOTHING);
  }

  /** The same for a HEAD, whose errors have no document. */
  Expected withoutBody() {
    return new Expected(status, "", headers, NOTHING);
  }

  /** The same with headers. */
  Expected with(Map<String, String> more) {
    return new Expected(status, code, more, body);
  }

  /** How an answer differs; null where it does not. */
  @Nullable String difference(Answer answer) {
    Map<String, String> actual = new TreeMap<>();
    boolean bytes = answer.status() < 300 && !answer.isXml();
    answer
        .headers()
        .forEach(
            (name, value) -> {
              boolean wanted =
                  COMPARED.contains(name)
                      || name.startsWith("x-amz-meta-")
                      || name.startsWith("x-amz-checksum-")
                      || name.startsWith("x-amz-mp-");
              boolean ofDocument = name.equals("content-type") || name.equals("content-length");
              if (wanted && !(ofDocument && !(bytes && headers.containsKey(name)))) {
                actual.put(name, value);
              }
            });
    List<String> differences = new ArrayList<>();
    compare(differences, "status", status, answer.status());
    compare(differences, "code", code, answer.code());
    compare(differences, "headers", new TreeMap<>(headers), actual);
    if (code.isEmpty() && status < 300) {
      Supplier<String> shown =
          () -> Bytes.md5(answer.body()) + ", " + answer.body().length + " bytes";
      String there =
          answer.isXml() && !headers.containsKey("content-length")
              ? shown(answer.xml())
              : answer.body().length == 0 && body.equals(NOTHING) ? NOTHING : shown.get();
      compare(differences, "body", body, there);
    }
    return differences.isEmpty() ? null : String.join("\n", differences);
  }

  private static void compare(List<String> differences, String what, Object wanted, Object there) {
    if (!wanted.equals(there)) {
      differences.add(what + ": " + there + "\n  expected: " + wanted);
    }
  }

  /** A document as one line: elements by name, without what is empty or cannot be foretold. */
  static String shown(Xml document) {
    return document.name() + inner(document);
  }

  private static String inner(Xml element) {
    if (element.children().isEmpty()) {
      return element.text();
    }
    Map<String, List<String>> byName =
        element.children().stream()
            .filter(child -> !UNFORETOLD.contains(child.name()))
            .collect(
                Collectors.groupingBy(
                    Xml::name,
                    TreeMap::new,
                    Collectors.mapping(Expected::inner, Collectors.toList())));
    byName.values().forEach(values -> values.removeIf(String::isEmpty));
    byName.values().removeIf(List::isEmpty);
    return byName.toString();
  }

  /** A document that is expected. */
  static final class Doc {
    private final Xml root;

    Doc(String name) {
      root = new Xml(name, "", new ArrayList<>());
    }

    /** Adds an element; nothing where there is no value. */
    Doc add(String name, @Nullable Object value) {
      if (value != null) {
        root.children().add(new Xml(name, value.toString(), List.of()));
      }
      return this;
    }

    Doc add(Doc inner) {
      root.children().add(inner.root);
      return this;
    }

    @Override
    public String toString() {
      return shown(root);
    }
  }
}

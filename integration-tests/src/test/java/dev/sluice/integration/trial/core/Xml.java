package dev.sluice.integration.trial.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An element of a document. Parsers of XML 1.0 refuse the control characters that names of objects
 * may hold, so this one is our own: elements, text and references, which is all that S3 writes.
 *
 * @param name without prefix
 * @param text what stands between its tags where there are no elements
 * @param children its elements
 */
public record Xml(String name, String text, List<Xml> children) {

  /** Reads a document. */
  public static Xml parse(String document) {
    Reader reader = new Reader(document);
    return reader.element();
  }

  /** The text of the first child of this name; empty where there is none. */
  public String text(String child) {
    return all(child).findFirst().map(Xml::text).orElse("");
  }

  /** The children of this name. */
  public Stream<Xml> all(String child) {
    return children.stream().filter(element -> element.name().equals(child));
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
      at = text.startsWith("<?") ? text.indexOf("?>") + 2 : 0;
    }

    Xml element() {
      at = text.indexOf('<', at);
      int end = text.indexOf('>', at);
      if (at < 0 || end < 0) {
        throw new IllegalStateException("no element: " + text);
      }
      String tag = text.substring(at + 1, end);
      at = end + 1;
      boolean empty = tag.endsWith("/");
      String name = tag.split("[ /]", 2)[0];
      if (empty) {
        return new Xml(name, "", List.of());
      }
      List<Xml> children = new ArrayList<>();
      int start = at;
      while (true) {
        int next = text.indexOf('<', at);
        if (next < 0) {
          throw new IllegalStateException("no end of " + name + ": " + text);
        }
        if (text.startsWith("</", next)) {
          String content = children.isEmpty() ? unescape(text.substring(start, next)) : "";
          at = text.indexOf('>', next) + 1;
          return new Xml(name, content, children);
        }
        children.add(element());
      }
    }
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = text.charAt(at) == '&' ? text.indexOf(';', at) : -1;
      if (end < 0) {
        plain.append(text.charAt(at++));
        continue;
      }
      String reference = text.substring(at + 1, end);
      switch (reference) {
        case "amp" -> plain.append('&');
        case "lt" -> plain.append('<');
        case "gt" -> plain.append('>');
        case "quot" -> plain.append('"');
        case "apos" -> plain.append('\'');
        default ->
            plain.appendCodePoint(
                reference.startsWith("#x")
                    ? Integer.parseInt(reference.substring(2), 16)
                    : Integer.parseInt(reference.substring(1)));
      }
      at = end + 1;
    }
    return plain.toString();
  }

  /** Text as it stands in a document that is sent. */
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> {
                  if (point < ' ') {
                    escaped.append("&#").append(point).append(';');
                  } else {
                    escaped.appendCodePoint(point);
                  }
                }
              }
            });
    return escaped.toString();
  }
}

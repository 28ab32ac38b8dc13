package dev.sluice.frontend.xml;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Escapes text for XML, and writes as references what XML 1.0 has no characters for. A carriage
 * return is a reference too: as itself a parser would make a line feed of it.
 */
final class TextEscaper extends Writer {
  private final Writer out;

  TextEscaper(Writer out) {
    this.out = out;
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    int plain = offset;
    for (int i = offset; i < offset + length; i++) {
      String reference = reference(text[i]);
      if (reference != null) {
        out.write(text, plain, i - plain);
        out.write(reference);
        plain = i + 1;
      }
    }
    out.write(text, plain, offset + length - plain);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    int plain = offset;
    for (int i = offset; i < offset + length; i++) {
      String reference = reference(text.charAt(i));
      if (reference != null) {
        out.write(text, plain, i - plain);
        out.write(reference);
        plain = i + 1;
      }
    }
    out.write(text, plain, offset + length - plain);
  }

  @Override
  public void write(int character) throws IOException {
    String reference = reference((char) character);
    if (reference == null) {
      out.write(character);
    } else {
      out.write(reference);
    }
  }

  private static @Nullable String reference(char character) {
    return switch (character) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\t', '\n' -> null;
      default ->
          character < ' ' || character == '\uFFFE' || character == '\uFFFF'
              ? "&#x" + Integer.toHexString(character).toUpperCase(Locale.ROOT) + ";"
              : null;
    };
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

package dev.sluice.cli.tool.terminal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The output of a tool: lines for a person, lines for a program, or JSON documents, one a line. A
 * person's terminal gets no control characters: a key may hold line breaks, and what terminals take
 * for commands.
 */
public final class Output {
  private static final int BUFFER_BYTES = 32 * 1024;

  /** The form of entries. */
  public enum Form {
    /** Each ends with a line break. */
    LINES,
    /** Each ends with NUL, so that a line break within one is no end. */
    NUL_ENDED,
    /** Each is a JSON document on a line of its own. */
    JSON
  }

  private final OutputStream out;
  private final boolean watched;
  private final Form form;

  public Output(OutputStream out, boolean watched, Form form) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.watched = watched;
    this.form = form;
  }

  public Form form() {
    return form;
  }

  /** Writes an entry, in words or as a document, as was asked for. */
  public void entry(String words, Document document) throws IOException {
    if (form == Form.JSON) {
      write(document.toString(), '\n');
    } else {
      write(watched ? escaped(words) : words, form == Form.NUL_ENDED ? '\0' : '\n');
    }
  }

  /** Writes a document; in words, a line for each of its fields. */
  public void record(Document document) throws IOException {
    if (form == Form.JSON) {
      entry("", document);
    } else {
      for (String line : document.lines()) {
        entry(line, document);
      }
    }
  }

  /** The stream for bytes that are no text. */
  public OutputStream bytes() {
    return out;
  }

  public void flush() throws IOException {
    out.flush();
  }

  private void write(String text, char end) throws IOException {
    out.write((text + end).getBytes(StandardCharsets.UTF_8));
  }

  /** A text without control characters: they are written as {@code \n} and the like. */
  public static String escaped(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n') {
                line.append("\\n");
              } else if (c == '\t') {
                line.append("\\t");
              } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                line.append("\\u%04x".formatted(c));
              } else {
                line.appendCodePoint(c);
              }
            });
    return line.toString();
  }
}

package dev.sluice.integration.reference;

import static java.util.stream.Collectors.joining;

import java.util.stream.Stream;

/** Tables as Markdown writes them. */
final class MarkdownTable {

  private MarkdownTable() {}

  /** Begins a table, after an empty line. */
  static void header(StringBuilder page, String... titles) {
    page.append('\n');
    row(page, titles);
    row(page, Stream.of(titles).map(title -> "---").toArray(String[]::new));
  }

  /** One row; line breaks of the cells become blanks. */
  static void row(StringBuilder page, String... cells) {
    page.append(
        Stream.of(cells)
            .map(cell -> cell.strip().replace("|", "\\|").replace('\n', ' '))
            .collect(joining(" | ", "| ", " |\n")));
  }
}

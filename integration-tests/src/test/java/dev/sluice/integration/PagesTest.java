package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that hold for every Markdown page. */
class PagesTest {
  private static final int COLUMNS = 120;

  /** Written by ReferenceTest, from comments that have no line breaks there. */
  private static final Set<String> GENERATED =
      Set.of("docs/reference/grpc.md", "docs/reference/metrics.md", "docs/reference/s3.md");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern LINKED_TEXT = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
  private static final Pattern HEADING = Pattern.compile("#+ (.*)");
  private static final Pattern TEST =
      Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|Contract))(?:\\.(\\w+))?`");
  private static final Pattern DECISION = Pattern.compile("## (\\d+)\\. .*");
  private static final Pattern INDEXED = Pattern.compile("\\| (\\d+) \\|.*");

  private static final List<SourceFile> FILES = SourceFile.all();
  private static final Map<String, SourceFile> PAGES =
      FILES.stream()
          .filter(file -> file.path().endsWith(".md"))
          .collect(Collectors.toMap(SourceFile::path, file -> file));

  /** A row of a table and a line of code cannot be broken. */
  @Test
  void lineOfProse_fitsIntoADiff() {
    List<String> tooLong = new ArrayList<>();
    for (SourceFile page : PAGES.values()) {
      if (!GENERATED.contains(page.path())) {
        prose(page)
            .filter(line -> line.length() > COLUMNS && !line.startsWith("|"))
            .forEach(line -> tooLong.add(page.path() + ": " + line));
      }
    }
    assertThat(tooLong).as("lines longer than %d characters", COLUMNS).isEmpty();
  }

  @Test
  void linkInsideTheProject_leadsToAFileAndAHeading() {
    List<String> broken = new ArrayList<>();
    for (SourceFile page : PAGES.values()) {
      LINK.matcher(page.text())
          .results()
          .map(link -> link.group(1))
          .filter(target -> !target.contains(":") && !leads(page, target))
          .forEach(target -> broken.add(page.path() + ": " + target));
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void decision_isInTheIndex() {
    List<String> lines = PAGES.get("DECISIONS.md").lines();
    assertThat(numbers(lines, INDEXED))
        .doesNotHaveDuplicates()
        .containsAll(numbers(lines, DECISION));
  }

  /** A rule that names a test which is gone is not enforced. */
  @Test
  void testThatAPageNames_isThere() {
    Map<String, String> java =
        FILES.stream()
            .filter(SourceFile::isJava)
            .collect(
                Collectors.toMap(
                    file -> file.path().replaceAll(".*/|\\.java$", ""),
                    SourceFile::text,
                    (one, other) -> one + other));
    List<String> missing = new ArrayList<>();
    for (SourceFile page : PAGES.values()) {
      TEST.matcher(page.text())
          .results()
          .filter(
              test ->
                  !java.containsKey(test.group(1))
                      || (test.group(2) != null
                          && !java.get(test.group(1)).contains(test.group(2) + "(")))
          .forEach(test -> missing.add(page.path() + ": " + test.group()));
    }
    assertThat(missing).isEmpty();
  }

  private static List<Integer> numbers(List<String> lines, Pattern pattern) {
    return lines.stream()
        .map(pattern::matcher)
        .filter(found -> found.matches())
        .map(found -> Integer.valueOf(found.group(1)))
        .toList();
  }

  private static boolean leads(SourceFile page, String target) {
    int hash = target.indexOf('#');
    String relative = hash < 0 ? target : target.substring(0, hash);
    Path root = TestProject.directory();
    Path file =
        relative.isEmpty()
            ? root.resolve(page.path())
            : root.resolve(page.path()).resolveSibling(relative).normalize();
    SourceFile linked = PAGES.get(root.relativize(file).toString());
    return Files.exists(file)
        && (hash < 0 || linked == null || anchors(linked).contains(target.substring(hash + 1)));
  }

  /** The names that GitHub gives to headings. */
  private static Set<String> anchors(SourceFile page) {
    return prose(page)
        .map(HEADING::matcher)
        .filter(found -> found.matches())
        .map(found -> LINKED_TEXT.matcher(found.group(1)).replaceAll("$1"))
        .map(text -> text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", ""))
        .map(text -> text.replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** The lines that are no code, fenced or indented. */
  private static Stream<String> prose(SourceFile page) {
    List<String> prose = new ArrayList<>();
    boolean fenced = false;
    for (String line : page.lines()) {
      if (line.startsWith("```")) {
        fenced = !fenced;
      } else if (!fenced && !line.startsWith("    ")) {
        prose.add(line);
      }
    }
    return prose.stream();
  }
}

package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the house can ask of a text without understanding it. */
class TidinessTest {

  private static final int MAIN_LINES = 400;
  private static final int TEST_LINES = 600;

  /** Longer than the rest may be, each for a reason. */
  private static final Map<String, String> LONG_FOR_A_REASON =
      Map.of(
          "Posix.java",
          "the one class with foreign calls: what it reaches belongs together",
          "LocalUpload.java",
          "the log, the grid and the fences of one upload stand under one lock");

  private static final Pattern LEFT_UNDONE =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern SOMEBODYS_FOLDER =
      Pattern.compile("(?<![\\w.>~}*])/(wor" + "k|roo" + "t)/");
  private static final Pattern SLEEP =
      Pattern.compile(
          "\\bThread\\s*\\.\\s*(sle"
              + "ep|onSpin"
              + "Wait|yie"
              + "ld)\\b"
              + "|\\bTimeUnit\\.\\w+\\.sle"
              + "ep\\b"
              + "|\\bpark(Na"
              + "nos|Un"
              + "til)\\b");
  private static final String CLAIM_OF_AWS = "Asserts " + "AWS";
  private static final Pattern SOURCE_OF_AWS =
      Pattern.compile("\\b(AmazonS3|general)/latest/[\\w./-]+\\.html|\\b[Mm]easured in 20\\d\\d");
  private static final Pattern TEST_METHOD =
      Pattern.compile(
          "@(?:Test|ParameterizedTest|RepeatedTest|Property)\\b[^{};]*?\\bvoid\\s+(\\w+)\\(");
  private static final Pattern TEST_NAME = Pattern.compile("[a-z][A-Za-z0-9]*(_[A-Za-z0-9]+)+");
  private static final Pattern PROTO_DECLARATION =
      Pattern.compile(
          "\\s*(message|enum|service|rpc|oneof|extend)\\s+[\\w.]+.*"
              + "|\\s+(repeated |optional )?[\\w.]+(<.*>)? \\w+ = \\d+.*"
              + "|\\s+[A-Z][A-Z0-9_]* = \\d+.*");

  private static final List<SourceFile> FILES = SourceFile.all();

  @Test
  void javaFile_fitsItsReader() {
    assertThat(
            FILES.stream()
                .filter(SourceFile::isJava)
                .filter(file -> !LONG_FOR_A_REASON.containsKey(fileName(file)))
                .filter(file -> file.lines().size() > (file.isTest() ? TEST_LINES : MAIN_LINES))
                .map(file -> file.path() + ": " + file.lines().size() + " lines"))
        .as("files longer than %d lines (tests: %d)", MAIN_LINES, TEST_LINES)
        .isEmpty();
  }

  @Test
  void text_leavesNothingUndone() {
    assertThat(linesOf(file -> true, LEFT_UNDONE.asPredicate())).isEmpty();
  }

  @Test
  void text_namesNobodysFolder() {
    assertThat(linesOf(file -> true, SOMEBODYS_FOLDER.asPredicate())).isEmpty();
  }

  @Test
  void line_endsWhereItsTextEnds() {
    assertThat(linesOf(file -> true, line -> !line.stripTrailing().equals(line))).isEmpty();
  }

  @Test
  void file_endsWithOneNewline() {
    assertThat(
            FILES.stream()
                .filter(file -> !file.text().endsWith("\n") || file.text().endsWith("\n\n"))
                .map(SourceFile::path))
        .isEmpty();
  }

  /** By whatever name: {@code Await} waits for others, and {@code Pace} is for slow ones. */
  @Test
  void test_neverSleeps() {
    assertThat(linesOf(SourceFile::isTest, SLEEP.asPredicate())).isEmpty();
  }

  /** Or when it was measured: a claim without a source is nobody's to check. */
  @Test
  void testThatAssertsAws_namesItsSource() {
    assertThat(
            FILES.stream()
                .filter(file -> file.isJava() && file.isTest())
                .filter(file -> file.text().contains(CLAIM_OF_AWS))
                .filter(file -> !SOURCE_OF_AWS.matcher(file.text()).find())
                .map(SourceFile::path))
        .isEmpty();
  }

  @Test
  void testName_saysSubjectAndOutcome() {
    assertThat(
            FILES.stream()
                .filter(file -> file.isJava() && file.isTest())
                .flatMap(
                    file ->
                        TEST_METHOD
                            .matcher(file.text())
                            .results()
                            .map(method -> method.group(1))
                            .filter(name -> !TEST_NAME.matcher(name).matches())
                            .map(name -> file.path() + ": " + name)))
        .isEmpty();
  }

  @Test
  void mainPackage_saysWhatItIsAndIsNullMarked() {
    Map<String, List<SourceFile>> byPackage =
        FILES.stream()
            .filter(file -> file.isJava() && file.path().contains("/src/main/java/"))
            .collect(Collectors.groupingBy(file -> file.path().replaceAll("/[^/]*$", "")));

    assertThat(byPackage)
        .allSatisfy(
            (folder, files) ->
                assertThat(files)
                    .as("%s has a package-info.java with a sentence and @NullMarked", folder)
                    .anyMatch(
                        file ->
                            fileName(file).equals("package-info.java")
                                && file.text().startsWith("/**")
                                && file.text().contains("\n@NullMarked\n")));
  }

  @Test
  void protoElement_hasItsComment() {
    assertThat(
            FILES.stream()
                .filter(file -> file.path().startsWith("proto/") && file.path().endsWith(".proto"))
                .flatMap(TidinessTest::uncommented))
        .isEmpty();
  }

  private static Stream<String> uncommented(SourceFile file) {
    List<String> found = new ArrayList<>();
    String before = "";
    int number = 0;
    for (String line : file.lines()) {
      number++;
      boolean commented = before.strip().startsWith("//") || line.contains("//");
      if (PROTO_DECLARATION.matcher(line).matches() && !commented) {
        found.add(file.path() + ":" + number + ": " + line.strip());
      }
      before = line;
    }
    return found.stream();
  }

  private static List<String> linesOf(Predicate<SourceFile> which, Predicate<String> wrong) {
    List<String> found = new ArrayList<>();
    for (SourceFile file : FILES) {
      List<String> lines = which.test(file) ? file.lines() : List.of();
      for (int i = 0; i < lines.size(); i++) {
        if (wrong.test(lines.get(i))) {
          found.add(file.path() + ":" + (i + 1) + ": " + lines.get(i));
        }
      }
    }
    return found;
  }

  private static String fileName(SourceFile file) {
    return file.path().substring(file.path().lastIndexOf('/') + 1);
  }
}

package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * No pattern makes work out of a text that somebody wrote for that. A pattern is matched against a
 * whole text and gives back nothing that it has taken: each character is then read a bounded number
 * of times. Where a pattern searches, its steps are counted; they grow as the text does.
 */
class PatternsTest {
  private static final String MAIN = "/src/main/java/";

  /** Where a text becomes a pattern, with the text; methods of String compile theirs themselves. */
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(Pattern\\.compile|\\.matches|\\.replaceAll|\\.replaceFirst|\\.split)"
              + "\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*+\"(?:\\s*\\+\\s*)?)++)");

  /** What looks for a pattern within a text. */
  private static final Pattern SEARCHES =
      Pattern.compile("\\.(find|results|lookingAt|replaceAll|replaceFirst|splitAsStream)\\(");

  /** A quantifier without end that is not possessive, once classes and escapes are gone. */
  private static final Pattern GIVES_BACK =
      Pattern.compile("(?:[*+]|\\{\\d+,\\})(?!\\+)(?<!\\+\\+|\\*\\+)");

  /** Files that search, each with the reason why its steps grow as the text does. */
  private static final Map<String, String> SEARCHING =
      Map.of(
          "frontend/access/RestName", "names of operations, which nobody sends",
          "frontend/form/PolicyReader", "single blanks are removed",
          "frontend/route/Conditions", "counted below",
          "frontend/s3/EncodedWord", "counted below",
          "agent/store/local/volume/StoreFormat", "a file of ours, character by character",
          "frontend/route/CopySourceReader", "counted below",
          "common/config/HostPort", "counted below",
          "common/config/SettingSpec", "the configuration, which its owner writes");

  private static final List<String> PREFIXES =
      List.of("", "bytes=", "bytes ", "?=", "\"", "=?a?q?", "W/\"", "/", "a", ";boundary=a");
  private static final List<String> PUMPS =
      List.of(
          " ",
          "a",
          "0",
          "-",
          ".",
          ",",
          "&",
          "/a",
          "a-",
          "a.",
          "0.",
          "\"",
          "\"\"",
          "\\\"",
          ";a=\"",
          ";boundary=a",
          "; ",
          "=?",
          "=?a",
          "=?a?b?",
          "=?a?b?a",
          "?= ",
          "&Signature=",
          "W/\"",
          "\u00e9");
  private static final List<String> SUFFIXES = List.of("", "\u0085x", "!", "\"", " x", "?");

  private static final int SHORT = 100;

  /** Steps for twice the text: as many, and a few for what is not pumped. */
  private static final double MOST_GROWTH = 2.2;

  @Test
  void pattern_givesNothingBack() {
    Map<String, String> violations = new TreeMap<>();
    for (SourceFile file : mainSources()) {
      Matcher written = WRITTEN.matcher(file.text());
      while (written.find()) {
        String pattern = text(written.group(2));
        boolean splits = written.group(1).equals(".split") && pattern.length() <= 2;
        if (!splits && !isExempt(file) && givesBack(pattern)) {
          violations.put(file.path() + ": " + pattern, "give it possessive quantifiers");
        }
      }
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void pattern_isMatchedAgainstWholeTexts() {
    assertThat(mainSources())
        .filteredOn(
            file -> file.text().contains("java.util.regex.") || WRITTEN.matcher(file.text()).find())
        .filteredOn(file -> SEARCHES.matcher(file.text()).find())
        .filteredOn(file -> !isExempt(file))
        .extracting(SourceFile::path)
        .isEmpty();
  }

  @Test
  void pattern_readsInStepsThatGrowWithTheText() {
    Map<String, Pattern> patterns = patterns();
    Map<String, String> violations = new TreeMap<>();
    patterns.forEach(
        (field, pattern) -> {
          String attack = attack(pattern, searches(field));
          if (attack != null) {
            violations.put(field, attack);
          }
        });

    assertThat(patterns).hasSizeGreaterThan(10);
    assertThat(violations).isEmpty();
  }

  /** The patterns that once did: of the boundary of a form, and of a range. */
  @Test
  void count_findsWhatBacktracks() {
    assertThat(attack(Pattern.compile(";\\s*boundary=([a-z]{1,70})\\s*(?:;.*)?$"), true))
        .isNotNull();
    assertThat(attack(Pattern.compile("bytes\\s*=\\s*([0-9]*)\\s*-\\s*([0-9]*)"), false))
        .isNotNull();
    assertThat(givesBack("bytes\\s*=")).isTrue();
    assertThat(givesBack("[*+]{1,3}\\*\\+a++b*+")).isFalse();
  }

  private static boolean isExempt(SourceFile file) {
    String name = file.path().replaceFirst(".*" + MAIN + "dev/sluice/", "");
    return SEARCHING.containsKey(name.replaceFirst("\\.java$", ""));
  }

  /** What is served: the tools of the command line read what their caller wrote. */
  private static List<SourceFile> mainSources() {
    return SourceFile.all().stream()
        .filter(SourceFile::isJava)
        .filter(file -> file.path().matches("(s3-frontend|worker-agent|common)" + MAIN + ".*"))
        .toList();
  }

  /** The text of a literal, or of several that are put together. */
  private static String text(String literals) {
    return literals
        .replaceAll("\"\\s*\\+\\s*\"", "")
        .replaceAll("(?<!\\\\)\"", "")
        .translateEscapes();
  }

  /** Whether a pattern's class looks for it within texts. */
  private static boolean searches(String field) {
    return SEARCHING.keySet().stream()
        .anyMatch(file -> field.startsWith("dev.sluice." + file.replace('/', '.') + "."));
  }

  private static boolean givesBack(String pattern) {
    String bare = pattern.replaceAll("\\\\.", "x").replaceAll("\\[[^\\]]*\\]", "x");
    return GIVES_BACK.matcher(bare).find();
  }

  /** A text that costs more than its length; null where none of ours does. */
  private static @Nullable String attack(Pattern pattern, boolean searches) {
    for (String prefix : PREFIXES) {
      for (String pump : PUMPS) {
        for (String suffix : SUFFIXES) {
          long once = steps(pattern, searches, prefix + pump.repeat(SHORT) + suffix);
          long twice = steps(pattern, searches, prefix + pump.repeat(2 * SHORT) + suffix);
          if (twice > MOST_GROWTH * once + SHORT) {
            return prefix + pump + "…" + suffix + ": " + once + ", then " + twice;
          }
        }
      }
    }
    return null;
  }

  private static long steps(Pattern pattern, boolean searches, String text) {
    Counted counted = new Counted(text);
    Matcher matcher = pattern.matcher(counted);
    boolean found = searches ? matcher.find() : matcher.matches();
    while (found && searches) {
      found = matcher.find();
    }
    return counted.steps;
  }

  private static Map<String, Pattern> patterns() {
    Map<String, Pattern> patterns = new TreeMap<>();
    List<JavaField> fields = new ArrayList<>();
    new ClassFileImporter()
        .withImportOption(location -> !location.contains("/test-classes/"))
        .importPackages("dev.sluice.frontend", "dev.sluice.common", "dev.sluice.agent")
        .forEach(owner -> fields.addAll(owner.getFields()));
    for (JavaField field : fields) {
      if (field.getRawType().isEquivalentTo(Pattern.class)) {
        patterns.put(field.getFullName(), value(field));
      }
    }
    return patterns;
  }

  private static Pattern value(JavaField field) {
    try {
      var reflected = Class.forName(field.getOwner().getName()).getDeclaredField(field.getName());
      reflected.setAccessible(true);
      return (Pattern) reflected.get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(field.getFullName() + ": patterns are constants", e);
    }
  }

  /** A text that counts how often one of its characters is read. */
  private static final class Counted implements CharSequence {
    private final String text;
    private long steps;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      steps++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}

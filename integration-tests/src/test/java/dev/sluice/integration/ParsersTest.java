package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every parser has a fuzz target. A class counts as a parser when it makes values of text or bytes:
 * by a method called {@code parse…}, {@code decode…} or {@code unescape…} that takes them, or by
 * calling what reads numbers, times, Base64, hexadecimal digits, patterns, protobuf, YAML, JSON,
 * XML or certificates. It has a target when one of its own module names it: in its code, or as a
 * {@code @link} of its comment.
 */
class ParsersTest {
  private static final Pattern PARSING = Pattern.compile("(parse|decode|unescape|fromWire).*");

  private static final Set<String> INPUTS =
      Set.of(
          "java.lang.String",
          "[B",
          "java.nio.ByteBuffer",
          "java.io.InputStream",
          "com.google.protobuf.ByteString");

  /** What turns text or bytes into values, by its owner's name and its own. */
  private static final Pattern READS =
      Pattern.compile(
          "java\\.lang\\.(Integer|Long|Double)\\.(parse.*|decode|valueOf\\(String.*)"
              + "|java\\.util\\.Base64\\$Decoder\\.decode"
              + "|java\\.util\\.HexFormat\\.(parseHex|fromHexDigits.*)"
              + "|java\\.net\\.URLDecoder\\.decode"
              + "|java\\.net\\.InetAddress\\.ofLiteral"
              + "|java\\.time\\.\\w+\\.parse"
              + "|java\\.time\\.format\\.DateTimeFormatter\\.parse.*"
              + "|java\\.util\\.regex\\.Matcher\\.group"
              + "|java\\.nio\\.charset\\.CharsetDecoder\\.decode"
              + "|com\\.google\\.protobuf\\..*\\.parseFrom|dev\\.sluice\\..*\\.parseFrom"
              + "|org\\.snakeyaml\\.engine\\.v2\\.api\\.(Load|lowlevel\\.Compose)\\..*"
              + "|com\\.fasterxml\\.jackson\\..*\\.(readTree|readValue)"
              + "|io\\.grpc\\.util\\.CertificateUtils\\..*");

  /** Those that read nothing that others wrote, each with what they read. */
  private static final Map<String, String> NO_PARSERS =
      Map.of(
          "dev.sluice.cli.Rehearsal",
          "answers of its own server",
          "dev.sluice.cli.tool.session.Arguments",
          "what picocli has read, and single numbers by the JDK alone",
          "dev.sluice.common.config.SettingType",
          "hands texts to the parsers of values",
          "dev.sluice.frontend.auth.signature.PlainBody",
          "hands bytes on as they are",
          "dev.sluice.frontend.http.JettyBody",
          "hands bytes to the decoder of their framing",
          "dev.sluice.frontend.http.RequestRecorder",
          "headers of our own answer");

  private static final List<JavaClass> CLASSES =
      new ClassFileImporter()
              .withImportOption(location -> !location.contains("/test-classes/"))
              .importPackages("dev.sluice")
              .stream()
              .toList();

  private static final List<SourceFile> TARGETS =
      SourceFile.all().stream().filter(file -> file.path().endsWith("FuzzTarget.java")).toList();

  @Test
  void parser_hasItsTarget() {
    Map<String, String> sources = mainSources();
    Map<String, Set<String>> without = new TreeMap<>();
    for (JavaClass candidate : CLASSES) {
      String name = outermost(candidate);
      String module = sources.get(name);
      if (module == null || NO_PARSERS.containsKey(name)) {
        continue; // generated, or of another module's tests
      }
      Set<String> why = parsing(candidate);
      if (!why.isEmpty() && !isAttacked(module, name.substring(name.lastIndexOf('.') + 1))) {
        without.computeIfAbsent(name, key -> new TreeSet<>()).addAll(why);
      }
    }
    assertThat(without).as("parsers that no fuzz target of their module names").isEmpty();
  }

  @Test
  void target_hasItsCorpus() {
    assertThat(TARGETS)
        .filteredOn(file -> file.isTest())
        .allSatisfy(target -> assertThat(corpus(target)).as(target.path()).isNotEmpty());
  }

  /** A line for what parses no longer is a line too many. */
  @Test
  void exception_isStillOne() {
    Set<String> parsing =
        CLASSES.stream()
            .filter(candidate -> !parsing(candidate).isEmpty())
            .map(ParsersTest::outermost)
            .collect(Collectors.toSet());

    assertThat(parsing).containsAll(NO_PARSERS.keySet());
  }

  /** What of a class reads text or bytes. */
  private static Set<String> parsing(JavaClass candidate) {
    Set<String> why = new TreeSet<>();
    for (JavaMethod method : candidate.getMethods()) {
      if (!method.getModifiers().contains(JavaModifier.ABSTRACT)
          && PARSING.matcher(method.getName()).matches()
          && method.getRawParameterTypes().stream()
              .anyMatch(parameter -> INPUTS.contains(parameter.getName()))) {
        why.add(method.getName());
      }
    }
    for (JavaAccess<?> access : candidate.getAccessesFromSelf()) {
      String called = access.getTargetOwner().getName() + "." + access.getTarget().getName();
      if (READS.matcher(called).matches()) {
        why.add(called);
      }
    }
    return why;
  }

  private static boolean isAttacked(String module, String simpleName) {
    Pattern name = Pattern.compile("\\b" + Pattern.quote(simpleName) + "\\b");
    return TARGETS.stream()
        .filter(target -> target.path().startsWith(module + "/"))
        .anyMatch(target -> name.matcher(target.text()).find());
  }

  /** The module of every class that people wrote, by its full name. */
  private static Map<String, String> mainSources() {
    return SourceFile.all().stream()
        .filter(file -> file.isJava() && file.path().contains("/src/main/java/"))
        .filter(file -> !file.path().startsWith("fuzzing/"))
        .collect(
            Collectors.toMap(
                file ->
                    file.path()
                        .replaceFirst(".*/src/main/java/", "")
                        .replaceFirst("\\.java$", "")
                        .replace('/', '.'),
                file -> file.path().substring(0, file.path().indexOf('/')),
                (one, other) -> one));
  }

  private static String outermost(JavaClass candidate) {
    return candidate.getName().replaceFirst("\\$.*", "");
  }

  private static List<Path> corpus(SourceFile target) {
    int sources = target.path().indexOf("/src/test/java/");
    String name =
        target
            .path()
            .substring(sources + "/src/test/java/".length())
            .replaceFirst("\\.java$", "")
            .replace('/', '.');
    Path folder =
        TestProject.directory()
            .resolve(target.path().substring(0, sources))
            .resolve("src/test/resources/fuzz")
            .resolve(name);
    try (Stream<Path> inputs = Files.list(folder)) {
      return inputs.toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}

import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs google-java-format over every Java file of a tree: {@code check DIRECTORY} names the files
 * that it would change and fails if there are any, {@code apply DIRECTORY} changes them.
 *
 * <p>The build starts it from its source. A formatter plugin would run inside Maven's JVM, which
 * may be too old to parse the Java that is written here.
 */
final class Format {

  private static final PrintWriter OUT = new PrintWriter(System.out, true);
  private static final PrintWriter ERR = new PrintWriter(System.err, true);

  private Format() {}

  static void main(String[] arguments) throws Exception {
    List<String> files = javaFiles(Path.of(arguments[1]));
    int exitCode;
    if (arguments[0].equals("apply")) {
      // Twice: where it breaks a comment's line, the formatter is not at rest after the first time.
      exitCode = Math.max(format(List.of("--replace"), files), format(List.of("--replace"), files));
    } else {
      exitCode = format(List.of("--dry-run", "--set-exit-if-changed"), files);
      if (exitCode != 0) {
        ERR.println(
            "The files named above are not formatted. To format them: mvn -q -N validate"
                + " -Dformat=.");
      }
    }
    System.exit(exitCode);
  }

  private static int format(List<String> options, List<String> files) throws Exception {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(files);
    return new Main(OUT, ERR, System.in).format(arguments.toArray(String[]::new));
  }

  private static List<String> javaFiles(Path directory) throws IOException {
    List<String> files = new ArrayList<>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
            String name = visited.normalize().getFileName().toString();
            return name.equals("target") || name.equals(".git")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }
}

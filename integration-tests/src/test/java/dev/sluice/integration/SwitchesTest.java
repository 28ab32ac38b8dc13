package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DeconstructionPatternTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.PatternTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A switch over a closed set answers every member of it by name: with a default, a new request
 * would compile and fall through to whatever the default says, access included.
 */
class SwitchesTest {
  /** Exceptions, which are no closed set though some of them are ours. */
  private static final String OPEN = ".*Exception";

  @Test
  void switchOverASealedType_hasNoDefault() throws IOException {
    List<SourceFile> sources =
        SourceFile.all().stream()
            .filter(file -> file.path().matches(".*/src/main/.*[.]java"))
            .toList();
    Set<String> ours =
        sources.stream()
            .map(file -> file.path().replaceFirst(".*/", "").replace(".java", ""))
            .filter(name -> !name.matches(OPEN))
            .collect(Collectors.toSet());
    Set<String> open = new TreeSet<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Path root = TestProject.directory();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  null,
                  null,
                  files.getJavaFileObjectsFromPaths(
                      sources.stream().map(file -> root.resolve(file.path())).toList()));
      for (CompilationUnitTree unit : task.parse()) {
        new Switches(ours, open).scan(unit, unit.getSourceFile().getName());
      }
    }

    assertThat(open).as("files with a switch over a sealed type that has a default").isEmpty();
  }

  /** Finds switches with patterns of our own types and a default. */
  private static final class Switches extends TreeScanner<@Nullable Void, String> {
    private final Set<String> ours;
    private final Set<String> open;

    Switches(Set<String> ours, Set<String> open) {
      this.ours = ours;
      this.open = open;
    }

    @Override
    public @Nullable Void visitSwitch(SwitchTree tree, String file) {
      check(tree.getCases(), file);
      return super.visitSwitch(tree, file);
    }

    @Override
    public @Nullable Void visitSwitchExpression(SwitchExpressionTree tree, String file) {
      check(tree.getCases(), file);
      return super.visitSwitchExpression(tree, file);
    }

    private void check(List<? extends CaseTree> cases, String file) {
      boolean sealed =
          cases.stream()
              .flatMap(one -> one.getLabels().stream())
              .anyMatch(
                  label ->
                      label instanceof PatternCaseLabelTree pattern
                          && ours.contains(type(pattern.getPattern()).replaceFirst("[.].*", "")));
      boolean falls =
          cases.stream()
              .flatMap(one -> one.getLabels().stream())
              .anyMatch(DefaultCaseLabelTree.class::isInstance);
      if (sealed && falls) {
        open.add(file);
      }
    }

    private static String type(PatternTree pattern) {
      if (pattern instanceof BindingPatternTree binding) {
        return String.valueOf(binding.getVariable().getType());
      }
      return pattern instanceof DeconstructionPatternTree record
          ? String.valueOf(record.getDeconstructor())
          : "";
    }
  }
}

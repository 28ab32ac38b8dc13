package dev.sluice.integration;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.frontend.s3.S3Operation;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom, read from the compiled classes. The tables are in {@link WhoMayKnowWhom}. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.sluice");

  private static final Set<String> WALL_CLOCK =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.time.Instant.now",
          "java.time.ZonedDateTime.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.LocalDate.now",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.system");

  private static final Set<String> ENVIRONMENT_AND_EXIT =
      Set.of(
          "java.lang.System.getenv",
          "java.lang.System.exit",
          "java.lang.Runtime.exit",
          "java.lang.Runtime.halt");

  /** What a foreign call is made with; memory outside the heap is everybody's. */
  private static final Set<String> FOREIGN_CALLS =
      Set.of(
          "java.lang.foreign.Linker",
          "java.lang.foreign.SymbolLookup",
          "java.lang.foreign.FunctionDescriptor");

  @Test
  void package_hasItsLineInTheTable() {
    Set<String> unknown =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));
    unknown.removeAll(WhoMayKnowWhom.PACKAGES.keySet());

    assertThat(unknown).as("packages that WhoMayKnowWhom does not name").isEmpty();
  }

  @Test
  void package_knowsOnlyWhatItMay() {
    List<String> violations =
        dependencies(written())
            .filter(
                dependency ->
                    dependency.getTargetClass().getPackageName().startsWith("dev.sluice."))
            .filter(
                dependency -> !mayKnow(dependency.getOriginClass(), dependency.getTargetClass()))
            .map(Dependency::getDescription)
            .sorted()
            .toList();

    assertThat(violations).isEmpty();
  }

  /** So no dependency runs uphill, and the table reads from the ground up. */
  @Test
  void package_mayKnowOnlyThoseAboveItInTheTable() {
    List<String> uphill = new ArrayList<>();
    Set<String> above = new HashSet<>();
    WhoMayKnowWhom.PACKAGES.forEach(
        (line, known) -> {
          known.stream()
              .filter(name -> !above.contains(name))
              .forEach(name -> uphill.add(line + " -> " + name));
          above.add(line);
        });

    assertThat(uphill).isEmpty();
  }

  /** A permission that nobody uses is an arrow that nobody decided on. */
  @Test
  void permission_isUsed() {
    Set<String> used =
        dependencies(written())
            .filter(
                dependency ->
                    !WhoMayKnowWhom.EVERYBODYS.contains(
                        outermost(dependency.getTargetClass()).getName()))
            .map(
                dependency ->
                    dependency.getOriginClass().getPackageName()
                        + " -> "
                        + dependency.getTargetClass().getPackageName())
            .collect(Collectors.toSet());

    assertThat(
            WhoMayKnowWhom.PACKAGES.entrySet().stream()
                .flatMap(
                    line -> line.getValue().stream().map(name -> line.getKey() + " -> " + name))
                .filter(permission -> !used.contains(permission))
                .sorted())
        .isEmpty();
  }

  @Test
  void library_isKnownOnlyInItsPlace() {
    List<String> violations =
        WhoMayKnowWhom.LIBRARIES.entrySet().stream()
            .flatMap(
                library ->
                    dependencies(written())
                        .filter(
                            dependency -> belongs(dependency.getTargetClass(), library.getKey()))
                        .filter(
                            dependency ->
                                !library
                                    .getValue()
                                    .contains(dependency.getOriginClass().getPackageName())))
            .map(Dependency::getDescription)
            .sorted()
            .toList();

    assertThat(violations).isEmpty();
  }

  /** The command counts for both, because it runs both. */
  @Test
  void publicClassOfCommon_isUsedByBothTiers() {
    Set<JavaClass> byFrontend = usedOfCommon("dev.sluice.frontend", "dev.sluice.cli");
    Set<JavaClass> byAgent = usedOfCommon("dev.sluice.agent", "dev.sluice.cli");

    assertThat(CLASSES.stream())
        .filteredOn(ArchitectureTest::isOfCommon)
        .filteredOn(candidate -> candidate.getModifiers().contains(JavaModifier.PUBLIC))
        .filteredOn(candidate -> !byFrontend.contains(candidate) || !byAgent.contains(candidate))
        // The agents' half of it is in the engines that several agents share, which are built
        // apart.
        .filteredOn(candidate -> !candidate.isEquivalentTo(KeySlot.class))
        .extracting(JavaClass::getName)
        .isEmpty();
  }

  /** What the classes below some packages use of common, directly or by what they use of it. */
  private static Set<JavaClass> usedOfCommon(String... packages) {
    Deque<JavaClass> open =
        CLASSES.stream()
            .filter(user -> Stream.of(packages).anyMatch(user.getPackageName()::startsWith))
            .collect(Collectors.toCollection(ArrayDeque::new));
    Set<JavaClass> used = new HashSet<>();
    while (!open.isEmpty()) {
      for (Dependency dependency : open.pop().getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass();
        if (isOfCommon(target) && used.add(target)) {
          open.push(target);
        }
      }
    }
    return used;
  }

  private static boolean isOfCommon(JavaClass candidate) {
    return candidate.getPackageName().startsWith("dev.sluice.common.");
  }

  /** A new field of an object's metadata has to pass these and no others, see CONTRIBUTING. */
  @Test
  void objectMetadata_isTakenApartInFewPlaces() {
    Set<String> parts =
        Stream.concat(
                Stream.of("<init>", "of"),
                Arrays.stream(ObjectMetadata.class.getRecordComponents())
                    .map(RecordComponent::getName))
            .map(member -> ObjectMetadata.class.getName() + "." + member)
            .collect(Collectors.toSet());
    Set<String> places =
        written()
            .filter(candidate -> !candidate.isEquivalentTo(ObjectMetadata.class))
            .flatMap(candidate -> candidate.getAccessesFromSelf().stream())
            .filter(access -> parts.contains(name(access)))
            .map(access -> outermost(access.getOriginOwner()).getSimpleName())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(places)
        .containsExactly(
            "Access", // tags show to who may get them
            "Completions", // the list and the owner that an upload began with
            "Conditions", // a 304 repeats Cache-Control and Expires
            "Copies", // tags have a directive of their own, lists are never copied
            "MetadataCodec",
            "MetadataLimit",
            "MetadataReader",
            "MetadataRules",
            "ObjectFacts", // tags and lists have a say in decisions
            "ObjectInfo", // a file from outside has a content type by its name
            "S3Handler", // tags of a form are condition keys
            "Touched", // stated tags and lists need permissions of their own
            "WireMetadata");
  }

  @Test
  void packages_formNoCycle() {
    slices().matching("dev.sluice.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void operation_knowsNoOtherOperation() {
    Set<String> operations =
        Arrays.stream(S3Operation.values()).map(S3Operation::awsName).collect(Collectors.toSet());
    Predicate<JavaClass> isOperation =
        candidate ->
            candidate.getPackageName().equals("dev.sluice.frontend.op")
                && operations.contains(outermost(candidate).getSimpleName());

    List<String> violations =
        dependencies(written().filter(isOperation))
            .filter(dependency -> isOperation.test(dependency.getTargetClass()))
            .filter(
                dependency ->
                    !outermost(dependency.getOriginClass())
                        .equals(outermost(dependency.getTargetClass())))
            .map(Dependency::getDescription)
            .toList();

    assertThat(violations).isEmpty();
  }

  @Test
  void foreignCalls_areMadeByPosixAlone() {
    List<String> violations =
        dependencies(written())
            .filter(dependency -> FOREIGN_CALLS.contains(dependency.getTargetClass().getName()))
            .filter(
                dependency ->
                    !outermost(dependency.getOriginClass()).getSimpleName().equals("Posix"))
            .map(Dependency::getDescription)
            .toList();

    assertThat(violations).isEmpty();
  }

  @Test
  void clockEnvironmentAndExit_areTouchedOnlyAtTheEdges() {
    List<String> violations =
        written()
            .filter(candidate -> !WhoMayKnowWhom.EDGES.contains(candidate.getPackageName()))
            .flatMap(candidate -> candidate.getAccessesFromSelf().stream())
            .filter(
                access ->
                    ENVIRONMENT_AND_EXIT.contains(name(access))
                        || WALL_CLOCK.contains(name(access)))
            .map(JavaAccess::getDescription)
            .sorted()
            .toList();

    assertThat(violations).isEmpty();
  }

  /** A code of a MAC is a key, or at once a Signature, which compares in constant time alone. */
  @Test
  void signature_isComparedInConstantTime() {
    List<String> violations =
        written()
            .filter(candidate -> candidate.getPackageName().startsWith("dev.sluice.frontend"))
            .filter(candidate -> !candidate.getSimpleName().equals("Hashes"))
            .flatMap(candidate -> candidate.getMethodCallsFromSelf().stream())
            .filter(call -> isMac(name(call)))
            .filter(call -> !isKeyOrSignature(call.getOrigin()))
            .map(JavaAccess::getDescription)
            .sorted()
            .toList();

    assertThat(violations).isEmpty();
  }

  private static boolean isMac(String method) {
    return method.equals("javax.crypto.Mac.doFinal")
        || method.startsWith("dev.sluice.frontend.auth.signature.Hashes.hmacSha");
  }

  private static boolean isKeyOrSignature(JavaCodeUnit origin) {
    return origin.getName().equals("signingKey")
        || origin.getRawReturnType().getSimpleName().equals("Signature");
  }

  @Test
  void className_saysMoreThanUtilHelperManagerOrImpl() {
    List<String> violations =
        written()
            .map(JavaClass::getSimpleName)
            .filter(name -> name.matches(".*(Utils?|Helpers?|Manager|Impl)"))
            .sorted()
            .toList();

    assertThat(violations).isEmpty();
  }

  private static boolean mayKnow(JavaClass origin, JavaClass target) {
    return origin.getPackageName().equals(target.getPackageName())
        || WhoMayKnowWhom.EVERYBODYS.contains(outermost(target).getName())
        || WhoMayKnowWhom.PACKAGES
            .getOrDefault(origin.getPackageName(), Set.of())
            .contains(target.getPackageName());
  }

  private static Stream<JavaClass> written() {
    return CLASSES
        .that(
            DescribedPredicate.describe(
                "written by hand",
                (JavaClass candidate) ->
                    !WhoMayKnowWhom.GENERATED.contains(candidate.getPackageName())))
        .stream();
  }

  private static Stream<Dependency> dependencies(Stream<JavaClass> origins) {
    return origins.flatMap(origin -> origin.getDirectDependenciesFromSelf().stream());
  }

  private static boolean belongs(JavaClass candidate, String library) {
    String name = candidate.getPackageName();
    return name.equals(library) || name.startsWith(library + ".");
  }

  private static JavaClass outermost(JavaClass nested) {
    return nested.getEnclosingClass().map(ArchitectureTest::outermost).orElse(nested);
  }

  private static String name(JavaAccess<?> access) {
    return access.getTargetOwner().getName() + "." + access.getTarget().getName();
  }
}

package dev.sluice.integration.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Operation.Support;
import dev.sluice.frontend.xml.ErrorDocument;
import dev.sluice.frontend.xml.PostResponse;
import dev.sluice.frontend.xml.S3Xml;
import dev.sluice.integration.TestProject;
import dev.sluice.integration.conformance.Sample.Extent;
import dev.sluice.integration.conformance.Shape.Document;
import dev.sluice.integration.conformance.Shape.Member;
import dev.sluice.integration.conformance.Shape.Structure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that a document of Sluice can hold is in AWS's service model, and the least that it
 * can hold is all that the model requires.
 */
class WrittenDocumentsTest {
  private static final S3Xml XML = new S3Xml();

  private static ServiceModel model;

  @BeforeAll
  static void read() {
    model = ServiceModel.ofPinnedClients();
  }

  /** A record, and how much it holds. */
  record Case(Class<?> type, Extent extent) {
    @Override
    public String toString() {
      return type.getSimpleName() + " " + extent;
    }
  }

  static Stream<Case> cases() {
    return answered()
        .map(WrittenDocumentsTest::recordOf)
        .flatMap(Optional::stream)
        .distinct()
        .flatMap(type -> Arrays.stream(Extent.values()).map(extent -> new Case(type, extent)));
  }

  private static Stream<S3Operation> answered() {
    return Arrays.stream(S3Operation.values())
        .filter(operation -> operation.support() != Support.NOT_IMPLEMENTED);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answerDocument_isOfTheModel(Case it) {
    List<String> operations =
        answered()
            .filter(operation -> recordOf(operation).equals(Optional.of(it.type())))
            .map(S3Operation::awsName)
            .toList();
    Document document =
        union(operations.stream().map(name -> AnswerDocuments.of(model, name).orElseThrow()));
    Set<String> beyond =
        operations.stream()
            .flatMap(name -> AnswerDocuments.beyond(name).stream())
            .collect(Collectors.toSet());

    byte[] written = XML.document(Sample.record(it.type(), document.shape(), it.extent()));

    assertThat(DocumentCheck.violations(written, document, beyond))
        .as(new String(written, UTF_8))
        .isEmpty();
  }

  /** What any of these has, since one record may be the answer of several operations. */
  private static Document union(Stream<Document> documents) {
    return documents.reduce(WrittenDocumentsTest::union).orElseThrow();
  }

  private static Document union(Document one, Document other) {
    if (one.shape() instanceof Structure first && other.shape() instanceof Structure second) {
      Map<String, Member> members = new LinkedHashMap<>();
      Stream.concat(first.members().stream(), second.members().stream())
          .forEach(member -> members.putIfAbsent(member.name(), member));
      return new Document(one.root(), new Structure(List.copyOf(members.values())));
    }
    return one;
  }

  /** Every operation that answers a document has its root in the table. */
  @Test
  void implementedOperation_hasItsDocumentInTheTable() {
    assertThat(
            Arrays.stream(S3Operation.values())
                .filter(operation -> operation.support() == Support.IMPLEMENTED)
                .filter(operation -> model.operations().contains(operation.awsName()))
                .filter(operation -> model.answer(operation.awsName()).isPresent()))
        .allSatisfy(
            operation -> {
              assertThat(AnswerDocuments.knownRoot(operation.awsName())).isPresent();
              assertThat(recordOf(operation)).isPresent();
            });
  }

  /** No record is written unless it is compared with what AWS says of it. */
  @Test
  void everyRecordThatIsADocument_isCompared() {
    Set<String> compared =
        Stream.of(
                cases().map(it -> it.type().getSimpleName()),
                requests(),
                Stream.of("PostResponse", "ErrorDocument"))
            .flatMap(names -> names)
            .collect(Collectors.toSet());

    assertThat(
            new ClassFileImporter()
                .importPackagesOf(S3Xml.class).stream()
                    .filter(type -> type.isAssignableTo(S3Document.class))
                    .map(JavaClass::getSimpleName))
        .isNotEmpty()
        .allMatch(compared::contains);
  }

  /** Roots of documents that are read; those that are written too are among the cases. */
  private static Stream<String> requests() {
    return Arrays.stream(S3Operation.values())
        .filter(operation -> operation.support() == Support.IMPLEMENTED)
        .flatMap(operation -> model.request(operation.awsName()).stream())
        .map(Document::root);
  }

  /** Errors are no shapes of the model: their elements are a named list, of what is written. */
  @Test
  void elementOfAnError_isInTheList() throws IOException {
    Pattern element = Pattern.compile("\\.with\\(\\s*+\"([A-Za-z0-9]++)\"");
    Set<String> written = new HashSet<>();
    try (Stream<Path> files =
        Files.walk(TestProject.directory().resolve("s3-frontend/src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        element
            .matcher(Files.readString(file))
            .results()
            .forEach(match -> written.add(match.group(1)));
      }
    }

    assertThat(written).isEqualTo(AnswerDocuments.ELEMENTS_OF_ERRORS);
  }

  /** What AWS has in its model under two names is one operation of its API reference. */
  @Test
  void operationOfTheModel_isOneOfOurs() {
    Set<String> deprecated =
        Set.of(
            "GetBucketLifecycle",
            "GetBucketNotification",
            "PutBucketLifecycle",
            "PutBucketNotification");

    assertThat(Arrays.stream(S3Operation.values()).map(S3Operation::awsName))
        .containsAll(
            model.operations().stream().filter(name -> !deprecated.contains(name)).toList());
  }

  @Test
  void documentsWithoutAModel_areThoseOfTheirPages() {
    S3Document posted =
        Sample.record(PostResponse.class, AnswerDocuments.POST_RESPONSE.shape(), Extent.ALL);
    S3Document failure =
        new ErrorDocument(Map.of("Code", "NoSuchKey", "Message", "text", "RequestId", "1"));

    assertThat(
            DocumentCheck.violations(XML.document(posted), AnswerDocuments.POST_RESPONSE, Set.of()))
        .isEmpty();
    assertThat(DocumentCheck.violations(XML.document(failure), AnswerDocuments.ERROR, "", Set.of()))
        .isEmpty();
  }

  private static Optional<Class<?>> recordOf(S3Operation operation) {
    return AnswerDocuments.knownRoot(operation.awsName())
        .map(
            root -> {
              try {
                return Class.forName(S3Xml.class.getPackageName() + "." + root);
              } catch (ClassNotFoundException e) {
                throw new AssertionError("a document without its record: " + root, e);
              }
            });
  }
}

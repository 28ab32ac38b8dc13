package dev.sluice.integration.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Operation.Support;
import dev.sluice.integration.SluiceProcess;
import dev.sluice.integration.conformance.Shape.Document;
import dev.sluice.integration.trial.core.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The answers of a real process, as they come over HTTP, against AWS's service model. */
@Timeout(300)
class AnswersTest {
  @TempDir private static Path folder;

  private static ServiceModel model;
  private static List<Exchange> exchanges;

  /** An operation and its answer. */
  record Exchange(S3Operation operation, String request, Answer answer) {
    @Override
    public String toString() {
      return operation.awsName() + " " + answer.status() + ": " + request;
    }
  }

  @BeforeAll
  static void ask() throws Exception {
    model = ServiceModel.ofPinnedClients();
    try (SluiceProcess server = SluiceProcess.standalone(folder.resolve("data")).start();
        Story story = new Story(server.s3())) {
      exchanges = new ArrayList<>(story.exchanges());
    }
    Path credentials =
        Files.writeString(
            folder.resolve("credentials.yaml"),
            "identities: [{access-key: %s, secret-key: a-secret-of-nobody, grants: []}]"
                .formatted(Story.ACCESS_KEY));
    try (SluiceProcess server =
            SluiceProcess.standalone(folder.resolve("closed"))
                .with("--credentials", credentials)
                .start();
        Story story = new Story(server.s3())) {
      exchanges.addAll(story.refusals());
    }
  }

  static Stream<Exchange> documents() {
    return exchanges.stream().filter(exchange -> exchange.answer().isXml());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void answer_isOfTheModel(Exchange exchange) {
    String operation = exchange.operation().awsName();
    Answer answer = exchange.answer();
    List<String> violations =
        answer.status() >= 300
            ? DocumentCheck.violations(answer.body(), AnswerDocuments.ERROR, "", Set.of())
            : DocumentCheck.violations(
                answer.body(), document(exchange.operation()), AnswerDocuments.beyond(operation));

    assertThat(violations).as(answer.text()).isEmpty();
  }

  private static Document document(S3Operation operation) {
    return operation == S3Operation.POST_OBJECT
        ? AnswerDocuments.POST_RESPONSE
        : AnswerDocuments.of(model, operation.awsName()).orElseThrow();
  }

  /** What is no document is not compared: there is nothing else where one is expected. */
  @Test
  void answer_isADocumentWhereAwsHasOne() {
    assertThat(exchanges)
        .filteredOn(
            exchange ->
                exchange.answer().status() >= 400
                    || (exchange.answer().status() == 200
                        && model.answer(exchange.operation().awsName()).isPresent()))
        .isNotEmpty()
        .allMatch(exchange -> exchange.answer().isXml());
  }

  @Test
  void everyRefusalOfASignature_isAmongTheDocuments() {
    assertThat(documents().map(exchange -> exchange.answer().code()))
        .contains(
            "AccessDenied", "InvalidAccessKeyId", "RequestTimeTooSkewed", "SignatureDoesNotMatch");
  }

  /** An implemented operation that answers a document has answered one. */
  @Test
  void implementedOperation_isAskedForItsDocument() {
    assertThat(
            Arrays.stream(S3Operation.values())
                .filter(operation -> operation.support() == Support.IMPLEMENTED)
                .filter(operation -> model.answer(operation.awsName()).isPresent()))
        .allSatisfy(
            operation ->
                assertThat(exchanges)
                    .anyMatch(
                        exchange ->
                            exchange.operation() == operation
                                && exchange.answer().status() == 200
                                && exchange.answer().isXml()));
  }

  /** An operation that is answered as unset or not at all has told so in a document of errors. */
  @Test
  void otherOperation_isAskedToo() {
    assertThat(exchanges.stream().map(Exchange::operation))
        .containsAll(
            Arrays.stream(S3Operation.values())
                .filter(operation -> operation.support() == Support.ANSWERED_AS_UNSET)
                .toList());
  }
}

package dev.sluice.integration.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Operation.Support;
import dev.sluice.frontend.xml.S3Xml;
import dev.sluice.integration.conformance.Shape.Document;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A document with every member that the service model has for a request is read. */
class ReadDocumentsTest {
  private static final S3Xml XML = new S3Xml();

  /** Documents of which AWS takes one item alone, though the model says nothing of it. */
  private static final Set<String> SINGLE = Set.of("OwnershipControls");

  static Stream<S3Operation> operations() {
    ServiceModel model = ServiceModel.ofPinnedClients();
    return Arrays.stream(S3Operation.values())
        .filter(operation -> operation.support() == Support.IMPLEMENTED)
        .filter(operation -> model.request(operation.awsName()).isPresent());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void requestDocument_isReadWithAllItsMembers(S3Operation operation) throws Exception {
    Document document = ServiceModel.ofPinnedClients().request(operation.awsName()).orElseThrow();
    Class<? extends S3Document> type =
        Class.forName(S3Xml.class.getPackageName() + "." + document.root())
            .asSubclass(S3Document.class);
    String xml = Sample.document(document, SINGLE.contains(document.root()) ? 1 : 2);

    assertThatCode(() -> XML.read(new ByteArrayInputStream(xml.getBytes(UTF_8)), type))
        .as(xml)
        .doesNotThrowAnyException();
  }
}

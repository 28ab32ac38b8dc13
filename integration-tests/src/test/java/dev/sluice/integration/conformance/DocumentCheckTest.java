package dev.sluice.integration.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.conformance.Shape.Document;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check finds what is planted, by a model that has everything that S3's has in small. */
class DocumentCheckTest {
  private static final String MODEL =
      """
      {"operations": {
         "GetThing": {"input": {"shape": "GetThingRequest"}, "output": {"shape": "GetThingOutput"}},
         "PutThing": {"input": {"shape": "PutThingRequest"}}},
       "shapes": {
         "GetThingRequest": {"type": "structure", "members": {}},
         "PutThingRequest": {"type": "structure", "payload": "Thing", "members": {
           "Thing": {"shape": "Grantee", "locationName": "ThingConfiguration"}}},
         "GetThingOutput": {"type": "structure", "required": ["Name", "Versions"], "members": {
           "Name": {"shape": "String"},
           "Count": {"shape": "Count"},
           "Truncated": {"shape": "Flag"},
           "Created": {"shape": "Time"},
           "Class": {"shape": "Class"},
           "Versions": {"shape": "Versions", "locationName": "Version"},
           "Grants": {"shape": "Grants", "locationName": "AccessControlList"},
           "Charged": {"shape": "String", "location": "header", "locationName": "x-charged"}}},
         "Versions": {"type": "list", "flattened": true, "member": {"shape": "String"}},
         "Grants": {"type": "list", "member": {"shape": "Grantee", "locationName": "Grant"}},
         "Grantee": {"type": "structure", "required": ["Type"], "members": {
           "ID": {"shape": "String"},
           "Type": {"shape": "Class", "locationName": "xsi:type", "xmlAttribute": true}}},
         "String": {"type": "string"},
         "Count": {"type": "integer"},
         "Flag": {"type": "boolean"},
         "Time": {"type": "timestamp"},
         "Class": {"type": "string", "enum": ["STANDARD", "COLD"]}}}
      """;

  private static final String GOOD =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Thing xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <Version>1</Version><Name/><Version>2</Version><Count>-3</Count><Truncated>true</Truncated>
        <Created>2026-01-02T03:04:05.678Z</Created><Class>COLD</Class>
        <AccessControlList>
          <Grant xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="STANDARD">
            <ID>a</ID>
          </Grant>
        </AccessControlList>
      </Thing>
      """;

  private static ServiceModel model;
  private static Document thing;

  @BeforeAll
  static void read() throws IOException {
    model = ServiceModel.read(new ByteArrayInputStream(MODEL.getBytes(UTF_8)));
    thing = new Document("Thing", model.answer("GetThing").orElseThrow());
  }

  @Test
  void documentOfTheModel_isWithoutViolation() {
    assertThat(violations(GOOD)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Thing                         | Something             | /Something (expected: /Thing)
          <Name/>                       | <Name/><Title/>       | /Thing/Title: not in the model
          <Name/>                       |                       | /Thing/Name: not there (expected: one)
          <Name/>                       | <Name/><Name/>        | /Thing/Name: 2 of them (expected: at most one)
          <Name/>                       | <Name/>loose          | /Thing: text 'loose' (expected: none)
          <Name/>                       | <Name><b/></Name>     | /Thing/Name/b: not in the model, which has text
          <Name/>                       | <Name a="b"/>         | /Thing/Name/@a: not in the model
          <Name/>                       | <Name xmlns=""/>      | /Thing/Name: namespace '' (expected: 'http://s3.amazonaws.com/doc/2006-03-01/')
          <Name/>                       | <Name/><Charged>x</Charged> | /Thing/Charged: not in the model
          <Count>-3                     | <Count>many           | /Thing/Count: 'many' (expected: INTEGER)
          <Truncated>true               | <Truncated>TRUE       | /Thing/Truncated: 'TRUE' (expected: BOOLEAN)
          2026-01-02T03:04:05.678Z      | Fri, 02 Jan 2026      | /Thing/Created: 'Fri, 02 Jan 2026' (expected: TIMESTAMP)
          2026-01-02T03:04:05.678Z      | 2026-01-02T03:04:05+01:00 | /Thing/Created: '2026-01-02T03:04:05+01:00' (expected: TIMESTAMP)
          <Class>COLD                   | <Class>cold           | /Thing/Class: 'cold' (expected one of: [STANDARD, COLD])
          xsi:type="STANDARD"           | xsi:type="WARM"       | /Thing/AccessControlList/Grant/@xsi:type: 'WARM' (expected one of: [STANDARD, COLD])
          xsi:type="STANDARD"           |                       | /Thing/AccessControlList/Grant/@xsi:type: not there (expected: one)
          2001/XMLSchema-instance       | elsewhere             | /Thing/AccessControlList/Grant/@xsi:type: namespace 'http://www.w3.org/elsewhere'
          <Grant xmlns                  | <Grant b="c" xmlns    | /Thing/AccessControlList/Grant/@b: not in the model
          """)
  void plantedViolation_isNamed(String good, String bad, String violation) {
    String document = GOOD.replace(good, bad == null ? "" : bad);

    assertThat(violations(document)).containsExactly(violation);
  }

  @Test
  void listWithoutItems_isNamedWhereSomeAreRequired() {
    assertThat(violations(GOOD.replaceAll("<Version>.</Version>", "")))
        .containsExactly("/Thing/Version: not there (expected: some)");
  }

  @Test
  void violationInOneOfMany_isNamedWithItsPlace() {
    assertThat(violations(GOOD.replace("<Version>2", "<Version a=\"b\">2")))
        .containsExactly("/Thing/Version[2]/@a: not in the model");
  }

  @Test
  void namespaceThatIsMissing_isNamedForEveryElement() {
    assertThat(violations(GOOD.replace(" xmlns=\"" + DocumentCheck.NAMESPACE + "\"", "")))
        .contains("/Thing: namespace '' (expected: '" + DocumentCheck.NAMESPACE + "')")
        .hasSize(11);
  }

  @Test
  void elementOfTheNamedList_isNoViolation() {
    String document = GOOD.replace("<Name/>", "<Name/><Extra>1</Extra>");

    assertThat(violations(document)).containsExactly("/Thing/Extra: not in the model");
    assertThat(DocumentCheck.violations(document.getBytes(UTF_8), thing, Set.of("/Thing/Extra")))
        .isEmpty();
  }

  @Test
  void brokenText_isNoDocument() {
    assertThat(violations("<Thing>")).singleElement().asString().startsWith("no document: ");
    assertThat(violations("<!DOCTYPE a []><a/>")).singleElement().asString().contains("DOCTYPE");
  }

  @Test
  void documentMadeOfTheModel_isWithoutViolation() {
    assertThat(violations(Sample.document(thing, 2))).isEmpty();
    assertThat(Sample.document(model.request("PutThing").orElseThrow(), 1))
        .startsWith("<ThingConfiguration ")
        .contains("xsi:type=\"STANDARD\"", "<ID>text0</ID>");
    assertThat(model.request("GetThing")).isEmpty();
    assertThat(model.answer("PutThing")).isEmpty();
  }

  private static List<String> violations(String document) {
    return DocumentCheck.violations(document.getBytes(UTF_8), thing, Set.of());
  }
}

package dev.sluice.frontend.xml;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.fuzzing.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * {@link S3Xml} reads any bytes as the document, with the texts that the JDK's DOM parser finds
 * there, or refuses them as MalformedXML; what it wrote it reads.
 */
final class S3XmlFuzzTarget implements FuzzTarget {
  private static final Set<S3ErrorCode> REFUSALS =
      EnumSet.of(
          S3ErrorCode.MALFORMED_XML,
          S3ErrorCode.INVALID_REQUEST,
          S3ErrorCode.MAX_MESSAGE_LENGTH_EXCEEDED);

  private final S3Xml xml = new S3Xml();

  @Override
  public void attack(byte[] input) throws IOException {
    Delete delete = read(input, Delete.class);
    if (delete != null) {
      List<String> keys = delete.object().stream().map(Delete.Entry::key).toList();
      same(keys, texts(input, "Object", "Key"));
    }
    CompleteMultipartUpload complete = read(input, CompleteMultipartUpload.class);
    if (complete != null) {
      List<String> tags = complete.part().stream().map(CompleteMultipartUpload.Part::eTag).toList();
      same(tags, texts(input, "Part", "ETag"));
    }
    CreateBucketConfiguration bucket = read(input, CreateBucketConfiguration.class);
    if (bucket != null && bucket.locationConstraint() != null) {
      same(
          List.of(bucket.locationConstraint()),
          texts(input, "CreateBucketConfiguration", "LocationConstraint"));
    }
    CORSConfiguration cors = read(input, CORSConfiguration.class);
    if (cors != null) {
      List<String> origins =
          cors.rules().stream().flatMap(it -> it.allowedOrigin().stream()).toList();
      same(origins, texts(input, "CORSRule", "AllowedOrigin"));
    }
    read(input, AccessControlPolicy.class);
    read(input, OwnershipControls.class);
    read(input, PublicAccessBlockConfiguration.class);
    Tagging tagging = read(input, Tagging.class);
    if (tagging != null) {
      List<String> keys = tagging.tagSet().tag().stream().map(TagSet.Tag::key).toList();
      same(keys, texts(input, "Tag", "Key"));
    }
    read(input, RequestPaymentConfiguration.class);
    read(input, AccelerateConfiguration.class);
  }

  private <T extends S3Document> @Nullable T read(byte[] input, Class<T> type) throws IOException {
    try {
      return xml.read(new ByteArrayInputStream(input), type);
    } catch (S3Exception e) {
      require(REFUSALS.contains(e.code()), "a refusal of a document", e.code());
      return null;
    }
  }

  private static void same(List<String> read, @Nullable List<String> byTheJdk) {
    require(byTheJdk == null || read.equals(byTheJdk), "as the JDK reads it", read, byTheJdk);
  }

  private static List<String> fail(SAXException e) {
    throw new AssertionError("the JDK does not read it", e);
  }

  /** The texts of all elements of a name inside elements of another; null: the JDK cannot know. */
  private static @Nullable List<String> texts(byte[] input, String parent, String name) {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setCoalescing(true);
    List<String> texts = new ArrayList<>();
    try {
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      var found = builder.parse(new ByteArrayInputStream(input)).getElementsByTagNameNS("*", name);
      for (int i = 0; i < found.getLength(); i++) {
        Node node = found.item(i);
        if (node.getParentNode() instanceof Element above && above.getLocalName().equals(parent)) {
          texts.add(node.getTextContent());
        }
      }
    } catch (SAXException e) {
      // Characters that XML 1.0 cannot hold are read as references here, and nowhere else.
      // So are control characters for blanks in the declaration.
      String text = FuzzTarget.wireText(input);
      boolean control = text.contains("&#") || text.matches("(?s)<\\?xml[^>]*[\\x00-\\x08].*");
      return control ? null : fail(e);
    } catch (IOException | ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
    return texts;
  }
}

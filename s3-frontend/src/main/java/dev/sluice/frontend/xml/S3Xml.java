package dev.sluice.frontend.xml;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.xml.XmlFactory;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * The one mapper between S3's documents and their records.
 *
 * <p>Reading is for hostile input: no document type, no entities beyond XML's five, limits on size,
 * depth and elements, the right root, and no element that the record does not name, since an
 * element we do not know asks for something we do not do. All of it is MalformedXML. The namespace
 * may be S3's or none.
 *
 * <p>Writing: characters that XML 1.0 cannot hold are written as character references all the same
 * (U+0001 as ampersand, {@code #x1;}), as AWS does. Lenient parsers read them; strict ones refuse,
 * and such clients ask for {@code encoding-type=url}, under which no such character is left.
 */
public final class S3Xml {
  /** The namespace of S3's documents. */
  public static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  /** The declaration that begins every document. */
  public static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  /** Longest document that is read: 10,000 parts with every checksum, or 1,000 long keys, fit. */
  public static final int MAX_DOCUMENT_BYTES = 8 << 20;

  private final StaxFactories stax = new StaxFactories();
  private final XmlMapper mapper;

  /** A mapper, to be shared; it is thread-safe. */
  public S3Xml() {
    XmlFactory factory =
        XmlFactory.builder()
            .xmlInputFactory(stax.input())
            .xmlOutputFactory(stax.output())
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(StaxFactories.MAX_DEPTH)
                    .maxStringLength(StaxFactories.MAX_TEXT)
                    .build())
            .build();
    mapper =
        XmlMapper.builder(factory)
            .annotationIntrospector(new NamespaceIntrospector())
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .defaultPropertyInclusion(
                JsonInclude.Value.construct(
                    JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .addModule(
                new SimpleModule()
                    .addSerializer(Instant.class, new TimestampSerializer())
                    .addSerializer(ErrorDocument.class, new ErrorSerializer())
                    .addDeserializer(Instant.class, new TimestampDeserializer()))
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .build();
  }

  /** The document's bytes, declaration included. */
  public byte[] document(S3Document document) {
    return write(DECLARATION, document);
  }

  /** The document's bytes without declaration, for an answer that has begun with it already. */
  public byte[] element(S3Document document) {
    return write("", document);
  }

  /**
   * Reads a document. Fails with MalformedXML, and with MaxMessageLengthExceeded beyond {@link
   * #MAX_DOCUMENT_BYTES}.
   *
   * @param body is not closed
   * @throws IOException only where the body itself fails
   */
  public <T extends S3Document> T read(InputStream body, Class<T> type) throws IOException {
    BoundedStream bounded = new BoundedStream(body, MAX_DOCUMENT_BYTES);
    try {
      XMLStreamReader reader =
          new PureContent((XMLStreamReader2) stax.input().createXMLStreamReader(bounded));
      reader.nextTag();
      String namespace = reader.getNamespaceURI();
      boolean ours = namespace == null || namespace.isEmpty() || namespace.equals(NAMESPACE);
      if (!ours || !reader.getLocalName().equals(type.getSimpleName())) {
        throw malformed(null);
      }
      T document = mapper.readValue(reader, type);
      while (reader.getEventType() != XMLStreamConstants.END_DOCUMENT) {
        reader.next();
      }
      if (document == null) {
        throw malformed(null);
      }
      return document;
    } catch (XMLStreamException | JsonProcessingException e) {
      bounded.rethrowFailure();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof S3Exception refusal) {
          throw refusal;
        }
      }
      throw malformed(e);
    }
  }

  private static S3Exception malformed(@Nullable Throwable cause) {
    return cause == null
        ? new S3Exception(S3ErrorCode.MALFORMED_XML)
        : new S3Exception(S3ErrorCode.MALFORMED_XML, cause);
  }

  private byte[] write(String declaration, S3Document document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    bytes.writeBytes(declaration.getBytes(StandardCharsets.UTF_8));
    try {
      XMLStreamWriter writer = stax.output().createXMLStreamWriter(bytes, "UTF-8");
      writer.setPrefix("xsi", StaxFactories.SCHEMA_INSTANCE);
      mapper.writeValue(writer, document);
      writer.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("cannot write " + document, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

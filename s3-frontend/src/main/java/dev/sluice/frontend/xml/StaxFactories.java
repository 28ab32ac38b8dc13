package dev.sluice.frontend.xml;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.OutputStream;
import java.io.Writer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import org.codehaus.stax2.XMLInputFactory2;
import org.codehaus.stax2.XMLOutputFactory2;
import org.codehaus.stax2.io.EscapingWriterFactory;

/** The parser and the writer underneath, with their limits. */
final class StaxFactories {
  static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

  /** No document of S3 is deeper than an ACL's or an inventory's. */
  static final int MAX_DEPTH = 16;

  /** Longest text of one element, characters; a key escaped byte by byte fits several times. */
  static final int MAX_TEXT = 64 << 10;

  /** 10,000 parts with number, ETag and five checksums, and their indentation's neighbours. */
  private static final long MAX_ELEMENTS = 100_000;

  private static final int MAX_ATTRIBUTES = 8;

  private final XMLInputFactory input = new WstxInputFactory();
  private final XMLOutputFactory output = new WstxOutputFactory();

  StaxFactories() {
    input.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    input.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    input.setProperty(XMLInputFactory.IS_COALESCING, true);
    // Lazy parsing finds mistakes where no checked exception can leave.
    input.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
    input.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, MAX_DEPTH);
    input.setProperty(WstxInputProperties.P_MAX_ELEMENT_COUNT, MAX_ELEMENTS);
    input.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MAX_ATTRIBUTES);
    input.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, 1024);
    input.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, MAX_TEXT);
    input.setProperty(WstxInputProperties.P_ALLOW_XML11_ESCAPED_CHARS_IN_XML10, true);
    output.setProperty(XMLOutputFactory.IS_REPAIRING_NAMESPACES, true);
    output.setProperty(XMLOutputFactory2.P_TEXT_ESCAPER, new Escaping());
  }

  XMLInputFactory input() {
    return input;
  }

  XMLOutputFactory output() {
    return output;
  }

  private static final class Escaping implements EscapingWriterFactory {
    @Override
    public Writer createEscapingWriterFor(Writer out, String encoding) {
      return new TextEscaper(out);
    }

    @Override
    public Writer createEscapingWriterFor(OutputStream out, String encoding) {
      throw new UnsupportedOperationException("the output factory makes writers");
    }
  }
}

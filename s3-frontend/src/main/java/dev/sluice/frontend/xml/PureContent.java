package dev.sluice.frontend.xml;

import java.util.BitSet;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.codehaus.stax2.util.StreamReader2Delegate;

/**
 * Refuses elements that hold both text and elements. No document of S3 has one, and the mapper
 * would take the text and drop the rest: {@code <Key>a<b/></Key>} is no key {@code a}. Refuses
 * attributes as well, but {@code xsi:nil} and {@code xsi:type}: the mapper would take them for
 * elements, and {@code <Object Key="a"/>} is none that names a key.
 */
final class PureContent extends StreamReader2Delegate {
  private static final Set<String> INSTANCE_ATTRIBUTES = Set.of("nil", "type");

  private final BitSet withText = new BitSet(StaxFactories.MAX_DEPTH);
  private final BitSet withElements = new BitSet(StaxFactories.MAX_DEPTH);
  private int depth;

  PureContent(XMLStreamReader2 reader) {
    super(reader);
  }

  @Override
  public int next() throws XMLStreamException {
    int event = super.next();
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> {
        refuseAttributes();
        withElements.set(depth);
        refuseMixed();
        depth++;
        withText.clear(depth);
        withElements.clear(depth);
      }
      case XMLStreamConstants.END_ELEMENT -> depth--;
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
        if (!isWhiteSpace()) {
          withText.set(depth);
          refuseMixed();
        }
      }
      default -> {
        // Comments, processing instructions and white space between elements say nothing.
      }
    }
    return event;
  }

  @Override
  public int nextTag() throws XMLStreamException {
    int event = super.nextTag();
    if (event == XMLStreamConstants.START_ELEMENT) {
      refuseAttributes();
    }
    return event;
  }

  private void refuseAttributes() throws XMLStreamException {
    for (int i = 0; i < getAttributeCount(); i++) {
      if (!INSTANCE_ATTRIBUTES.contains(getAttributeLocalName(i))
          || !StaxFactories.SCHEMA_INSTANCE.equals(getAttributeNamespace(i))) {
        throw new XMLStreamException("an attribute", getLocation());
      }
    }
  }

  private void refuseMixed() throws XMLStreamException {
    if (withText.get(depth) && withElements.get(depth)) {
      throw new XMLStreamException("text beside elements", getLocation());
    }
  }
}

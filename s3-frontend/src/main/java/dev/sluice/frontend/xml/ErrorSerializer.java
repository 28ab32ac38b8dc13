package dev.sluice.frontend.xml;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.dataformat.xml.ser.ToXmlGenerator;
import java.io.IOException;
import java.util.Map;
import javax.xml.namespace.QName;

/** Writes an error's elements in their order and without a namespace. */
final class ErrorSerializer extends JsonSerializer<ErrorDocument> {
  @Override
  public void serialize(
      ErrorDocument document, JsonGenerator generator, SerializerProvider provider)
      throws IOException {
    ToXmlGenerator xml = (ToXmlGenerator) generator;
    xml.writeStartObject();
    for (Map.Entry<String, String> element : document.elements().entrySet()) {
      xml.setNextName(new QName(element.getKey()));
      xml.writeFieldName(element.getKey());
      xml.writeString(element.getValue());
    }
    xml.writeEndObject();
  }
}

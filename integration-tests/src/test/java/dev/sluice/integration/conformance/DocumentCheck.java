package dev.sluice.integration.conformance;

import dev.sluice.integration.conformance.Shape.Document;
import dev.sluice.integration.conformance.Shape.Kind;
import dev.sluice.integration.conformance.Shape.Member;
import dev.sluice.integration.conformance.Shape.Structure;
import dev.sluice.integration.conformance.Shape.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The comparison of a document with its shape. The order of elements does not matter, as it matters
 * to no SDK; everything else does: names, namespaces, numbers, what is required, and texts.
 */
final class DocumentCheck {
  static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private static final String XMLNS = "http://www.w3.org/2000/xmlns/";
  private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
  private static final Pattern INTEGER = Pattern.compile("-?+[0-9]{1,18}+");

  private final String namespace;
  private final Set<String> beyond;
  private final List<String> violations = new ArrayList<>();

  private DocumentCheck(String namespace, Set<String> beyond) {
    this.namespace = namespace;
    this.beyond = beyond;
  }

  /**
   * All that is wrong with a document, each as a path, what is there and what was expected.
   *
   * @param beyond paths of elements that may be there though the shape does not know them
   */
  static List<String> violations(byte[] xml, Document expected, Set<String> beyond) {
    return violations(xml, expected, NAMESPACE, beyond);
  }

  /** The same of a document in another namespace; empty: in none. */
  static List<String> violations(
      byte[] xml, Document expected, String namespace, Set<String> beyond) {
    DocumentCheck check = new DocumentCheck(namespace, beyond);
    try {
      check.root(parser().parse(new ByteArrayInputStream(xml)).getDocumentElement(), expected);
    } catch (SAXException e) {
      check.violations.add("no document: " + e.getMessage());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return check.violations;
  }

  private void root(Element root, Document expected) {
    String path = "/" + root.getNodeName();
    if (!root.getNodeName().equals(expected.root())) {
      violations.add(path + " (expected: /" + expected.root() + ")");
      return;
    }
    element(path, root, expected.shape());
  }

  private void element(String path, Element element, Shape shape) {
    String found = element.getNamespaceURI() == null ? "" : element.getNamespaceURI();
    if (!found.equals(namespace)) {
      violations.add(path + ": namespace '" + found + "' (expected: '" + namespace + "')");
    }
    switch (shape) {
      case Structure structure -> structure(path, element, structure);
      case Text text -> text(path, element, text);
    }
  }

  private void structure(String path, Element element, Structure structure) {
    attributes(path, element, structure);
    Map<String, List<Element>> children = new LinkedHashMap<>();
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element inner) {
        children.computeIfAbsent(inner.getNodeName(), _ -> new ArrayList<>()).add(inner);
      } else if (!child.getTextContent().isBlank()) {
        violations.add(path + ": text '" + child.getTextContent().strip() + "' (expected: none)");
      }
    }
    for (Member member : structure.members()) {
      if (!member.attribute()) {
        List<Element> there = children.getOrDefault(member.name(), List.of());
        children.remove(member.name());
        members(path + "/" + member.name(), there, member);
      }
    }
    children.keySet().stream()
        .map(name -> path + "/" + name)
        .filter(unknown -> !beyond.contains(unknown.replaceAll("\\[[0-9]++\\]", "")))
        .forEach(unknown -> violations.add(unknown + ": not in the model"));
  }

  private void members(String path, List<Element> there, Member member) {
    if (there.isEmpty() && member.required()) {
      violations.add(path + ": not there (expected: " + (member.repeated() ? "some" : "one") + ")");
    }
    if (there.size() > 1 && !member.repeated()) {
      violations.add(path + ": " + there.size() + " of them (expected: at most one)");
    }
    for (int i = 0; i < there.size(); i++) {
      String one = there.size() > 1 ? path + "[" + (i + 1) + "]" : path;
      element(one, there.get(i), member.shape());
    }
  }

  private void attributes(String path, Element element, Structure structure) {
    Map<String, Attr> left = attributes(element);
    for (Member member : structure.members()) {
      if (member.attribute()) {
        Attr attribute = left.remove(member.name());
        String at = path + "/@" + member.name();
        if (attribute != null) {
          text(at, attribute.getValue(), (Text) member.shape());
          if (!SCHEMA_INSTANCE.equals(attribute.getNamespaceURI())) {
            violations.add(at + ": namespace '" + attribute.getNamespaceURI() + "'");
          }
        } else if (member.required()) {
          violations.add(at + ": not there (expected: one)");
        }
      }
    }
    left.keySet().forEach(name -> violations.add(path + "/@" + name + ": not in the model"));
  }

  private static Map<String, Attr> attributes(Element element) {
    NamedNodeMap all = element.getAttributes();
    Map<String, Attr> attributes = new LinkedHashMap<>();
    for (int i = 0; i < all.getLength(); i++) {
      if (all.item(i) instanceof Attr attribute && !XMLNS.equals(attribute.getNamespaceURI())) {
        attributes.put(attribute.getNodeName(), attribute);
      }
    }
    return attributes;
  }

  private void text(String path, Element element, Text text) {
    attributes(element)
        .keySet()
        .forEach(name -> violations.add(path + "/@" + name + ": not in the model"));
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element) {
        violations.add(path + "/" + child.getNodeName() + ": not in the model, which has text");
      }
    }
    text(path, element.getTextContent(), text);
  }

  private void text(String path, String value, Text text) {
    if (!isOf(text.kind(), value)) {
      violations.add(path + ": '" + value + "' (expected: " + text.kind() + ")");
    } else if (!text.values().isEmpty() && !text.values().contains(value)) {
      violations.add(path + ": '" + value + "' (expected one of: " + text.values() + ")");
    }
  }

  private static boolean isOf(Kind kind, String value) {
    return switch (kind) {
      case STRING -> true;
      case INTEGER -> INTEGER.matcher(value).matches();
      case BOOLEAN -> value.equals("true") || value.equals("false");
      case TIMESTAMP -> isTimestamp(value);
    };
  }

  /** S3 writes its timestamps in UTC. */
  private static boolean isTimestamp(String value) {
    try {
      Instant.parse(value);
      return value.endsWith("Z");
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static DocumentBuilder parser() {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    try {
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder parser = factory.newDocumentBuilder();
      parser.setErrorHandler(new Throwing());
      return parser;
    } catch (ParserConfigurationException e) {
      throw new AssertionError(e);
    }
  }

  /** Says nothing to standard error, unlike the parser's own. */
  private static final class Throwing implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}

package dev.sluice.integration.conformance;

import java.util.List;
import java.util.Set;

/** The shape of an element of a document. */
sealed interface Shape {

  /**
   * Elements in any order.
   *
   * @param members all that there may be, attributes included
   */
  record Structure(List<Member> members) implements Shape {}

  /**
   * Text.
   *
   * @param kind of text
   * @param values all that it may be; empty: any of the kind
   */
  record Text(Kind kind, Set<String> values) implements Shape {}

  /** The kind of a text. */
  enum Kind {
    STRING,
    INTEGER,
    BOOLEAN,
    TIMESTAMP
  }

  /**
   * The place of an element, or of an attribute, in a structure.
   *
   * @param name with its prefix, where it has one
   * @param attribute whether it is an attribute
   * @param required whether there is at least one
   * @param repeated whether there may be several
   */
  record Member(String name, boolean attribute, boolean required, boolean repeated, Shape shape) {}

  /**
   * A document.
   *
   * @param root name of its element
   * @param shape of its element
   */
  record Document(String root, Shape shape) {}
}

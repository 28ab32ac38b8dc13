package dev.sluice.frontend.xml;

import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.dataformat.xml.JacksonXmlAnnotationIntrospector;

/**
 * Puts every element into S3's namespace, names a root as its record, and does not wrap lists: so
 * are all of S3's documents, and no record need say it.
 */
final class NamespaceIntrospector extends JacksonXmlAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  NamespaceIntrospector() {
    super(false);
  }

  @Override
  public PropertyName findRootName(AnnotatedClass annotated) {
    if (annotated.getRawType() == ErrorDocument.class) {
      return new PropertyName("Error", "");
    }
    return new PropertyName(annotated.getRawType().getSimpleName(), S3Xml.NAMESPACE);
  }

  @Override
  public String findNamespace(MapperConfig<?> config, Annotated annotated) {
    if (annotated.getRawType() == ErrorDocument.class) {
      return "";
    }
    String namespace = super.findNamespace(config, annotated);
    return namespace == null || namespace.isEmpty() ? S3Xml.NAMESPACE : namespace;
  }
}

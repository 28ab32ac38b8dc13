package dev.sluice.integration.trial.model;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What documents of settings, tags and access control lists say, however they are written. */
final class Documents {
  /** Stands for the owner that a list names, whoever that is. */
  static final String OWNER = "owner";

  private Documents() {}

  /** The tags of a document. */
  static Map<String, String> tags(Xml document) {
    Map<String, String> tags = new TreeMap<>();
    document
        .all("TagSet")
        .flatMap(set -> set.all("Tag"))
        .forEach(tag -> tags.put(tag.text("Key"), tag.text("Value")));
    return tags;
  }

  /** The tags of an answer. */
  static Map<String, String> tags(Answer answer) {
    return tags(answer.xml());
  }

  /** The grants of a list in an answer, each as its grantee and the permission. */
  static Set<String> grants(Answer answer) {
    Xml document = answer.xml();
    String owner = document.all("Owner").findFirst().map(it -> it.text("ID")).orElse("");
    Set<String> grants = new TreeSet<>();
    document
        .all("AccessControlList")
        .flatMap(list -> list.all("Grant"))
        .forEach(
            grant -> {
              Xml grantee = grant.all("Grantee").findFirst().orElseThrow();
              String group = grantee.text("URI");
              String name =
                  !group.isEmpty()
                      ? group.substring(group.lastIndexOf('/') + 1)
                      : grantee.text("ID").equals(owner) ? OWNER : grantee.text("ID");
              grants.add(name + " " + grant.text("Permission"));
            });
    return grants;
  }

  /** The texts of all elements without others inside, by their name. */
  static Map<String, List<String>> leaves(Xml document) {
    Map<String, List<String>> leaves = new TreeMap<>();
    addLeaves(leaves, document);
    return leaves;
  }

  private static void addLeaves(Map<String, List<String>> leaves, Xml element) {
    for (Xml child : element.children()) {
      if (child.children().isEmpty()) {
        Objects.requireNonNull(leaves.computeIfAbsent(child.name(), _ -> new ArrayList<>()))
            .add(child.text());
      } else {
        addLeaves(leaves, child);
      }
    }
  }
}

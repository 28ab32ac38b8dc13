package dev.sluice.integration.trial.crash;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Bytes;
import dev.sluice.integration.trial.core.Xml;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may be at a key.
 *
 * @param mark metadata that only this write has
 * @param md5 of the bytes
 * @param length of the bytes
 * @param label all tags have it: at first the mark, later that of the change that replaced it
 * @param open whether the access control list lets everybody read
 * @param stamp ETag and time, which no change of label or list changes; empty: not known
 */
record Version(String mark, String md5, int length, String label, boolean open, String stamp) {
  /** Nothing. */
  static final Version ABSENT = new Version("", "", -1, "", false, "");

  /** The access control list that lets everybody read. */
  static final String OPEN = "public-read";

  private static final String MARK = "x-amz-meta-mark";
  private static final List<String> TAGS = List.of("label", "label-again");

  /** All metadata that a write with a mark has: each of them says which write it belongs to. */
  static Map<String, String> headers(String mark) {
    return Map.of(
        MARK,
        mark,
        "x-amz-meta-long",
        (mark + " ").repeat(1 + mark.length() * 20).strip(),
        "content-type",
        "application/x-" + mark,
        "content-disposition",
        "attachment; filename=\"" + mark + "\"",
        "cache-control",
        "private, max-age=" + mark.length());
  }

  /** Headers that state the first label of a write, and who may read it. */
  static Map<String, String> labelHeaders(String label, boolean open) {
    return Map.of(
        "x-amz-tagging",
        TAGS.stream().map(tag -> tag + "=" + label).collect(Collectors.joining("&")),
        "x-amz-acl",
        open ? OPEN : "private");
  }

  static Version of(String mark, byte[] bytes, boolean open) {
    return new Version(mark, Bytes.md5(bytes), bytes.length, mark, open, "");
  }

  /** The same bytes and metadata with another label. */
  Version labelled(String other) {
    return new Version(mark, md5, length, other, open, stamp);
  }

  /** The same, readable for everybody or not. */
  Version opened(boolean isOpen) {
    return new Version(mark, md5, length, label, isOpen, stamp);
  }

  /** The same, whose ETag and time are known. */
  Version stamped(String known) {
    return new Version(mark, md5, length, label, open, known);
  }

  /** Whether this, which was read, is what another says may be there. */
  boolean isA(Version other) {
    return other.stamp.isEmpty() ? stamped("").equals(other) : equals(other);
  }

  /** ETag and time of what was read. */
  static String stamp(Answer answer) {
    return answer.header("etag") + " " + answer.header("last-modified");
  }

  /** What reads found: the object, its tags, its access control list. */
  static Version read(Answer answer, Answer tags, Answer acl) {
    return answer.status() == 404
        ? ABSENT
        : new Version(
            mark(answer),
            Bytes.md5(answer.body()),
            answer.body().length,
            label(tags),
            acl.text().contains("AllUsers"),
            stamp(answer));
  }

  /** The label that tags have; where they are not those of one change alone, all of them. */
  static String label(Answer tags) {
    List<Xml> set = tags.xml().all("TagSet").flatMap(it -> it.all("Tag")).toList();
    Set<String> labels = set.stream().map(it -> it.text("Value")).collect(Collectors.toSet());
    return labels.size() == 1 && set.stream().map(it -> it.text("Key")).toList().equals(TAGS)
        ? labels.iterator().next()
        : "mixed " + tags.text();
  }

  /** A document of tags that have a label. */
  static String tagging(String label) {
    return TAGS.stream()
        .map(tag -> "<Tag><Key>" + tag + "</Key><Value>" + label + "</Value></Tag>")
        .collect(Collectors.joining("", "<Tagging><TagSet>", "</TagSet></Tagging>"));
  }

  /** Its mark; where other metadata is not that of the same write, all of it. */
  private static String mark(Answer answer) {
    String mark = Objects.requireNonNullElse(answer.header(MARK), "no mark");
    Map<String, String> expected = headers(mark);
    return expected.entrySet().stream()
            .allMatch(header -> header.getValue().equals(answer.header(header.getKey())))
        ? mark
        : "mixed " + answer.headers();
  }
}

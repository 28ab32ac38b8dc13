package dev.sluice.integration.trial.crash;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Bytes;
import dev.sluice.integration.trial.core.Xml;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What may be at a key.
 *
 * @param mark metadata that only this write has
 * @param md5 of the bytes
 * @param length of the bytes
 * @param label the one tag: at first the mark, later that of the change that replaced it
 * @param open whether the access control list lets everybody read
 */
record Version(String mark, String md5, int length, String label, boolean open) {
  /** Nothing. */
  static final Version ABSENT = new Version("", "", -1, "", false);

  /** The access control list that lets everybody read. */
  static final String OPEN = "public-read";

  private static final String MARK = "x-amz-meta-mark";
  private static final String TAG = "label";

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
    return Map.of("x-amz-tagging", TAG + "=" + label, "x-amz-acl", open ? OPEN : "private");
  }

  static Version of(String mark, byte[] bytes, boolean open) {
    return new Version(mark, Bytes.md5(bytes), bytes.length, mark, open);
  }

  /** The same bytes and metadata with another label. */
  Version labelled(String other) {
    return new Version(mark, md5, length, other, open);
  }

  /** The same, readable for everybody or not. */
  Version opened(boolean isOpen) {
    return new Version(mark, md5, length, label, isOpen);
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
            acl.text().contains("AllUsers"));
  }

  /** Its label; of other tags than the one all of them. */
  static String label(Answer tags) {
    List<Xml> set = tags.xml().all("TagSet").flatMap(it -> it.all("Tag")).toList();
    return set.size() == 1 && set.getFirst().text("Key").equals(TAG)
        ? set.getFirst().text("Value")
        : "mixed " + tags.text();
  }

  /** A document with the one tag. */
  static String tagging(String label) {
    return "<Tagging><TagSet><Tag><Key>%s</Key><Value>%s</Value></Tag></TagSet></Tagging>"
        .formatted(TAG, label);
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

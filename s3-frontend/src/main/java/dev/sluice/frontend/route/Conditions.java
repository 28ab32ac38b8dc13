package dev.sluice.frontend.route;

import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.RangeCondition;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.frontend.s3.HttpDate;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Conditions in headers, RFC 9110 section 13.1, and those that S3 adds. */
final class Conditions {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"[^\"]*+\"|[^\\s,\"]++");
  private static final String COPY_SOURCE = "x-amz-copy-source-";

  private Conditions() {}

  /**
   * Conditions of GetObject and HeadObject. A date that is none is ignored, as the RFC asks for.
   */
  static ReadConditions ofRead(RequestHead head) {
    return new ReadConditions(
        strong(head.header("if-match")),
        weak(head.header("if-none-match")),
        date(head.header("if-modified-since")),
        date(head.header("if-unmodified-since")));
  }

  /**
   * The condition on which a range counts; null where it cannot hold, because it is no validator or
   * a weak one, which says nothing about single bytes.
   */
  static @Nullable RangeCondition ofRange(String value) {
    String validator = value.strip();
    Instant date = HttpDate.parse(validator);
    if (date != null) {
      return new RangeCondition.Time(date);
    }
    return !validator.startsWith("W/") && TAG.matcher(validator).matches()
        ? new RangeCondition.Tag(ETag.parse(validator))
        : null;
  }

  /** Conditions on the source of a copy. */
  static ReadConditions ofCopySource(RequestHead head) {
    return new ReadConditions(
        strong(head.header(COPY_SOURCE + "if-match")),
        weak(head.header(COPY_SOURCE + "if-none-match")),
        dateOrRefuse(head, COPY_SOURCE + "if-modified-since"),
        dateOrRefuse(head, COPY_SOURCE + "if-unmodified-since"));
  }

  /**
   * Conditions of PutObject, CopyObject and CompleteMultipartUpload. AWS decides {@code
   * If-None-Match: *} and {@code If-Match} with a tag alone; here the others are decided as well.
   */
  static WriteConditions ofWrite(RequestHead head) {
    return new WriteConditions(
        strong(head.header("if-match")), weak(head.header("if-none-match")), null, null);
  }

  /** Conditions of DeleteObject. */
  static WriteConditions ofDelete(RequestHead head) {
    String ifNoneMatch = head.header("if-none-match");
    if (ifNoneMatch != null) {
      throw S3Exception.headerNotImplemented("If-None-Match", ifNoneMatch);
    }
    return new WriteConditions(
        strong(head.header("if-match")),
        null,
        dateOrRefuse(head, "x-amz-if-match-last-modified-time"),
        size(head, "x-amz-if-match-size"));
  }

  /** The tags of an {@code If-Match}, which compare strongly: a weak one never matches. */
  static @Nullable EtagCondition strong(@Nullable String value) {
    return etags(value, ETag::parse);
  }

  /** The tags of an {@code If-None-Match}, which compare weakly. */
  static @Nullable EtagCondition weak(@Nullable String value) {
    return etags(value, ETag::parseWeak);
  }

  /** A list of tags, quoted as they should be or bare as some clients write them. */
  private static @Nullable EtagCondition etags(
      @Nullable String value, Function<String, ETag> parser) {
    if (value == null || value.isBlank()) {
      return null;
    }
    if (value.strip().equals("*")) {
      return EtagCondition.ANY;
    }
    List<ETag> tags = new ArrayList<>();
    Matcher tag = TAG.matcher(value);
    while (tag.find()) {
      tags.add(parser.apply(tag.group()));
    }
    return new EtagCondition(false, tags);
  }

  private static @Nullable Instant date(@Nullable String value) {
    return value == null ? null : HttpDate.parse(value);
  }

  /** A date of HTTP, or one of ISO 8601, which some SDKs write. */
  private static @Nullable Instant dateOrRefuse(RequestHead head, String name) {
    String value = head.header(name);
    if (value == null) {
      return null;
    }
    Instant date = HttpDate.parseHttpOrIso(value);
    if (date == null) {
      throw S3Exception.invalidArgument("Invalid date: expected an HTTP date", name, value);
    }
    return date;
  }

  static @Nullable Long size(RequestHead head, String name) {
    String value = head.header(name);
    if (value == null) {
      return null;
    }
    if (!value.matches("[0-9]{1,18}")) {
      throw S3Exception.invalidArgument(
          "Invalid size: expected a number of bytes, 0 or more", name, value);
    }
    return Long.valueOf(value);
  }
}

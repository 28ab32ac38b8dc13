package dev.sluice.frontend.op;

import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.Selection;
import dev.sluice.common.rpc.WireMetadata;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.frontend.s3.EncodedWord;
import dev.sluice.frontend.s3.HttpDate;
import dev.sluice.v1.ByteSpan;
import dev.sluice.v1.Checksum;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers of GET and HEAD that describe an object. */
final class ObjectHeaders {
  private final ObjectInfo info;
  private final @Nullable ByteSpan span;
  private final Selection selection;
  private final Map<String, String> headers = new LinkedHashMap<>();

  private ObjectHeaders(ObjectInfo info, @Nullable ByteSpan span, Selection selection) {
    this.info = info;
    this.span = span;
    this.selection = selection;
  }

  /**
   * The headers.
   *
   * @param span what was selected; null: all
   * @param overrides headers that stand in for the object's own where they are not empty
   * @param checksums whether to show the checksum, which only speaks of all bytes or of one part
   */
  static Map<String, String> of(
      ObjectInfo info,
      @Nullable ByteSpan span,
      Selection selection,
      ContentHeaders overrides,
      boolean checksums) {
    ObjectHeaders answer = new ObjectHeaders(info, span, selection);
    answer.addIdentity();
    answer.addMetadata(overrides);
    if (checksums) {
      answer.addChecksum();
    }
    return answer.headers;
  }

  private void addIdentity() {
    headers.put("Last-Modified", HttpDate.format(WireTime.toModel(info.getLastModified())));
    headers.put("ETag", '"' + info.getEtag() + '"');
    headers.put("Accept-Ranges", "bytes");
    if (span != null) {
      long last = span.getOffset() + span.getLength() - 1;
      put(
          "Content-Range",
          span.getLength() == 0
              ? ""
              : "bytes " + span.getOffset() + "-" + last + "/" + info.getSize());
    }
    if (selection instanceof Selection.Part && info.getPartSizesCount() > 0) {
      headers.put("x-amz-mp-parts-count", Integer.toString(info.getPartSizesCount()));
    }
  }

  private void addMetadata(ContentHeaders overrides) {
    ObjectMetadata metadata = info.getMetadata();
    ContentHeaders own = WireMetadata.toModel(metadata.getHeaders());
    put("Content-Type", overrides.contentType(), own.contentType());
    put("Cache-Control", overrides.cacheControl(), own.cacheControl());
    put("Content-Disposition", overrides.contentDisposition(), own.contentDisposition());
    put("Content-Encoding", overrides.contentEncoding(), own.contentEncoding());
    put("Content-Language", overrides.contentLanguage(), own.contentLanguage());
    put("Expires", overrides.expires(), own.expires());
    metadata
        .getUserMetadataMap()
        .forEach((name, value) -> headers.put("x-amz-meta-" + name, EncodedWord.encode(value)));
    int tags = metadata.getTagsCount();
    put("x-amz-tagging-count", tags == 0 ? "" : Integer.toString(tags));
  }

  private void addChecksum() {
    ChecksumText text = null;
    if (span == null && info.hasChecksum()) {
      text = ChecksumText.of(info.getChecksum(), info.getPartSizesCount());
    } else if (selection instanceof Selection.Part(int number)) {
      text = ofPart(number);
    }
    if (text != null) {
      headers.put(text.header(), text.value());
      headers.put(ChecksumText.TYPE_HEADER, text.type());
    }
  }

  private @Nullable ChecksumText ofPart(int number) {
    int index =
        info.getPartNumbersCount() == 0 ? number - 1 : info.getPartNumbersList().indexOf(number);
    if (index < 0 || index >= info.getPartChecksumsCount()) {
      return info.hasChecksum() && info.getPartSizesCount() == 0
          ? ChecksumText.of(info.getChecksum(), 0)
          : null;
    }
    Checksum part =
        info.getChecksum().toBuilder()
            .setValue(info.getPartChecksums(index))
            .setType(dev.sluice.v1.ChecksumType.FULL_OBJECT)
            .build();
    ChecksumText text = ChecksumText.of(part, 0);
    return new ChecksumText(text.algorithm(), text.value(), info.getChecksum().getType().name());
  }

  private void put(String name, String value) {
    if (!value.isEmpty()) {
      headers.put(name, value);
    }
  }

  private void put(String name, String override, String own) {
    put(name, override.isEmpty() ? own : override);
  }
}

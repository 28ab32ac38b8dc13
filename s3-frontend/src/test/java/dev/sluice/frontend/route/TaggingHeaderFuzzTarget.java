package dev.sluice.frontend.route;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.frontend.s3.HeaderText;
import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.fuzzing.FuzzTarget;
import java.util.List;

/**
 * {@link TaggingHeader} reads any value as the tags that the parser of queries finds there, or
 * refuses it as InvalidTag.
 */
final class TaggingHeaderFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String sent = FuzzTarget.wireText(input);
    TagSet tags;
    try {
      tags = TaggingHeader.parse(sent);
    } catch (S3Exception e) {
      require(e.code() == S3ErrorCode.INVALID_TAG, "InvalidTag", sent, e.code());
      return;
    }
    List<Tag> asQuery =
        Query.of(HeaderText.fromWire(sent)).parameters().stream()
            .map(parameter -> new Tag(parameter.name(), parameter.value()))
            .toList();
    require(tags.tags().equals(asQuery), "the tags of a query", sent, tags, asQuery);
    require(tags.tags().size() <= TagSet.MAX_OF_OBJECT, "ten tags at most", sent, tags);
  }
}

package dev.sluice.frontend.op;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.KeyOrder;
import dev.sluice.common.rpc.WirePrincipal;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.xml.CommonPrefix;
import dev.sluice.frontend.xml.ListBucketResult;
import dev.sluice.frontend.xml.Owner;
import dev.sluice.frontend.xml.UrlEncoding;
import dev.sluice.v1.ListObjectsRequest;
import dev.sluice.v1.ListObjectsResponse;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectServiceGrpc;
import org.jspecify.annotations.Nullable;

/** The common part of both versions of ListObjects: one page, and the spelling of its names. */
final class KeyListing {
  private final ListObjectsRequest asked;
  private final ListObjectsResponse page;
  private final boolean urlEncoded;

  private KeyListing(ListObjectsRequest asked, ListObjectsResponse page, boolean urlEncoded) {
    this.asked = asked;
    this.page = page;
    this.urlEncoded = urlEncoded;
  }

  static KeyListing of(
      AgentDirectory agents,
      RequestContext call,
      BucketName bucket,
      ListObjectsRequest.Builder request,
      boolean urlEncoded) {
    ListObjectsRequest asked = request.setBucket(bucket.value()).build();
    return new KeyListing(
        asked,
        agents
            .of(call.context(), bucket)
            .longCall(call.context(), ObjectServiceGrpc.getListObjectsMethod(), asked),
        urlEncoded);
  }

  /** A name as this answer writes names; null stays null. */
  @Nullable String name(@Nullable String name) {
    return name == null || !urlEncoded ? name : UrlEncoding.encode(name);
  }

  /** A name that is there. */
  String named(String name) {
    return urlEncoded ? UrlEncoding.encode(name) : name;
  }

  boolean truncated() {
    return !page.getNext().isEmpty();
  }

  /** First key or prefix that did not fit; empty: all did. */
  String next() {
    return page.getNext();
  }

  /** Last key or prefix of the page in the order of keys; empty where there is none. */
  String last() {
    String key =
        page.getObjectsCount() == 0 ? "" : page.getObjects(page.getObjectsCount() - 1).getKey();
    String prefix =
        page.getCommonPrefixesCount() == 0
            ? ""
            : page.getCommonPrefixes(page.getCommonPrefixesCount() - 1);
    return KeyOrder.compare(key, prefix) >= 0 ? key : prefix;
  }

  /** Part of the answer that both versions have. */
  ListBucketResult.Page answer(boolean withOwner) {
    return new ListBucketResult.Page(
        asked.getBucket(),
        named(asked.getPrefix()),
        asked.getDelimiter().isEmpty() ? null : named(asked.getDelimiter()),
        asked.getMaxKeys(),
        urlEncoded ? "url" : null,
        truncated(),
        page.getObjectsList().stream().map(object -> contents(object, withOwner)).toList(),
        page.getCommonPrefixesList().stream()
            .map(prefix -> new CommonPrefix(named(prefix)))
            .toList());
  }

  private ListBucketResult.Contents contents(ObjectInfo object, boolean withOwner) {
    boolean checked = object.hasChecksum();
    return new ListBucketResult.Contents(
        named(object.getKey()),
        WireTime.toModel(object.getLastModified()),
        '"' + object.getEtag() + '"',
        checked ? object.getChecksum().getAlgorithm().name() : null,
        checked ? object.getChecksum().getType().name() : null,
        object.getSize(),
        withOwner && object.hasOwner() ? Owner.of(WirePrincipal.toModel(object.getOwner())) : null,
        "STANDARD");
  }
}

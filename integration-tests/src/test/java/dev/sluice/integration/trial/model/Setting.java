package dev.sluice.integration.trial.model;

import dev.sluice.integration.trial.core.Xml;
import java.util.List;

/**
 * A setting of a bucket that is a document: what is put is what is got. None of these documents
 * changes what an open server answers otherwise, but for the ownership of objects.
 */
enum Setting {
  TAGS(
      "tagging",
      404,
      "NoSuchTagSet",
      "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>ä &amp;"
          + " b</Key><Value></Value></Tag></TagSet></Tagging>",
      "<Tagging><TagSet><Tag><Key>b</Key><Value>two words</Value></Tag></TagSet></Tagging>"),
  CORS(
      "cors",
      404,
      "NoSuchCORSConfiguration",
      "<CORSConfiguration><CORSRule><AllowedOrigin>http://*.example.org</AllowedOrigin>"
          + "<AllowedMethod>PUT</AllowedMethod><AllowedMethod>GET</AllowedMethod>"
          + "<AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader>"
          + "<MaxAgeSeconds>30</MaxAgeSeconds></CORSRule></CORSConfiguration>",
      "<CORSConfiguration><CORSRule><AllowedMethod>HEAD</AllowedMethod>"
          + "<AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>"),
  POLICY(
      "policy",
      404,
      "NoSuchBucketPolicy",
      "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Deny\", \"Principal\": \"*\","
          + " \"Action\": \"s3:*\", \"Resource\": \"arn:aws:s3:::BUCKET/secret/*\"}}",
      "{\"Statement\":[{\"Sid\":\"ünlesbar\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},"
          + "\"Action\":[\"s3:GetObject\"],\"Resource\":[\"arn:aws:s3:::BUCKET/*\"]}]}"),
  OWNERSHIP(
      "ownershipControls",
      404,
      "OwnershipControlsNotFoundError",
      ownership("BucketOwnerEnforced"),
      ownership("ObjectWriter")),
  BLOCK(
      "publicAccessBlock",
      404,
      "NoSuchPublicAccessBlockConfiguration",
      block(true, false),
      block(false, true)),
  PAYER(
      "requestPayment",
      200,
      "<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>",
      "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>",
      "<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>"),
  ACCELERATION(
      "accelerate",
      200,
      "<AccelerateConfiguration/>",
      "<AccelerateConfiguration><Status>Enabled</Status></AccelerateConfiguration>",
      "<AccelerateConfiguration><Status>Suspended</Status></AccelerateConfiguration>");

  private final String query;
  private final int unsetStatus;
  private final String unset;
  private final List<String> documents;

  Setting(String query, int unsetStatus, String unset, String... documents) {
    this.query = query;
    this.unsetStatus = unsetStatus;
    this.unset = unset;
    this.documents = List.of(documents);
  }

  private static String ownership(String name) {
    return "<OwnershipControls><Rule><ObjectOwnership>"
        + name
        + "</ObjectOwnership></Rule></OwnershipControls>";
  }

  private static String block(boolean ignore, boolean restrict) {
    return ("<PublicAccessBlockConfiguration><BlockPublicAcls>false</BlockPublicAcls>"
            + "<IgnorePublicAcls>%s</IgnorePublicAcls><BlockPublicPolicy>false</BlockPublicPolicy>"
            + "<RestrictPublicBuckets>%s</RestrictPublicBuckets></PublicAccessBlockConfiguration>")
        .formatted(ignore, restrict);
  }

  String query() {
    return query;
  }

  /** One of its documents, for a bucket. */
  String document(int choice, String bucket) {
    return documents.get(choice % documents.size()).replace("BUCKET", bucket);
  }

  /** The value of a new bucket; null: unset. */
  static String ofNewBucket() {
    return OWNERSHIP.documents.getFirst();
  }

  /** Whether it can be removed. */
  boolean isRemovable() {
    return unsetStatus == 404;
  }

  /** What is answered where it is unset. */
  Expected unset() {
    return unsetStatus == 404 ? Expected.error(404, unset) : answer(unset);
  }

  /** What is answered where it is this document. */
  Expected answer(String document) {
    return document.startsWith("{")
        ? Expected.text(document)
        : new Expected(200, "", java.util.Map.of(), Expected.shown(Xml.parse(document)));
  }
}

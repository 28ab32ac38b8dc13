package dev.sluice.integration.trial.model;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Xml;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A setting of a bucket that is a document: what is put is what is got. */
enum Setting {
  TAGS(
      "tagging",
      404,
      "NoSuchTagSet",
      "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>ä"
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

  /** Of its four switches these two pairs, of which each also has one that refuses a change. */
  private static String block(boolean acls, boolean policies) {
    return ("<PublicAccessBlockConfiguration><BlockPublicAcls>%s</BlockPublicAcls>"
            + "<IgnorePublicAcls>%s</IgnorePublicAcls><BlockPublicPolicy>%s</BlockPublicPolicy>"
            + "<RestrictPublicBuckets>%s</RestrictPublicBuckets></PublicAccessBlockConfiguration>")
        .formatted(acls, policies, policies, acls);
  }

  String query() {
    return query;
  }

  /** One of its documents, for a bucket. */
  String document(int choice, String bucket) {
    return documents.get(choice % documents.size()).replace("BUCKET", bucket);
  }

  /** The ownership of objects with which access control lists take part, or do not. */
  static String ownership(boolean lists) {
    return OWNERSHIP.documents.get(lists ? 1 : 0);
  }

  /** Whether a bucket with these settings refuses public access control lists. */
  static boolean blocksPublicAcls(Map<Setting, String> settings) {
    return BLOCK.documents.getFirst().equals(settings.get(BLOCK));
  }

  /** Whether a bucket with these settings refuses this one. */
  boolean isBlocked(String document, Map<Setting, String> settings) {
    return this == POLICY
        && document.contains("\"Allow\"")
        && BLOCK.documents.getLast().equals(settings.get(BLOCK));
  }

  /** Whether it can be removed. */
  boolean isRemovable() {
    return unsetStatus == 404;
  }

  /** The status of a change. */
  int doneStatus() {
    return this == POLICY || this == TAGS ? 204 : 200;
  }

  /** The error where it is unset; null where there is a document then, too. */
  @Nullable Expected unset() {
    return unsetStatus == 404 ? Expected.error(404, unset) : null;
  }

  /** What is read where this was put; null: nothing was, and {@link #unset} is not an error. */
  Object value(@Nullable String document) {
    String text = document == null ? unset : document;
    return this == POLICY ? text : value(Xml.parse(text));
  }

  /** What an answer says. */
  Object value(Answer answer) {
    return this == POLICY ? answer.text() : value(answer.xml());
  }

  private Object value(Xml document) {
    return switch (this) {
      case TAGS -> Documents.tags(document);
      case CORS -> document.all("CORSRule").map(Documents::leaves).toList();
      case POLICY, OWNERSHIP, BLOCK, PAYER, ACCELERATION -> Documents.leaves(document);
    };
  }
}

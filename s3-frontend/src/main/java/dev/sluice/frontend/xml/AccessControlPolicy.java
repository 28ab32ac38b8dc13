package dev.sluice.frontend.xml;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import dev.sluice.frontend.s3.S3Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of GetBucketAcl and GetObjectAcl, and body of PutBucketAcl and PutObjectAcl. A document
 * that was read may lack any of it; whether it makes sense is not known yet.
 *
 * @param owner whose it is
 * @param accessControlList who may do what
 */
public record AccessControlPolicy(
    @Nullable Owner owner, @Nullable AccessControlList accessControlList) implements S3Document {
  /** The list of a bucket or object without one: full control for the owner alone. */
  public static AccessControlPolicy ofOwner(Owner owner) {
    return new AccessControlPolicy(
        owner,
        new AccessControlList(
            List.of(new Grant(Grantee.user(owner.id(), owner.displayName()), "FULL_CONTROL"))));
  }

  /**
   * The grants, an element of their own.
   *
   * @param grant each of them
   */
  public record AccessControlList(List<Grant> grant) {
    /** Copies the list. */
    public AccessControlList {
      grant = Lists.copy(grant);
    }
  }

  /**
   * A permission of a grantee.
   *
   * @param grantee who
   * @param permission what, as AWS names it: {@code READ}
   */
  public record Grant(@Nullable Grantee grantee, @Nullable String permission) {}

  /**
   * The holder of a permission.
   *
   * @param type {@link #USER}, {@link #GROUP} or {@link #EMAIL}, which says what else there is
   * @param id canonical user id
   * @param displayName for people; null: not shown
   * @param emailAddress of a user; only read
   * @param uri of a group
   */
  @JsonPropertyOrder({"type", "ID", "DisplayName", "EmailAddress", "URI"})
  public record Grantee(
      @JacksonXmlProperty(
              isAttribute = true,
              namespace = StaxFactories.SCHEMA_INSTANCE,
              localName = "type")
          @Nullable String type,
      @JsonProperty("ID") @Nullable String id,
      @Nullable String displayName,
      @Nullable String emailAddress,
      @JsonProperty("URI") @Nullable String uri) {
    /** Type of a user by canonical id. */
    public static final String USER = "CanonicalUser";

    /** Type of a group. */
    public static final String GROUP = "Group";

    /** Type of a user by e-mail address. */
    public static final String EMAIL = "AmazonCustomerByEmail";

    /**
     * A user.
     *
     * @param displayName null: not shown
     */
    public static Grantee user(String id, @Nullable String displayName) {
      return new Grantee(USER, id, displayName, null, null);
    }

    /** A group. */
    public static Grantee group(String uri) {
      return new Grantee(GROUP, null, null, null, uri);
    }
  }
}

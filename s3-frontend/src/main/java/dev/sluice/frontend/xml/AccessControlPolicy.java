package dev.sluice.frontend.xml;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import dev.sluice.frontend.s3.S3Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of GetBucketAcl and GetObjectAcl.
 *
 * @param owner whose it is
 * @param accessControlList who may do what
 */
public record AccessControlPolicy(Owner owner, AccessControlList accessControlList)
    implements S3Document {
  /** The list of a bucket or object without one: full control for the owner alone. */
  public static AccessControlPolicy ofOwner(Owner owner) {
    Grantee grantee = new Grantee("CanonicalUser", owner.id(), owner.displayName());
    return new AccessControlPolicy(
        owner, new AccessControlList(List.of(new Grant(grantee, "FULL_CONTROL"))));
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
   * @param permission what
   */
  public record Grant(Grantee grantee, String permission) {}

  /**
   * The holder of a permission.
   *
   * @param type {@code CanonicalUser}
   * @param id canonical user id
   * @param displayName for people; null: not shown
   */
  public record Grantee(
      @JacksonXmlProperty(
              isAttribute = true,
              namespace = StaxFactories.SCHEMA_INSTANCE,
              localName = "type")
          String type,
      @JsonProperty("ID") String id,
      @Nullable String displayName) {}
}

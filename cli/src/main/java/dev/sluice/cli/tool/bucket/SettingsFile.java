package dev.sluice.cli.tool.bucket;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.model.Grantee;
import dev.sluice.v1.Acl;
import dev.sluice.v1.AclGrant;
import dev.sluice.v1.AclPermission;
import dev.sluice.v1.CorsRule;
import dev.sluice.v1.Grantee.Group;
import dev.sluice.v1.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings that are documents, as JSON in the shapes of the AWS command line, so that one file
 * serves both: CORS rules ({@code put-bucket-cors}) and grants ({@code put-bucket-acl}).
 */
final class SettingsFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY))
          .build();

  private SettingsFile() {}

  private record Cors(@JsonProperty("CORSRules") @Nullable List<@Nullable Rule> rules) {}

  private record Rule(
      @JsonProperty("ID") @Nullable String id,
      @JsonProperty("AllowedOrigins") @Nullable List<@Nullable String> allowedOrigins,
      @JsonProperty("AllowedMethods") @Nullable List<@Nullable String> allowedMethods,
      @JsonProperty("AllowedHeaders") @Nullable List<@Nullable String> allowedHeaders,
      @JsonProperty("ExposeHeaders") @Nullable List<@Nullable String> exposeHeaders,
      @JsonProperty("MaxAgeSeconds") @Nullable Integer maxAgeSeconds) {

    private static Rule of(CorsRule rule) {
      return new Rule(
          rule.getId(),
          rule.getAllowedOriginsList(),
          rule.getAllowedMethodsList(),
          rule.getAllowedHeadersList(),
          rule.getExposeHeadersList(),
          rule.hasMaxAgeSeconds() ? (Integer) rule.getMaxAgeSeconds() : null);
    }

    private CorsRule message() {
      CorsRule.Builder rule =
          CorsRule.newBuilder()
              .setId(id == null ? "" : id)
              .addAllAllowedOrigins(orNone(allowedOrigins))
              .addAllAllowedMethods(orNone(allowedMethods))
              .addAllAllowedHeaders(orNone(allowedHeaders))
              .addAllExposeHeaders(orNone(exposeHeaders));
      if (maxAgeSeconds != null) {
        rule.setMaxAgeSeconds(maxAgeSeconds);
      }
      return rule.build();
    }
  }

  /** The owner is what {@code get-bucket-acl} prints besides; nobody changes it. */
  private record Grants(
      @JsonProperty("Owner") @Nullable Map<String, String> owner,
      @JsonProperty("Grants") @Nullable List<@Nullable Grant> grants) {}

  private record Grant(
      @JsonProperty("Grantee") @Nullable User grantee,
      @JsonProperty("Permission") @Nullable String permission) {

    private static Grant of(AclGrant grant) {
      return new Grant(User.of(grant.getGrantee()), grant.getPermission().name());
    }

    private AclGrant message() {
      if (grantee == null || permission == null) {
        throw new IllegalArgumentException("a grant without Grantee or Permission");
      }
      return AclGrant.newBuilder()
          .setGrantee(grantee.message())
          .setPermission(AclPermission.valueOf(permission))
          .build();
    }
  }

  private record User(
      @JsonProperty("Type") @Nullable String type,
      @JsonProperty("ID") @Nullable String id,
      @JsonProperty("DisplayName") @Nullable String displayName,
      @JsonProperty("URI") @Nullable String uri) {

    private static User of(dev.sluice.v1.Grantee grantee) {
      return switch (grantee.getGranteeCase()) {
        case USER ->
            new User(
                "CanonicalUser",
                grantee.getUser().getId(),
                grantee.getUser().getDisplayName(),
                null);
        case GROUP, GRANTEE_NOT_SET -> new User("Group", null, null, uri(grantee.getGroup()));
      };
    }

    private static String uri(Group group) {
      return switch (group) {
        case ALL_USERS -> Grantee.Group.ALL_USERS.uri();
        case AUTHENTICATED_USERS -> Grantee.Group.AUTHENTICATED_USERS.uri();
        case LOG_DELIVERY -> Grantee.Group.LOG_DELIVERY.uri();
        case GROUP_UNSPECIFIED, UNRECOGNIZED -> "";
      };
    }

    private dev.sluice.v1.Grantee message() {
      dev.sluice.v1.Grantee.Builder message = dev.sluice.v1.Grantee.newBuilder();
      if (id != null) {
        Principal.Builder user = Principal.newBuilder().setId(id);
        return message
            .setUser(displayName == null ? user : user.setDisplayName(displayName))
            .build();
      }
      Grantee.Group group = uri == null ? null : Grantee.Group.of(uri);
      return switch (group) {
        case ALL_USERS -> message.setGroup(Group.ALL_USERS).build();
        case AUTHENTICATED_USERS -> message.setGroup(Group.AUTHENTICATED_USERS).build();
        case LOG_DELIVERY -> message.setGroup(Group.LOG_DELIVERY).build();
        case null ->
            throw new IllegalArgumentException(
                "a grantee with neither the ID of a user nor the URI of a group of Amazon S3");
      };
    }
  }

  /** Reads CORS rules; a text that has none is a mistake in the use of the tool. */
  static List<CorsRule> parseCors(String text) {
    return orNone(read(text, Cors.class).rules()).stream().map(Rule::message).toList();
  }

  /** Reads grants; a text that has none is a mistake in the use of the tool. */
  static Acl parseGrants(String text) {
    try {
      Grants file = read(text, Grants.class);
      return Acl.newBuilder()
          .addAllGrants(orNone(file.grants()).stream().map(Grant::message).toList())
          .build();
    } catch (IllegalArgumentException e) {
      throw ToolFailure.usage("grants: " + e.getMessage());
    }
  }

  /** CORS rules as they are read. */
  static Map<String, Object> cors(List<CorsRule> rules) {
    return map(new Cors(rules.stream().map(Rule::of).toList()));
  }

  /** Grants as they are read. */
  static Map<String, Object> grants(Acl acl) {
    return map(new Grants(null, acl.getGrantsList().stream().map(Grant::of).toList()));
  }

  private static Map<String, Object> map(Object document) {
    return JSON.convertValue(document, new TypeReference<Map<String, Object>>() {});
  }

  private static <T> T read(String text, Class<T> type) {
    try {
      T document = JSON.readValue(text, type);
      if (document != null) {
        return document;
      }
    } catch (JsonProcessingException e) {
      throw ToolFailure.usage("settings file: " + e.getOriginalMessage());
    }
    throw ToolFailure.usage("settings file: null (expected: a JSON object)");
  }

  private static <T> List<T> orNone(@Nullable List<@Nullable T> list) {
    List<T> items = new ArrayList<>();
    for (T item : list == null ? List.<@Nullable T>of() : list) {
      if (item == null) {
        throw ToolFailure.usage("settings file: null in a list (expected: a value)");
      }
      items.add(item);
    }
    return items;
  }
}

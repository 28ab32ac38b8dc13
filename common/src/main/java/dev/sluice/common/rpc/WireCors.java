package dev.sluice.common.rpc;

import dev.sluice.common.model.CorsRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CORS rules, to and from messages. */
public final class WireCors {
  private WireCors() {}

  /** The messages, in the order of the rules. */
  public static List<dev.sluice.v1.CorsRule> toProto(List<CorsRule> rules) {
    return rules.stream().map(WireCors::toProto).toList();
  }

  /** The rules; fails with {@code REQUEST_INVALID} where one cannot be a rule. */
  public static List<CorsRule> toModel(List<dev.sluice.v1.CorsRule> messages) {
    return messages.stream().map(WireCors::toModel).toList();
  }

  private static dev.sluice.v1.CorsRule toProto(CorsRule rule) {
    dev.sluice.v1.CorsRule.Builder message =
        dev.sluice.v1.CorsRule.newBuilder()
            .setId(rule.id())
            .addAllAllowedOrigins(rule.allowedOrigins())
            .addAllAllowedMethods(rule.allowedMethods())
            .addAllAllowedHeaders(rule.allowedHeaders())
            .addAllExposeHeaders(rule.exposeHeaders());
    Integer seconds = rule.maxAgeSeconds();
    return seconds == null ? message.build() : message.setMaxAgeSeconds(seconds).build();
  }

  private static CorsRule toModel(dev.sluice.v1.CorsRule message) {
    return new CorsRule(
        message.getId(),
        message.getAllowedOriginsList(),
        message.getAllowedMethodsList(),
        message.getAllowedHeadersList(),
        message.getExposeHeadersList(),
        message.hasMaxAgeSeconds() ? (@Nullable Integer) message.getMaxAgeSeconds() : null);
  }
}

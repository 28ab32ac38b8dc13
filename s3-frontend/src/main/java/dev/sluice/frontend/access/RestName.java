package dev.sluice.frontend.access;

import dev.sluice.frontend.s3.S3Operation;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The names of operations in AWS's access log: {@code REST.GET.OBJECT} where the API says
 * GetObject. Where AWS documents none, the query parameter gives it.
 */
final class RestName {
  private static final Pattern WORD_BEGINS = Pattern.compile("(?<=[a-z])(?=[A-Z])|-");

  private static final Map<String, String> RESOURCES =
      Map.ofEntries(
          Map.entry("uploadId", "UPLOAD"),
          Map.entry("partNumber", "PART"),
          Map.entry("delete", "MULTI_OBJECT_DELETE"),
          Map.entry("attributes", "OBJECT_ATTRIBUTES"),
          Map.entry("list-type", "BUCKET"),
          Map.entry("versions", "BUCKETVERSIONS"),
          Map.entry("policy", "BUCKETPOLICY"),
          Map.entry("logging", "LOGGING_STATUS"),
          Map.entry("object-lock", "OBJECT_LOCK_CONFIGURATION"));

  private RestName() {}

  static String of(S3Operation operation) {
    return switch (operation) {
      case COPY_OBJECT -> "REST.COPY.OBJECT";
      case UPLOAD_PART_COPY -> "REST.COPY.PART";
      case POST_OBJECT -> "REST.POST.OBJECT";
      case GET_OBJECT_TAGGING, PUT_OBJECT_TAGGING, DELETE_OBJECT_TAGGING ->
          "REST." + operation.method() + ".OBJECT_TAGGING";
      default -> "REST." + operation.method() + '.' + resource(operation);
    };
  }

  private static String resource(S3Operation operation) {
    if (operation.query().isEmpty()) {
      return operation.scope().name();
    }
    String parameter = operation.query().getFirst();
    return RESOURCES.getOrDefault(
        parameter, WORD_BEGINS.matcher(parameter).replaceAll("_").toUpperCase(Locale.ROOT));
  }
}

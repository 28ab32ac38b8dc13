package dev.sluice.frontend.route;

import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Operation.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The table of operations by scope, method and the names in the query. */
final class OperationTable {
  /**
   * Operations that no query names: the router recognizes these by a header, a value or a path of
   * its own.
   */
  private static final Set<S3Operation> TOLD_OTHERWISE =
      Set.of(
          S3Operation.COPY_OBJECT,
          S3Operation.UPLOAD_PART_COPY,
          S3Operation.LIST_DIRECTORY_BUCKETS,
          S3Operation.WRITE_GET_OBJECT_RESPONSE);

  private static final OperationTable SERVICE = new OperationTable(Scope.SERVICE);
  private static final OperationTable BUCKET = new OperationTable(Scope.BUCKET);
  private static final OperationTable OBJECT = new OperationTable(Scope.OBJECT);

  private final Scope scope;
  private final List<S3Operation> operations = new ArrayList<>();
  private final Set<String> subResources = new HashSet<>();

  /** By method, the operations of requests without a query, which most are. */
  private final Map<String, S3Operation> plain = new HashMap<>();

  private OperationTable(Scope scope) {
    this.scope = scope;
    for (S3Operation operation : S3Operation.values()) {
      if (operation.scope() == scope && !TOLD_OTHERWISE.contains(operation)) {
        operations.add(operation);
        subResources.add(subResource(operation));
        if (operation.query().isEmpty()) {
          plain.putIfAbsent(operation.method(), operation);
        }
      }
    }
    subResources.remove("");
    subResources.remove("partNumber"); // a plain parameter of reads
  }

  static OperationTable of(Scope scope) {
    return switch (scope) {
      case SERVICE -> SERVICE;
      case BUCKET -> BUCKET;
      case OBJECT -> OBJECT;
    };
  }

  /**
   * The operation. Operations that differ by a header only are one here: a copy is found as
   * PutObject or UploadPart.
   *
   * <p>Fails with InvalidArgument where the query names two sub-resources, and with
   * MethodNotAllowed where it names one that the method cannot be used on.
   */
  S3Operation find(String method, Query query) {
    S3Operation found = query.names().isEmpty() ? plain.get(method) : null;
    if (found != null) {
      return found;
    }
    Set<String> asked = new LinkedHashSet<>(query.names());
    asked.retainAll(subResources);
    Set<String> own = new LinkedHashSet<>();
    for (S3Operation operation : operations) {
      if (operation.method().equals(method) && query.names().containsAll(operation.query())) {
        own.add(subResource(operation));
        if (found == null || operation.query().size() > found.query().size()) {
          found = operation;
        }
      }
    }
    own.remove("");
    if (own.size() > 1) {
      throw S3Exception.invalidArgument(
          "Conflicting query string parameters: " + String.join(", ", own),
          "ResourceType",
          own.iterator().next());
    }
    asked.removeAll(own);
    if (found == S3Operation.UPLOAD_PART) {
      asked.remove("uploadId");
    }
    if (found == null || !asked.isEmpty()) {
      throw methodNotAllowed(method, asked.isEmpty() ? "" : asked.iterator().next());
    }
    return found;
  }

  /**
   * The refusal of a method, which names those that are allowed (RFC 9110 section 15.5.6).
   *
   * @param subResource that the query names; empty: none
   */
  S3Exception methodNotAllowed(String method, String subResource) {
    Set<String> allowed = new TreeSet<>();
    for (S3Operation operation : operations) {
      if (subResource(operation).equals(subResource)) {
        allowed.add(operation.method());
      }
    }
    String resource = subResource.isEmpty() ? scope.name() : subResource;
    return new S3Exception(S3ErrorCode.METHOD_NOT_ALLOWED)
        .with("Method", method)
        .with("ResourceType", resource.toUpperCase(Locale.ROOT))
        .withHeader("Allow", String.join(", ", allowed));
  }

  private static String subResource(S3Operation operation) {
    return operation.query().isEmpty() ? "" : operation.query().getFirst();
  }
}

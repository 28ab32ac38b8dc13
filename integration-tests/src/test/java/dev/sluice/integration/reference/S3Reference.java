package dev.sluice.integration.reference;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Operation.Support;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Writes {@code docs/reference/s3.md} from the table of operations and the table of error codes.
 */
final class S3Reference {

  private final StringBuilder page = new StringBuilder();

  private S3Reference() {}

  /** The whole page, Markdown. */
  static String page() {
    S3Reference reference = new S3Reference();
    reference.introduction();
    reference.implemented();
    reference.answeredAsUnset();
    reference.notImplemented();
    reference.errors();
    return reference.page.toString();
  }

  private void introduction() {
    paragraph("# S3 REST reference");
    paragraph(
        "Generated from `S3Operation` and `S3ErrorCode`. All "
            + S3Operation.values().length
            + " operations of the Amazon S3 API are here, with the answer of Sluice.");
    paragraph(
        "A request is shown in path style, `/{bucket}/{key}`. The same operations answer below"
            + " `/api/v1/s3`, and in virtual-host style under every configured domain. Query"
            + " parameters shown are those that distinguish an operation from others; parameters,"
            + " headers and documents are those of AWS's reference.");
  }

  private void implemented() {
    paragraph("## Implemented");
    MarkdownTable.header(page, "Operation", "Request", "Permission", "What it does");
    for (S3Operation operation : with(Support.IMPLEMENTED)) {
      row(operation.awsName(), request(operation), permission(operation), operation.description());
    }
  }

  private void answeredAsUnset() {
    paragraph("## Answered as unset");
    paragraph(
        "Clients send these before anything else. Sluice has no such configuration, and answers as"
            + " AWS does for a bucket or object without it.");
    MarkdownTable.header(page, "Operation", "Request", "Permission", "The answer");
    for (S3Operation operation : with(Support.ANSWERED_AS_UNSET)) {
      row(operation.awsName(), request(operation), permission(operation), operation.description());
    }
  }

  private void notImplemented() {
    paragraph("## Not implemented");
    paragraph("Each answers `NotImplemented`, status 501, with its own name in the message.");
    MarkdownTable.header(page, "Operation", "Request", "Permission");
    for (S3Operation operation : with(Support.NOT_IMPLEMENTED)) {
      row(operation.awsName(), request(operation), permission(operation));
    }
  }

  private void errors() {
    paragraph("## Error codes");
    paragraph(
        "An error is an XML document `<Error>` with `Code`, `Message`, `Resource` and `RequestId`."
            + " Act on the code; a message may say more than the one here.");
    MarkdownTable.header(page, "Code", "Status", "Message");
    Arrays.stream(S3ErrorCode.values())
        .sorted(Comparator.comparing(S3ErrorCode::code))
        .forEach(
            error ->
                row(
                    "`" + error.code() + "`",
                    Integer.toString(error.status()),
                    error.defaultMessage()));
  }

  private static List<S3Operation> with(Support support) {
    return Arrays.stream(S3Operation.values())
        .filter(operation -> operation.support() == support)
        .sorted(Comparator.comparing(S3Operation::awsName))
        .toList();
  }

  private static String request(S3Operation operation) {
    String path =
        switch (operation.scope()) {
          case SERVICE -> "/";
          case BUCKET -> "/{bucket}";
          case OBJECT -> "/{bucket}/{key}";
        };
    String query = operation.query().isEmpty() ? "" : "?" + String.join("&", operation.query());
    return "`" + operation.method() + " " + path + query + "`";
  }

  private static String permission(S3Operation operation) {
    return operation.permission().isEmpty() ? "" : "`" + operation.permission() + "`";
  }

  private void paragraph(String text) {
    page.append(page.isEmpty() ? "" : "\n").append(text).append('\n');
  }

  private void row(String... cells) {
    MarkdownTable.row(page, cells);
  }
}

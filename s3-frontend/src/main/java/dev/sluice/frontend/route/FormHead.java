package dev.sluice.frontend.route;

import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.HeaderText;
import dev.sluice.frontend.s3.RequestHead;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The fields of a form as the headers that they would be on a PutObject. */
public final class FormHead {
  private static final Set<String> HEADERS =
      Set.of(
          "content-type",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "content-md5",
          "expires");

  private static final String ACL = "acl";

  /** About the signature, or about how bodies come that are no forms. */
  private static final Set<String> NO_HEADERS =
      Set.of(
          "x-amz-algorithm",
          "x-amz-credential",
          "x-amz-date",
          "x-amz-signature",
          "x-amz-security-token",
          "x-amz-content-sha256",
          "x-amz-decoded-content-length",
          "x-amz-trailer",
          "x-amz-copy-source");

  private FormHead() {}

  /**
   * The head of a request that would put the form's file. Fails with InvalidArgument for a field
   * that no header can hold.
   *
   * @param sent the form's own head
   */
  public static RequestHead of(RequestHead sent, FormFields form) {
    Map<String, List<String>> headers = new TreeMap<>();
    form.values()
        .forEach(
            (field, value) -> {
              String name = field.equals(ACL) ? "x-amz-acl" : field;
              boolean header =
                  HEADERS.contains(name)
                      || (name.startsWith("x-amz-") && !NO_HEADERS.contains(name));
              if (header) {
                headers.put(
                    HeaderText.checkedName(name), List.of(HeaderText.checkedValue(name, value)));
              }
            });
    List<String> owner = sent.headerLines("x-amz-expected-bucket-owner");
    if (!owner.isEmpty()) {
      headers.put("x-amz-expected-bucket-owner", owner);
    }
    return RequestHead.of("PUT", sent.rawPath(), null, sent.host(), headers);
  }
}

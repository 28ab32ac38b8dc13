package dev.sluice.frontend.route;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.TagSet;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.xml.S3Xml;
import dev.sluice.frontend.xml.Tagging;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes the request of a form. */
final class FormRoutes {
  private FormRoutes() {}

  /** The refusal of a POST to a bucket that is no form. */
  static S3Exception noForm() {
    return new S3Exception(S3ErrorCode.PRECONDITION_FAILED)
        .with("Condition", "Bucket POST must be of the enclosure-type multipart/form-data");
  }

  /**
   * The request.
   *
   * @param xml reads the form's tags
   * @param head the form's fields as headers
   */
  static ObjectRequest.PostObject postObject(
      S3Xml xml, BucketName bucket, RequestHead head, FormFields form) {
    SettingHeaders.check(head);
    RefusedHeaders.check(head);
    ObjectMetadata metadata = MetadataReader.read(head);
    String tagging = form.value("tagging"); // a document, unlike the header
    return new ObjectRequest.PostObject(
        bucket,
        key(form),
        head.header("x-amz-expected-bucket-owner"),
        tagging == null || tagging.isBlank() ? metadata : metadata.withTags(tags(xml, tagging)),
        AclHeaders.ofObject(head),
        redirect(form),
        status(form.value("success_action_status")));
  }

  private static TagSet tags(S3Xml xml, String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    try {
      return xml.read(new ByteArrayInputStream(bytes), Tagging.class).tagSet().ofObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectKey key(FormFields form) {
    String key = form.value("key");
    if (key == null) {
      throw S3Exception.invalidArgument(
          "Bucket POST must contain a field named 'key'.  If it is specified, please check the"
              + " order of the fields.",
          "key",
          "");
    }
    if (key.isEmpty()) {
      throw S3Exception.invalidArgument("User key must have a length greater than 0.", "key", "");
    }
    return Addressing.key(key);
  }

  /** One that is no URL is as good as none, as AWS says. */
  private static @Nullable URI redirect(FormFields form) {
    String target = form.value("success_action_redirect");
    if (target == null) {
      target = form.value("redirect");
    }
    try {
      URI url = target == null ? null : new URI(target.strip());
      boolean web =
          url != null
              && url.getHost() != null
              && ("http".equalsIgnoreCase(url.getScheme())
                  || "https".equalsIgnoreCase(url.getScheme()));
      return web ? url : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** Any other than these three is 204, as AWS says. */
  private static int status(@Nullable String value) {
    return "200".equals(value) ? 200 : "201".equals(value) ? 201 : 204;
  }
}

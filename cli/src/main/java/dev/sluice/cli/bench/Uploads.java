package dev.sluice.cli.bench;

import java.util.EnumSet;
import java.util.Optional;

/**
 * Multipart uploads, each by one client from its creation to its completion; one that fails is
 * aborted.
 */
record Uploads(Space space, String folder, int parts, long partSize) {
  Work work() {
    return Work.of(
        EnumSet.of(
            Operation.UPLOAD,
            Operation.CREATE_UPLOAD,
            Operation.UPLOAD_PART,
            Operation.COMPLETE_UPLOAD),
        this::upload);
  }

  private void upload(Client client, long ticket, long due) {
    String path = space.path(Turns.key(folder, ticket));
    long sent = Client.now();
    Response created =
        client.send(
            Operation.CREATE_UPLOAD,
            Request.post(path, "uploads=", Payload.NONE),
            due,
            Uploads::created);
    if (created == null) {
      return;
    }
    String id = Space.encoded(created.element("UploadId").orElseThrow());
    Optional<String> document = sendParts(client, path, id);
    boolean completed =
        document.isPresent()
            && client.send(
                    Operation.COMPLETE_UPLOAD,
                    Request.post(path, "uploadId=" + id, Payload.of(document.get())),
                    Client.now(),
                    Expected::ok)
                != null;
    if (completed) {
      long from = client.schedule().isFixedRate() ? due : sent;
      client.recording().success(Operation.UPLOAD, from, sent, Client.now(), parts * partSize);
    } else {
      client.abandon(Request.delete(path, "uploadId=" + id));
    }
  }

  /** The document that completes the upload; empty where a part failed. */
  private Optional<String> sendParts(Client client, String path, String id) {
    StringBuilder document = new StringBuilder("<CompleteMultipartUpload>");
    for (int part = 1; part <= parts; part++) {
      Response stored =
          client.send(
              Operation.UPLOAD_PART,
              Request.put(
                  path, "partNumber=" + part + "&uploadId=" + id, Payload.ofLength(partSize)),
              Client.now(),
              Expected::stored);
      if (stored == null) {
        return Optional.empty();
      }
      document.append("<Part><PartNumber>").append(part).append("</PartNumber><ETag>");
      document.append(stored.etag().replace("\"", "&quot;")).append("</ETag></Part>");
    }
    return Optional.of(document.append("</CompleteMultipartUpload>").toString());
  }

  private static void created(Response response) throws ExchangeFailure {
    Expected.ok(response);
    if (response.element("UploadId").isEmpty()) {
      throw new ExchangeFailure("no UploadId", "a created upload has no UploadId");
    }
  }
}

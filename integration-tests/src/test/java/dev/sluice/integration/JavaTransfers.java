package dev.sluice.integration;

import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/**
 * Moves a folder to a bucket and back by the transfer manager. It is a program as well: the common
 * runtime asks the system for addresses, not the JVM, so that it needs a {@link HostsFile}.
 */
final class JavaTransfers {

  private JavaTransfers() {}

  /** Arguments: transport, endpoint of virtual-host style, bucket, folder, folder to make. */
  public static void main(String[] arguments) {
    try (S3AsyncClient client =
        JavaTransferTest.Transport.valueOf(arguments[0])
            .client(URI.create(arguments[1]), false, arguments[2])) {
      move(client, arguments[2], Path.of(arguments[3]), Path.of(arguments[4]));
    }
  }

  /** Moves all files below {@code to/} and back. */
  static void move(S3AsyncClient client, String bucket, Path from, Path back) {
    try (S3TransferManager transfers = S3TransferManager.builder().s3Client(client).build()) {
      var failedUploads =
          transfers
              .uploadDirectory(request -> request.bucket(bucket).s3Prefix("to").source(from))
              .completionFuture()
              .join()
              .failedTransfers();
      if (!failedUploads.isEmpty()) {
        throw new AssertionError(failedUploads.toString());
      }
      var failedDownloads =
          transfers
              .downloadDirectory(
                  request ->
                      request
                          .bucket(bucket)
                          .listObjectsV2RequestTransformer(list -> list.prefix("to"))
                          .destination(back))
              .completionFuture()
              .join()
              .failedTransfers();
      if (!failedDownloads.isEmpty()) {
        throw new AssertionError(failedDownloads.toString());
      }
    }
  }
}

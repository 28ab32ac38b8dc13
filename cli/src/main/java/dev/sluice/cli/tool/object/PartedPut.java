package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.terminal.Interruption;
import dev.sluice.cli.tool.terminal.Progress;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.config.ByteSize;
import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.rpc.BodySender;
import dev.sluice.v1.ChecksumAlgorithm;
import dev.sluice.v1.ChecksumType;
import dev.sluice.v1.CompleteUploadRequest;
import dev.sluice.v1.CompletedPart;
import dev.sluice.v1.CreateUploadRequest;
import dev.sluice.v1.ListPartsRequest;
import dev.sluice.v1.ListPartsResponse;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.Part;
import dev.sluice.v1.UploadPartHeader;
import dev.sluice.v1.UploadPartRequest;
import dev.sluice.v1.UploadPartResponse;
import dev.sluice.v1.UploadRef;
import dev.sluice.v1.UploadServiceGrpc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A put in parts. One that may be resumed survives its own end: the next run finds the upload,
 * compares the parts that the agent has with the file by their MD5, and sends only what is missing
 * or differs.
 */
final class PartedPut {
  private static final long DEFAULT_PART_BYTES = 64L << 20;
  private static final long LEAST_PART_BYTES = 5L << 20;
  private static final int MOST_PARTS = 10_000;
  private static final int PAGE = 1000;
  private static final int READ_BYTES = 256 * 1024;

  private final Session session;
  private final Put.Target target;
  private final FileChannel file;
  private final UploadRef upload;
  private final Map<Integer, Part> there;

  private PartedPut(
      Session session,
      Put.Target target,
      FileChannel file,
      UploadRef upload,
      Map<Integer, Part> there) {
    this.session = session;
    this.target = target;
    this.file = file;
    this.upload = upload;
    this.there = there;
  }

  /** Sends a file and completes; the object. A failure leaves nothing behind. */
  static ObjectInfo run(Session session, Put.Target target, Path path, FileChannel file)
      throws InterruptedException {
    UploadRef upload = begin(session, target);
    PartedPut put = new PartedPut(session, target, file, upload, Map.of());
    try (Interruption _ = new Interruption(() -> Uploads.abort(session, upload))) {
      return put.send(path, DEFAULT_PART_BYTES);
    } catch (IOException e) {
      Uploads.abort(session, upload);
      throw PartFile.failed(path, e);
    } catch (StorageException | ToolFailure e) {
      Uploads.abort(session, upload);
      throw e;
    }
  }

  /**
   * Sends what is missing and completes; the object.
   *
   * @param partSize as it was asked for; an upload that goes on keeps its own
   */
  static ObjectInfo resume(
      Session session, Put.Target target, Path path, FileChannel file, Optional<String> partSize)
      throws InterruptedException {
    long wanted = parse(partSize);
    List<UploadRef> begun = Uploads.of(session, target.address());
    UploadRef upload = begun.isEmpty() ? begin(session, target) : begun.getLast();
    Map<Integer, Part> there = begun.isEmpty() ? Map.of() : parts(session, upload);
    PartedPut put = new PartedPut(session, target, file, upload, there);
    try (Interruption _ = new Interruption(put::sayKept)) {
      return put.send(path, wanted);
    } catch (IOException e) {
      put.sayKept();
      throw PartFile.failed(path, e);
    } catch (StorageException | ToolFailure e) {
      put.sayKept();
      throw e;
    }
  }

  private void sayKept() {
    session.say(
        ("upload %s keeps what was sent: the same command goes on, 'sluice rm --uploads %s'"
                + " forgets it")
            .formatted(upload.getUploadId(), target.address()));
  }

  private static long parse(Optional<String> partSize) {
    try {
      long bytes = partSize.map(text -> ByteSize.parse(text).bytes()).orElse(DEFAULT_PART_BYTES);
      if (bytes >= LEAST_PART_BYTES) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw ToolFailure.usage("--part-size: expected " + e.getMessage());
    }
    throw ToolFailure.usage("--part-size: too small (expected: at least 5MiB)");
  }

  private static UploadRef begin(Session session, Put.Target target) {
    Address address = target.address();
    String id =
        session
            .call(
                UploadServiceGrpc.getCreateUploadMethod(),
                CreateUploadRequest.newBuilder()
                    .setBucket(address.bucket())
                    .setKey(address.key())
                    .setMetadata(target.options().metadata())
                    .setChecksumAlgorithm(ChecksumAlgorithm.CRC32C)
                    .setChecksumType(ChecksumType.FULL_OBJECT)
                    .build())
            .getUploadId();
    return UploadRef.newBuilder()
        .setBucket(address.bucket())
        .setKey(address.key())
        .setUploadId(id)
        .build();
  }

  private static Map<Integer, Part> parts(Session session, UploadRef upload) {
    Map<Integer, Part> parts = new TreeMap<>();
    ListPartsRequest.Builder request =
        ListPartsRequest.newBuilder().setUpload(upload).setMaxParts(PAGE);
    ListPartsResponse page;
    do {
      page = session.call(UploadServiceGrpc.getListPartsMethod(), request.build());
      for (Part part : page.getPartsList()) {
        parts.put(part.getPartNumber(), part);
        request.setPartNumberMarker(part.getPartNumber());
      }
    } while (page.getTruncated());
    return parts;
  }

  private ObjectInfo send(Path path, long wanted) throws IOException, InterruptedException {
    long size = file.size();
    FileTime modified = Files.getLastModifiedTime(path);
    long partSize = partSize(size, wanted);
    CompleteUploadRequest.Builder complete =
        CompleteUploadRequest.newBuilder()
            .setUpload(upload)
            .setStatedSize(size)
            .setConditions(target.options().conditions());
    try (Progress progress = session.progress(path.toString(), size)) {
      int number = 1;
      long offset = 0;
      do {
        long length = Math.min(partSize, size - offset);
        Part part = part(number, offset, length, progress);
        complete.addParts(
            CompletedPart.newBuilder().setPartNumber(number).setEtag(part.getEtag()).build());
        number++;
        offset += length;
      } while (offset < size);
    }
    if (file.size() != size || !Files.getLastModifiedTime(path).equals(modified)) {
      throw new IOException("it changed while it was sent");
    }
    return session
        .longCall(UploadServiceGrpc.getCompleteUploadMethod(), complete.build())
        .getObject();
  }

  /** Parts that are there say how large parts are; otherwise as large as 10,000 have to be. */
  private long partSize(long size, long wanted) {
    long begun = there.values().stream().mapToLong(Part::getSize).max().orElse(wanted);
    return Math.max(begun, Math.ceilDiv(size, MOST_PARTS));
  }

  private Part part(int number, long offset, long length, Progress progress)
      throws IOException, InterruptedException {
    Part known = there.get(number);
    if (known != null && known.getSize() == length && known.getEtag().equals(md5(offset, length))) {
      progress.skip(length);
      return known;
    }
    Sending<UploadPartRequest> sending =
        new Sending<>(
            UploadPartRequest.newBuilder()
                .setHeader(
                    UploadPartHeader.newBuilder()
                        .setUpload(upload)
                        .setPartNumber(number)
                        .setLength(length)
                        .setStatesCrc32C(true))
                .build(),
            UploadPartRequest.getDefaultInstance(),
            (message, finish) -> message.toBuilder().setFinish(finish).build());
    try (BodySender<UploadPartRequest, UploadPartResponse> sender =
        session.agent().uploadPart(session.transfer())) {
      return sending.run(session, sender, Source.of(file, offset, length), progress).getCommitted();
    }
  }

  private String md5(long offset, long length) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    Source source = Source.of(file, offset, length);
    ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    while (source.read(buffer.clear())) {
      digest.update(buffer.flip());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}

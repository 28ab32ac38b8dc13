package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.Progress;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireTags;
import dev.sluice.frontend.rpc.BodySender;
import dev.sluice.v1.ChecksumAlgorithm;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectMetadata;
import dev.sluice.v1.PutObjectHeader;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** {@code put}: a file, or standard input, into an object. */
public final class Put implements Tool {
  private static final String STANDARD_INPUT = "-";
  private static final String RESUME = "--resume";
  private static final String PART_SIZE = "--part-size";
  private static final String CONTENT_TYPE = "--content-type";
  private static final String METADATA = "--metadata";
  private static final String TAG = "--tag";

  /** Largest object of one put; a larger file goes in parts. */
  static final long LARGEST_WHOLE = 5L << 30;

  /**
   * Metadata and conditions of a command line, for every object that the command stores.
   *
   * @param metadata to keep with the object
   * @param conditions on what is there
   */
  record Options(ObjectMetadata metadata, dev.sluice.v1.WriteConditions conditions) {
    /** Whether they ask for what is there. */
    boolean isConditional() {
      return !conditions.equals(dev.sluice.v1.WriteConditions.getDefaultInstance());
    }
  }

  /**
   * An object to be stored.
   *
   * @param address where it goes
   * @param options of the command
   */
  record Target(Address address, Options options) {}

  @Override
  public String name() {
    return "put";
  }

  @Override
  public String about() {
    return "Store a file, or standard input (-), as an object. Done means durable.";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "sluice put lake.jpg photos/2026/lake.jpg",
        "tar c site | sluice put - backups/site.tar --if-none-match '*'",
        "sluice put --resume big.iso images/big.iso",
        "sluice put -r site web/site");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.positional(command, "0", "1", "FILE");
    Arguments.address(command, "1", "1");
    Arguments.flag(command, "All files below a folder.", "-r", Cp.RECURSIVE);
    Arguments.flag(
        command, "Send in parts, keep them when it breaks off, and go on from there.", RESUME);
    Arguments.value(
        command,
        "SIZE",
        "With --resume: bytes of a part, such as 16MiB. Default: 64MiB, more for huge files",
        PART_SIZE);
    Arguments.value(command, "TYPE", "Content-Type to keep.", CONTENT_TYPE);
    Arguments.values(command, "NAME=VALUE", "User metadata to keep; several times.", METADATA);
    Arguments.values(command, "KEY=VALUE", "Tag of the object; up to 10.", TAG);
    Arguments.value(command, "ETAG", "Only in place of this object.", Arguments.IF_MATCH);
    Arguments.value(
        command, "*|ETAG", "Only where there is none, or another.", Arguments.IF_NONE_MATCH);
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException, InterruptedException {
    String from = arguments.positionals().get(0);
    boolean resume = arguments.has(RESUME);
    if (arguments.has(Cp.RECURSIVE)) {
      if (resume) {
        throw ToolFailure.usage(RESUME + ": not of a folder (expected: a file)");
      }
      new Copying(session, options(arguments), false)
          .run(new Place.Local(Path.of(from)), new Place.Remote(arguments.address(1), true), true);
      return;
    }
    if (from.equals(STANDARD_INPUT)) {
      if (resume) {
        throw ToolFailure.usage(RESUME + ": not of standard input (expected: a file)");
      }
      Target target = new Target(arguments.address(1).requireObject(), options(arguments));
      Source source = Source.of(Channels.newChannel(session.streams().in()));
      report(session, from, target, send(session, target, from, source));
      return;
    }
    Path file = Path.of(from);
    Address named = arguments.address(1);
    Address address =
        named.key().isEmpty()
            ? new Address(named.bucket(), String.valueOf(file.getFileName()))
            : named;
    Target target = new Target(address, options(arguments));
    if (resume) {
      try (FileChannel channel = open(file)) {
        report(
            session,
            from,
            target,
            PartedPut.resume(session, target, file, channel, arguments.text(PART_SIZE)));
      }
    } else {
      store(session, target, file, LARGEST_WHOLE);
    }
  }

  /**
   * Stores a file, in parts if it is large.
   *
   * @param largestWhole bytes that go without parts at most
   */
  static void store(Session session, Target target, Path file, long largestWhole)
      throws IOException, InterruptedException {
    try (FileChannel channel = open(file)) {
      report(
          session,
          file.toString(),
          target,
          Files.isRegularFile(file) && channel.size() > largestWhole
              ? PartedPut.run(session, target, file, channel)
              : send(session, target, file.toString(), source(file, channel)));
    }
  }

  private static FileChannel open(Path file) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      if (!Files.isDirectory(file)) {
        return channel;
      }
      channel.close();
      throw ToolFailure.usage(file + ": a folder (expected: a file)");
    } catch (IOException e) {
      throw PartFile.failed(file, e);
    }
  }

  /** A pipe or a device has a size of 0 and bytes all the same. */
  private static Source source(Path file, FileChannel channel) throws IOException {
    return Files.isRegularFile(file) ? Source.of(channel, 0, channel.size()) : Source.of(channel);
  }

  /** Metadata and conditions of a command line, not yet for an object. */
  static Options options(Arguments arguments) {
    ObjectMetadata.Builder metadata = ObjectMetadata.newBuilder();
    for (String pair : arguments.texts(METADATA)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw ToolFailure.usage(METADATA + ": '" + pair + "' (expected: NAME=VALUE)");
      }
      metadata.putUserMetadata(
          pair.substring(0, equals).toLowerCase(Locale.ROOT), pair.substring(equals + 1));
    }
    metadata.addAllTags(WireTags.toProto(tags(arguments.texts(TAG))));
    arguments.text(CONTENT_TYPE).ifPresent(metadata.getHeadersBuilder()::setContentType);
    return new Options(
        metadata.build(),
        WireConditions.toProto(
            new WriteConditions(
                arguments.etagCondition(Arguments.IF_MATCH),
                arguments.etagCondition(Arguments.IF_NONE_MATCH),
                null,
                null)));
  }

  private static TagSet tags(List<String> pairs) {
    List<Tag> tags = new ArrayList<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw ToolFailure.usage(TAG + ": '" + pair + "' (expected: KEY=VALUE)");
      }
      tags.add(new Tag(pair.substring(0, equals), pair.substring(equals + 1)));
    }
    return new TagSet(tags);
  }

  private static ObjectInfo send(Session session, Target target, String from, Source source)
      throws IOException, InterruptedException {
    PutObjectHeader.Builder header =
        PutObjectHeader.newBuilder()
            .setBucket(target.address().bucket())
            .setKey(target.address().key())
            .setMetadata(target.options().metadata())
            .setChecksumAlgorithm(ChecksumAlgorithm.CRC32C)
            .setStatesCrc32C(true)
            .setConditions(target.options().conditions());
    if (source.length() >= 0) {
      header.setLength(source.length());
    }
    Sending<PutObjectRequest> sending =
        new Sending<>(
            PutObjectRequest.newBuilder().setHeader(header).build(),
            PutObjectRequest.getDefaultInstance(),
            (message, finish) -> message.toBuilder().setFinish(finish).build());
    try (BodySender<PutObjectRequest, PutObjectResponse> sender =
            session.agent().putObject(session.transfer());
        Progress progress = session.progress(from, source.length())) {
      return sending.run(session, sender, source, progress).getCommitted();
    } catch (IOException e) {
      throw PartFile.failed(Path.of(from), e);
    }
  }

  private static void report(Session session, String from, Target target, ObjectInfo stored)
      throws IOException {
    session
        .output()
        .entry(
            "%s -> %s (%d bytes, CRC32C verified, ETag %s)"
                .formatted(from, target.address(), stored.getSize(), stored.getEtag()),
            new Document()
                .put("file", from)
                .put("bucket", target.address().bucket())
                .put("key", target.address().key())
                .put("bytes", stored.getSize())
                .put("etag", stored.getEtag())
                .put("verified", "CRC32C"));
  }
}

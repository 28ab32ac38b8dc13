package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.Interruption;
import dev.sluice.cli.tool.terminal.Progress;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireSelection;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.ObjectInfo;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** {@code get}: an object into a file. The file is there whole and proven, or it is not there. */
public final class Get implements Tool {
  static final String RESUME = "--resume";
  private static final String STANDARD_OUTPUT = "-";

  @Override
  public String name() {
    return "get";
  }

  @Override
  public String about() {
    return "Write an object into a file, and compare it with the digest that is kept of it.";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "sluice get photos/2026/lake.jpg",
        "sluice get photos/2026/lake.jpg /tmp/",
        "sluice get --resume images/big.iso big.iso",
        "sluice get -r photos/2026/ ./2026",
        "sluice get 'photos/2026/*.jpg' /tmp/");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.address(command, "0", "1");
    Arguments.positional(command, "1", "0..1", "FILE");
    Arguments.flag(command, "All objects below a prefix.", "-r", Cp.RECURSIVE);
    Arguments.flag(
        command, "Keep what was received when it breaks off, and go on from there.", RESUME);
    Cat.conditions(command);
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException, InterruptedException {
    List<String> places = arguments.positionals();
    if (arguments.has(Cp.RECURSIVE) || arguments.isPattern(arguments.address(0))) {
      if (arguments.has(RESUME)) {
        throw ToolFailure.usage(RESUME + ": not of many objects (expected: one)");
      }
      Path folder = Path.of(places.size() > 1 ? places.get(1) : ".");
      new Copying(session, Put.options(arguments), false)
          .run(
              new Place.Remote(arguments.address(0), arguments.has(Arguments.ENCODED)),
              new Place.Local(folder),
              arguments.has(Cp.RECURSIVE));
      return;
    }
    Address address = arguments.address(0).requireObject();
    if (places.size() > 1 && places.get(1).equals(STANDARD_OUTPUT)) {
      Cat.copy(session, address, Cat.request(address, arguments).build());
      return;
    }
    Path target = target(address, places);
    if (!arguments.has(RESUME)) {
      fetch(session, address, target, Cat.request(address, arguments).build());
    } else if (isStream(target)) {
      throw ToolFailure.usage(RESUME + ": " + target + " (expected: a regular file)");
    } else {
      resume(session, address, target, arguments);
    }
  }

  /** Writes an object into a file, or into the pipe, the device or the link that is there. */
  static void fetch(Session session, Address address, Path target, GetObjectRequest request)
      throws IOException, InterruptedException {
    if (isStream(target)) {
      into(session, address, target, request);
    } else {
      whole(session, address, target, request);
    }
  }

  private static Path target(Address address, List<String> places) {
    Path named = Path.of(places.size() > 1 ? places.get(1) : "");
    if (places.size() > 1 && !Files.isDirectory(named)) {
      return named;
    }
    if (Set.of("", ".", "..").contains(address.lastName())) {
      throw ToolFailure.usage("the key ends in no file name: " + address + " (expected: a FILE)");
    }
    return named.resolve(address.lastName());
  }

  /** A pipe, a device or a link is written into, never replaced by a file. */
  private static boolean isStream(Path target) {
    return Files.exists(target, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS);
  }

  private static void into(Session session, Address address, Path target, GetObjectRequest request)
      throws IOException, InterruptedException {
    try (FileChannel out =
        FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      Cat.copy(session, address, request, out);
    } catch (FileSystemException e) {
      throw PartFile.failed(target, e);
    }
  }

  private static void whole(Session session, Address address, Path target, GetObjectRequest request)
      throws IOException, InterruptedException {
    try (Receiving receiving = Receiving.begin(session, request);
        PartFile file = PartFile.open(target, receiving.info().getEtag(), false);
        Interruption _ = new Interruption(file::discard)) {
      try {
        receive(session, address, receiving, file, target);
      } catch (Throwable e) {
        file.discard();
        throw e;
      }
    }
  }

  /** The condition sees to it that the bytes here and those to come are of one object. */
  private static void resume(Session session, Address address, Path target, Arguments arguments)
      throws IOException, InterruptedException {
    ObjectInfo info = Stat.head(session, address);
    try (PartFile file = PartFile.open(target, info.getEtag(), true);
        Interruption _ =
            new Interruption(
                () -> session.say("kept for another 'get --resume': " + file.path()))) {
      if (file.size() > info.getSize()) {
        file.clear();
      }
      if (file.size() == info.getSize()) {
        DigestVerifier verifier = DigestVerifier.of(info);
        file.showTo(verifier);
        finish(session, address, file, target, info, verifier);
        return;
      }
      GetObjectRequest.Builder request =
          Cat.request(address, arguments)
              .setConditions(
                  WireConditions.toProto(
                      new ReadConditions(
                          new EtagCondition(false, List.of(new ETag(info.getEtag()))),
                          arguments.etagCondition(Arguments.IF_NONE_MATCH),
                          null,
                          null)));
      if (file.size() > 0) {
        WireSelection.set(request, new Selection.Range(new ByteRange.From(file.size())));
      }
      try (Receiving receiving = Receiving.begin(session, request.build())) {
        receive(session, address, receiving, file, target);
      }
    }
  }

  private static void receive(
      Session session, Address address, Receiving receiving, PartFile file, Path target)
      throws IOException, InterruptedException {
    ObjectInfo info = receiving.info();
    DigestVerifier verifier = DigestVerifier.of(info);
    file.showTo(verifier);
    try (Progress progress = session.progress(address.lastName(), info.getSize())) {
      progress.skip(file.size());
      receiving.copyTo(file::append, verifier, progress);
    }
    finish(session, address, file, target, info, verifier);
  }

  private static void finish(
      Session session,
      Address address,
      PartFile file,
      Path target,
      ObjectInfo info,
      DigestVerifier verifier)
      throws IOException {
    String provenBy;
    try {
      provenBy = verifier.require();
    } catch (ToolFailure e) {
      file.discard();
      throw e;
    }
    file.publish();
    session
        .output()
        .entry(
            "%s -> %s (%d bytes, %s)"
                .formatted(
                    address,
                    target,
                    info.getSize(),
                    provenBy.isEmpty() ? "no digest to compare with" : provenBy + " verified"),
            new Document()
                .put("bucket", address.bucket())
                .put("key", address.key())
                .put("file", target.toString())
                .put("bytes", info.getSize())
                .put("etag", info.getEtag())
                .put("verified", provenBy));
  }
}

package dev.sluice.cli.tool.bucket;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Keys;
import dev.sluice.cli.tool.session.Removal;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.Output;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.DeleteBucketRequest;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code rb}: removes a bucket. */
public final class Rb implements Tool {
  private static final String FORCE = "--force";

  @Override
  public String name() {
    return "rb";
  }

  @Override
  public String about() {
    return "Remove an empty bucket; with --force, one with objects.";
  }

  @Override
  public List<String> examples() {
    return List.of("sluice rb photos", "sluice rb --force --yes photos");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.positional(command, "0", "1", "BUCKET");
    Arguments.flag(command, "Remove all objects first.", FORCE);
    Arguments.flag(command, "Do not ask.", "-y", Removal.YES);
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException {
    Address address = Address.parse(arguments.positionals().get(0), false).requireBucket();
    long removed = 0;
    if (arguments.has(FORCE)) {
      session.confirm(
          "Remove the bucket " + address.bucket() + " with all objects",
          arguments.has(Removal.YES));
      removed = Removal.of(session, address.bucket(), Keys.below(session, address));
    }
    var _ =
        session.call(
            BucketServiceGrpc.getDeleteBucketMethod(),
            DeleteBucketRequest.newBuilder().setBucket(address.bucket()).build());
    if (session.output().form() == Output.Form.JSON) {
      session
          .output()
          .entry("", new Document().put("bucket", address.bucket()).put("removed", removed));
    }
  }
}

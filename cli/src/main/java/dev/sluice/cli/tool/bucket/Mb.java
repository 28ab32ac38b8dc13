package dev.sluice.cli.tool.bucket;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Attributes;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.Output;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.CreateBucketRequest;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code mb}: makes a bucket. */
public final class Mb implements Tool {
  @Override
  public String name() {
    return "mb";
  }

  @Override
  public String about() {
    return "Make a bucket.";
  }

  @Override
  public List<String> examples() {
    return List.of("sluice mb photos");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.positional(command, "0", "1", "BUCKET");
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException {
    Address address = Address.parse(arguments.positionals().get(0), false).requireBucket();
    var made =
        session.call(
            BucketServiceGrpc.getCreateBucketMethod(),
            CreateBucketRequest.newBuilder().setBucket(address.bucket()).build());
    if (session.output().form() == Output.Form.JSON) {
      session.output().entry("", Attributes.of(made.getBucket()));
    }
  }
}

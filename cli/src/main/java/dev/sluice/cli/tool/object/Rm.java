package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Keys;
import dev.sluice.cli.tool.session.Removal;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.Output;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.v1.DeleteObjectRequest;
import dev.sluice.v1.ObjectServiceGrpc;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code rm}: removes objects, or all whose keys begin alike, or unfinished uploads. */
public final class Rm implements Tool {
  private static final String RECURSIVE = "--recursive";
  private static final String FORCE = "--force";
  private static final String UPLOADS = "--uploads";

  @Override
  public String name() {
    return "rm";
  }

  @Override
  public String about() {
    return "Remove objects.";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "sluice rm photos/2026/lake.jpg",
        "sluice rm --recursive --yes photos/2026/",
        "sluice rm 'photos/2026/*.tmp'",
        "sluice rm --uploads photos/big.iso");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.address(command, "0..*", "1..*");
    Arguments.flag(
        command, "All objects whose keys begin with the address's key.", "-r", RECURSIVE);
    Arguments.flag(command, "Do not ask.", "-y", Removal.YES);
    Arguments.flag(command, "It is no failure that there is nothing.", "-f", FORCE);
    Arguments.flag(
        command, "Forget what an unfinished 'put --resume' has sent, not the object.", UPLOADS);
    Arguments.value(command, "ETAG", "Only the object that has this ETag.", Arguments.IF_MATCH);
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException {
    int count = arguments.positionals().size();
    boolean recursive = arguments.has(RECURSIVE);
    for (int i = 0; i < count; i++) {
      Address address = arguments.address(i);
      if (arguments.has(UPLOADS)) {
        removed(session, address.requireObject(), Uploads.forget(session, address), arguments);
      } else if (recursive || arguments.isPattern(address)) {
        if (!recursive && !arguments.has(Removal.YES)) {
          // A key may hold these characters: a script that names it must not remove others.
          session.requirePerson(
              address + " is a pattern (expected: --yes, or --encoded for a key)");
        }
        session.confirm("Remove all objects of " + address, arguments.has(Removal.YES));
        Keys keys = recursive ? Keys.below(session, address) : Keys.matching(session, address);
        removed(session, address, Removal.of(session, address.bucket(), keys), arguments);
      } else {
        removed(session, address, one(session, address.requireObject(), arguments), arguments);
      }
    }
  }

  private static long one(Session session, Address address, Arguments arguments) {
    WriteConditions conditions =
        new WriteConditions(arguments.etagCondition(Arguments.IF_MATCH), null, null, null);
    return session
            .call(
                ObjectServiceGrpc.getDeleteObjectMethod(),
                DeleteObjectRequest.newBuilder()
                    .setBucket(address.bucket())
                    .setKey(address.key())
                    .setConditions(WireConditions.toProto(conditions))
                    .build())
            .getExisted()
        ? 1
        : 0;
  }

  private static void removed(Session session, Address address, long count, Arguments arguments)
      throws IOException {
    if (count == 0 && !arguments.has(FORCE)) {
      throw new ToolFailure(ExitCode.REFUSED, "nothing there: " + address);
    }
    if (session.output().form() == Output.Form.JSON) {
      session
          .output()
          .entry(
              "",
              new Document()
                  .put("bucket", address.bucket())
                  .put("key", address.key())
                  .put("removed", count));
    }
  }
}

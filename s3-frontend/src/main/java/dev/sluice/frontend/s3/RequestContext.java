package dev.sluice.frontend.s3;

import dev.sluice.common.model.CallContext;
import java.util.function.Consumer;

/**
 * Everything about a request besides what it asks for.
 *
 * @param context travels on to the agent
 * @param permissions of the caller
 * @param identities that the request may name
 * @param body the payload
 * @param url what is asked about, as the client addressed it, without the query; for Location
 * @param takesFile whether the client's connection takes bytes from their file
 * @param ends receives what to do once all work for the answer has ended
 */
public record RequestContext(
    CallContext context,
    Permissions permissions,
    IdentityDirectory identities,
    RequestBody body,
    String url,
    boolean takesFile,
    Consumer<Runnable> ends) {
  /**
   * Does something when the answer was written, or cannot be, and its work is over: that of a late
   * document goes on without its client.
   */
  public void atEnd(Runnable work) {
    ends.accept(work);
  }
}

package dev.sluice.integration;

import java.nio.file.Path;

/** Large bodies in one process without TLS. */
final class MovedBodiesTest extends MovedBodiesContract {
  private SluiceProcess sluice;

  @Override
  void start(Path data, Path accessLog) {
    sluice = SluiceProcess.standalone(data).with("--access-log", accessLog).start();
  }

  @Override
  SluiceProcess frontend() {
    return sluice;
  }

  @Override
  SluiceProcess agent() {
    return sluice;
  }

  @Override
  void stop() {
    sluice.close();
  }
}

package dev.sluice.agent.store.engine;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;

/** {@link StorageUri} is read and written the same, or refused with what was expected. */
final class StorageUriFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    StorageUri uri;
    try {
      uri = StorageUri.parse(text);
    } catch (IllegalArgumentException e) {
      require(StorageUri.EXPECTED.equals(e.getMessage()), "says what was expected", text, e);
      return;
    }
    require(uri.equals(StorageUri.parse(uri.toString())), "there and back", uri);
    require(text.endsWith(":" + uri.rest()), "what follows the scheme", text, uri);
    try {
      require(uri.scheme().equals(uri.toUri().getScheme()), "the scheme of the JDK", uri);
    } catch (IllegalArgumentException e) {
      require(StorageUri.EXPECTED.equals(e.getMessage()), "says what was expected", text, e);
    }
  }
}

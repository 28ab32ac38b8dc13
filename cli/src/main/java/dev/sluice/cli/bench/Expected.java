package dev.sluice.cli.bench;

/** The checks of answers: what a right one looks like. */
final class Expected {
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;

  private Expected() {}

  /** Status 200, and no error in the document that came with it. */
  static void ok(Response response) throws ExchangeFailure {
    if (response.status() != OK || response.body().contains("<Error>")) {
      throw response.failure();
    }
  }

  /** An object, or a part, was stored. */
  static void stored(Response response) throws ExchangeFailure {
    ok(response);
    if (response.etag().isEmpty()) {
      throw new ExchangeFailure("no ETag", "a stored object has no ETag");
    }
  }

  static void deleted(Response response) throws ExchangeFailure {
    if (response.status() != NO_CONTENT) {
      ok(response);
    }
  }

  /** An object of this length and ETag. */
  static Client.Check object(long length, String etag) {
    return response -> {
      ok(response);
      if (response.bytes() != length) {
        throw new ExchangeFailure(
            "wrong length", "%d bytes (expected: %d)".formatted(response.bytes(), length));
      }
      if (!response.etag().equals(etag)) {
        throw new ExchangeFailure(
            "wrong ETag", "ETag %s (expected: %s)".formatted(response.etag(), etag));
      }
    };
  }

  /** A page of a listing with as many keys. */
  static Client.Check keys(int count) {
    return response -> {
      ok(response);
      String keys = response.element("KeyCount").orElse("none");
      if (!keys.equals(Integer.toString(count))) {
        throw new ExchangeFailure(
            "wrong page", "KeyCount %s (expected: %d)".formatted(ResponseHead.shown(keys), count));
      }
    };
  }
}

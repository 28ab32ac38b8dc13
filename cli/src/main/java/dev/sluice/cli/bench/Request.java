package dev.sluice.cli.bench;

/**
 * A request, without what signs it.
 *
 * @param path as it is sent
 * @param query as it is sent: encoded, its parameters sorted, each with an equals sign
 * @param headers further header lines, each with its line end
 */
record Request(String method, String path, String query, String headers, Payload body) {
  static Request get(String path, String query) {
    return new Request("GET", path, query, "", Payload.NONE);
  }

  static Request head(String path) {
    return new Request("HEAD", path, "", "", Payload.NONE);
  }

  static Request delete(String path, String query) {
    return new Request("DELETE", path, query, "", Payload.NONE);
  }

  static Request put(String path, String query, Payload body) {
    return new Request("PUT", path, query, "", body);
  }

  static Request post(String path, String query, Payload body) {
    return new Request("POST", path, query, "", body);
  }

  /** The same with a further header. */
  Request with(String name, String value) {
    return new Request(method, path, query, headers + name + ": " + value + "\r\n", body);
  }

  /** Whether it states a length, as everything does that may have a body. */
  boolean statesLength() {
    return method.equals("PUT") || method.equals("POST");
  }
}

package dev.sluice.cli.bench;

import java.util.Locale;

/** A kind of request that is counted and timed on its own; an upload is all of its requests. */
enum Operation {
  PUT,
  GET,
  HEAD,
  DELETE,
  LIST,
  UPLOAD,
  CREATE_UPLOAD,
  UPLOAD_PART,
  COMPLETE_UPLOAD,
  PUT_IF_NONE_MATCH,
  PUT_IF_MATCH;

  /** Its name in results. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package dev.sluice.agent.store.local.volume;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;

/** {@link StoreFormat} knows its own files, and refuses others in one short line. */
final class StoreFormatFuzzTarget implements FuzzTarget {
  private static final String SHOWN = "The data folder /srv";
  private static final int LONGEST_SENTENCE = 200;

  @Override
  public void attack(byte[] input) {
    StoreFormat format;
    try {
      format = StoreFormat.parse(SHOWN, input);
    } catch (IllegalStateException e) {
      String sentence = String.valueOf(e.getMessage());
      require(sentence.startsWith(SHOWN), "names the folder", sentence);
      require(sentence.length() <= LONGEST_SENTENCE, "short", sentence);
      require(sentence.lines().count() == 1, "one line", sentence);
      return;
    }
    String text = FuzzTarget.text(input).strip();
    if (format == null) {
      require(text.isEmpty(), "something is no nothing", text);
      return;
    }
    String written = StoreFormat.VERSION + format.id().map(id -> "\nid " + id).orElse("");
    require(written.equals(text), "reads what it would write", text, written);
  }
}

package dev.sluice.frontend.http;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;
import org.eclipse.jetty.http.HttpException;

/** {@link PathGuard} gives every path back as it was sent, and nothing in between can be wrong. */
final class PathGuardFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    String tame;
    try {
      tame = PathGuard.tame(text);
    } catch (HttpException.RuntimeException e) {
      boolean fragment = text.indexOf('?') >= 0 && text.indexOf('#', text.indexOf('?')) >= 0;
      require(fragment || !(text.startsWith("/") || text.equals("*")), "a target", text);
      return;
    }
    int question = text.indexOf('?');
    if (text.startsWith("/")) {
      String path = question < 0 ? text : text.substring(0, question);
      String query = text.substring(path.length());
      require(tame.endsWith(query), "the query stays", text, tame);
      String tamed = tame.substring(0, tame.length() - query.length());
      require(!tamed.matches("(?s).*[%.;#\\x00-\\x20].*"), "nothing can be wrong", text, tamed);
      require(PathGuard.restore(tamed).equals(path), "there and back", text, tamed);
    }
  }
}

package dev.sluice.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code curl -i} printed: the interim answers, and the last one.
 *
 * @param interim statuses of the answers before the last, such as 100
 * @param headers by name in lower case
 */
public record CurlAnswer(
    List<Integer> interim, int status, Map<String, String> headers, String body) {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})[^\r\n]*\r\n");
  private static final Pattern ELEMENT = Pattern.compile("<([A-Za-z][A-Za-z0-9]*)(?=[\\s/>])");

  /** Calls {@code curl -i} with these words. */
  public static CurlAnswer of(Object... words) {
    OutsideCommand curl = OutsideCommand.of(OutsideClients.curl(), "-s", "-S", "-i", "-m", "60");
    return parse(curl.with(words).run().good().out());
  }

  static CurlAnswer parse(String text) {
    List<Integer> interim = new ArrayList<>();
    String rest = text;
    while (true) {
      Matcher line = STATUS.matcher(rest);
      if (!line.lookingAt()) {
        throw new AssertionError("no status line: " + rest);
      }
      int status = Integer.parseInt(line.group(1));
      int end = rest.indexOf("\r\n\r\n");
      Map<String, String> headers = headers(rest.substring(line.end(), Math.max(line.end(), end)));
      rest = rest.substring(end + 4);
      if (status >= 200) {
        return new CurlAnswer(List.copyOf(interim), status, headers, rest);
      }
      interim.add(status);
    }
  }

  private static Map<String, String> headers(String lines) {
    Map<String, String> headers = new TreeMap<>();
    for (String line : lines.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  /** The names of the elements that the body opens, in their order. */
  List<String> elements() {
    return elements(body);
  }

  static List<String> elements(String xml) {
    return ELEMENT.matcher(xml).results().map(element -> element.group(1)).toList();
  }

  /** The text of the first element of this name. */
  public String text(String element) {
    Matcher matcher =
        Pattern.compile("<" + element + "(?:\\s[^>]*)?>([^<]*)</" + element + ">").matcher(body);
    if (!matcher.find()) {
      throw new AssertionError("no element " + element + ": " + body);
    }
    return matcher.group(1);
  }
}

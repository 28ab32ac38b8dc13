package dev.sluice.integration.trial.crash;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.core.Request;
import dev.sluice.integration.trial.core.Xml;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** A bucket that one writer makes, changes and deletes, and what it may be. */
final class OwnBucket {
  private final String name;
  private final Predicate<Request> change;
  private final Function<Request, Answer> read;
  private Set<State> possible = new HashSet<>(Set.of(State.ABSENT));

  /**
   * A bucket that is not there yet.
   *
   * @param change asks for a change, and tells whether it was acknowledged
   * @param read asks a server that is well
   */
  OwnBucket(String name, Predicate<Request> change, Function<Request, Answer> read) {
    this.name = name;
    this.change = change;
    this.read = read;
  }

  /** A setting whose document says in several places which change it belongs to. */
  private enum Setting {
    TAGS("tagging", "NoSuchTagSet") {
      @Override
      String document(String mark, String bucket) {
        return Version.tagging(mark);
      }

      @Override
      String mark(Answer answer) {
        return Version.label(answer);
      }
    },
    POLICY("policy", "NoSuchBucketPolicy") {
      @Override
      String document(String mark, String bucket) {
        String resource = "\"arn:aws:s3:::" + bucket + "/" + mark + "/*\"";
        String resources = resource + ("," + resource).repeat(mark.length() * 5);
        return """
        {"Id": "%s", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
          "Resource": [%s]}}
        """
            .formatted(mark, resources);
      }

      @Override
      String mark(Answer answer) {
        return answer.text().replaceAll("(?s)\\A\\{\"Id\": \"([-0-9]++)\".*+", "$1");
      }
    },
    CORS("cors", "NoSuchCORSConfiguration") {
      @Override
      String document(String mark, String bucket) {
        return ("<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>"
                + "http://%s.example.org</AllowedOrigin><ExposeHeader>x-%s</ExposeHeader>"
                + "</CORSRule></CORSConfiguration>")
            .formatted(mark, mark);
      }

      @Override
      String mark(Answer answer) {
        List<Xml> rules = answer.xml().all("CORSRule").toList();
        String mark = rules.getFirst().text("ExposeHeader").substring(2);
        boolean whole =
            rules.size() == 1
                && rules.getFirst().text("AllowedOrigin").equals("http://" + mark + ".example.org");
        return whole ? mark : "mixed " + answer.text();
      }
    };

    private final String query;
    private final String unset;

    Setting(String query, String unset) {
      this.query = query;
      this.unset = unset;
    }

    abstract String document(String mark, String bucket);

    /** The mark of an answer; where it is not of one change alone, all of it. */
    abstract String mark(Answer answer);

    /** The same of any answer; empty where the setting is not set. */
    String read(Answer answer, String bucket) {
      if (answer.code().equals(unset)) {
        return "";
      }
      String mark = mark(answer);
      return this == POLICY && !answer.text().equals(document(mark, bucket))
          ? "mixed " + answer.text()
          : mark;
    }
  }

  /**
   * What it may be.
   *
   * @param there whether it is there at all
   * @param marks of the settings that are set
   */
  private record State(boolean there, Map<Setting, String> marks) {
    static final State ABSENT = new State(false, Map.of());
    static final State BARE = new State(true, Map.of());

    State with(Setting setting, String mark) {
      Map<Setting, String> others = new EnumMap<>(Setting.class);
      others.putAll(marks);
      if (mark.isEmpty()) {
        others.remove(setting);
      } else {
        others.put(setting, mark);
      }
      return new State(true, others);
    }
  }

  /** Changes it somehow, to what a mark stands for. */
  void change(Dice dice, String mark) {
    State certain = possible.size() == 1 ? possible.iterator().next() : State.ABSENT;
    Setting setting = dice.of(Setting.values());
    Set<State> after = new HashSet<>();
    Request request;
    if (!certain.there()) {
      request = Request.of("PUT", name);
      possible.forEach(state -> after.add(state.there() ? state : State.BARE));
    } else if (dice.oneIn(5)) {
      request = Request.of("DELETE", name);
      after.add(State.ABSENT);
    } else if (dice.oneIn(4)) {
      request = Request.of("DELETE", name).query(setting.query, "");
      after.add(certain.with(setting, ""));
    } else {
      request =
          Writer.withDigest(
              Request.of("PUT", name).query(setting.query, "").body(setting.document(mark, name)));
      after.add(certain.with(setting, mark));
    }
    if (!change.test(request)) {
      after.addAll(possible);
    }
    possible = after;
  }

  /** Holds it against what it may be; from here on that is certain. */
  void verify() {
    State found = State.ABSENT;
    if (read.apply(Request.of("HEAD", name)).status() == 200) {
      found = State.BARE;
      for (Setting setting : Setting.values()) {
        Answer answer = read.apply(Request.of("GET", name).query(setting.query, ""));
        found = found.with(setting, setting.read(answer, name));
      }
    }
    if (!possible.contains(found)) {
      throw new Lost("bucket " + name + ": " + found + " (possible: " + possible + ")");
    }
    possible = new HashSet<>(Set.of(found));
  }

  /** Removes it, where it may be there. */
  void clear() {
    if (!possible.contains(State.ABSENT)) {
      var _ = read.apply(Request.of("DELETE", name));
    }
  }
}

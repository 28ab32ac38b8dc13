package dev.sluice.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The result as a picture: requests answered in each second of every run, and the latency at each
 * percentile of all runs together. A line of its own colour for each endpoint, and of its own
 * dashes for each operation; readable on light and on dark.
 */
final class SvgPicture {
  private static final int WIDTH = 760;
  private static final int LEFT = 70;
  private static final int RIGHT = 740;
  private static final int TOP = 70;
  private static final int HEIGHT = 200;
  private static final int SECOND_TOP = 350;
  private static final int LEGEND_TOP = 600;
  private static final int LEGEND_STEP = 18;
  private static final double MILLI = 1_000;
  private static final double TICKS = 4;

  /** Up to 99.99 %: each step has a tenth of what is left. */
  private static final double MOST_NINES = 4;

  private static final int STEPS = 200;
  private static final String[] DASHES = {"none", "6 3", "2 3", "8 3 2 3", "1 2"};

  private final StringBuilder svg = new StringBuilder();
  private final List<Operation> operations;

  private SvgPicture(List<Operation> operations) {
    this.operations = operations;
  }

  static String of(Result result) {
    SvgPicture picture =
        new SvgPicture(result.times().stream().map(Result.Times::operation).distinct().toList());
    picture.draw(result, result.times());
    return picture.svg.toString();
  }

  private void draw(Result result, List<Result.Times> times) {
    List<String> legend = new ArrayList<>();
    for (Result.Times line : times) {
      legend.add(
          result.options().targets().get(line.target()).endpoint() + " " + line.operation().word());
    }
    int height = LEGEND_TOP + LEGEND_STEP * legend.size() + LEGEND_STEP;
    add(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">"
                + "<title>%s</title>",
            WIDTH,
            height,
            escaped(result.options().sentence())));
    svg.append(
        """
        <style>
        .ground { fill: #ffffff } text { fill: #1f2328; font: 12px sans-serif }
        .axis { stroke: #8c959f; fill: none } .line { fill: none; stroke-width: 1.5 }
        .t0 { stroke: #0969da } .t1 { stroke: #bc4c00 }
        @media (prefers-color-scheme: dark) {
        .ground { fill: #0d1117 } text { fill: #e6edf3 } .axis { stroke: #6e7681 }
        .t0 { stroke: #58a6ff } .t1 { stroke: #f0883e } }
        </style>
        """);
    add(
        String.format(
            Locale.ROOT, "<rect class=\"ground\" width=\"%d\" height=\"%d\"/>", WIDTH, height));
    text(LEFT, 24, "start", result.options().sentence());
    throughput(result);
    latency(times);
    for (int i = 0; i < legend.size(); i++) {
      int y = LEGEND_TOP + LEGEND_STEP * i;
      add(
          String.format(
              Locale.ROOT,
              "<path class=\"line t%d\" stroke-dasharray=\"%s\" d=\"M%d %d h40\"/>",
              times.get(i).target(),
              dashes(times.get(i).operation()),
              LEFT,
              y - 4));
      text(LEFT + 50, y, "start", legend.get(i));
    }
    svg.append("</svg>\n");
  }

  private void throughput(Result result) {
    long most = 1;
    int seconds = 2;
    for (Measurement run : result.measurements()) {
      most = Math.max(most, whole(run).stream().mapToLong(Long::longValue).max().orElse(1));
      seconds = Math.max(seconds, whole(run).size());
    }
    frame(TOP, "requests answered in each second", (double) most, "");
    for (int tick = 0; tick <= TICKS; tick++) {
      double x = LEFT + (RIGHT - LEFT) * tick / TICKS;
      text(x, TOP + HEIGHT + 16, "middle", "%.3g s".formatted(1 + (seconds - 1) * tick / TICKS));
    }
    for (Measurement run : result.measurements()) {
      List<Long> each = whole(run);
      StringBuilder points = new StringBuilder();
      for (int second = 0; second < each.size(); second++) {
        double x = LEFT + (RIGHT - LEFT) * (double) second / (seconds - 1);
        point(points, x, TOP + HEIGHT - HEIGHT * (double) each.get(second) / most);
      }
      if (each.size() == 1) {
        point(points, RIGHT, TOP + HEIGHT - HEIGHT * (double) each.getFirst() / most);
      }
      add(
          String.format(
              Locale.ROOT, "<polyline class=\"line t%d\" points=\"%s\"/>", run.target(), points));
    }
  }

  /** Whole seconds alone; of a run shorter than one, its rate. */
  private static List<Long> whole(Measurement run) {
    List<Long> all = run.requestsOfSeconds();
    return all.size() > 1
        ? all.subList(0, all.size() - 1)
        : List.of(Math.round(run.requests() / run.seconds()));
  }

  private void latency(List<Result.Times> times) {
    double most = 0.001;
    for (Result.Times line : times) {
      most = Math.max(most, at(line, MOST_NINES));
    }
    frame(SECOND_TOP, "latency at each percentile", most, " ms");
    String[] labels = {"0", "90 %", "99 %", "99.9 %", "99.99 %"};
    for (int nines = 0; nines <= MOST_NINES; nines++) {
      double x = LEFT + (RIGHT - LEFT) * nines / MOST_NINES;
      text(x, SECOND_TOP + HEIGHT + 16, "middle", labels[nines]);
    }
    for (Result.Times line : times) {
      StringBuilder points = new StringBuilder();
      for (int step = 0; step <= STEPS; step++) {
        double share = (double) step / STEPS;
        double millis = at(line, MOST_NINES * share);
        point(points, LEFT + (RIGHT - LEFT) * share, SECOND_TOP + HEIGHT - HEIGHT * millis / most);
      }
      add(
          String.format(
              Locale.ROOT,
              "<polyline class=\"line t%d\" stroke-dasharray=\"%s\" points=\"%s\"/>",
              line.target(),
              dashes(line.operation()),
              points));
    }
  }

  /** The latency in milliseconds of the percentile with so many nines: 2 for 99 %. */
  private static double at(Result.Times times, double nines) {
    return times.latency().getValueAtPercentile(100 - 100 * Math.pow(10, -nines)) / MILLI;
  }

  private void frame(int top, String title, double most, String unit) {
    text(LEFT, top - 10, "start", title);
    add(
        String.format(
            Locale.ROOT,
            "<path class=\"axis\" d=\"M%d %d v%d h%d\"/>",
            LEFT,
            top,
            HEIGHT,
            RIGHT - LEFT));
    for (int tick = 0; tick <= TICKS; tick++) {
      double value = most * tick / TICKS;
      String form = value >= 100 ? "%,.0f%s" : "%.3g%s";
      text(
          LEFT - 6,
          top + HEIGHT - HEIGHT * tick / TICKS + 4,
          "end",
          String.format(Locale.ROOT, form, value, unit));
    }
  }

  private String dashes(Operation operation) {
    return DASHES[operations.indexOf(operation) % DASHES.length];
  }

  private static void point(StringBuilder points, double x, double y) {
    points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
  }

  private void text(double x, double y, String anchor, String words) {
    add(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            anchor,
            escaped(words)));
  }

  private void add(String element) {
    svg.append(element).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}

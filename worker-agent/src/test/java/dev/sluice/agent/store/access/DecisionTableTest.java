package dev.sluice.agent.store.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may do what, as AWS decides it: {@code decisions.txt} has the rows, each with the page of
 * docs.aws.amazon.com that it comes from.
 */
class DecisionTableTest {
  static List<DecisionRow> rows() {
    return DecisionRow.all();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void row_isDecidedAsOnAws(DecisionRow row) {
    assertThat(row.decide().verdict()).as(row.decide().reason()).isEqualTo(row.verdict());
  }

  /** What is decided before the object is looked at stays decided. */
  @ParameterizedTest
  @MethodSource("rows")
  void decisionWithoutTheObject_isTheSameOrOpen(DecisionRow row) {
    Decision early = row.decideEarly();

    if (early.verdict() != Decision.Verdict.OPEN) {
      assertThat(early.verdict()).as(early.reason()).isEqualTo(row.verdict());
    }
  }

  @Test
  void table_hasHundredsOfRowsOfManyPages() {
    assertThat(rows()).hasSizeGreaterThan(400);
    assertThat(rows().stream().map(DecisionRow::page).distinct()).hasSizeGreaterThan(10);
    assertThat(rows().stream().map(DecisionRow::page)).allMatch(it -> it.contains(".html"));
  }
}

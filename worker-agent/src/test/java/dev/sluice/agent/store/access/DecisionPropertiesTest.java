package dev.sluice.agent.store.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.access.Decision.Verdict;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every decision, whoever asks for whatever: by our design, as on AWS. */
class DecisionPropertiesTest {
  private static final List<String> PEOPLE =
      List.of("ada", "bob", "carl", "dora", "root-of-A", "root-of-C", "anonymous");
  private static final List<String> PRINCIPALS = List.of("*", "ada", "bob", "carl", "A", "C");
  private static final List<String> ACTIONS =
      List.of(
          "GetObject",
          "PutObject",
          "DeleteObject",
          "GetObjectAcl",
          "PutObjectAcl",
          "GetObjectTagging",
          "ListBucket",
          "GetBucketAcl",
          "PutBucketPolicy",
          "AbortMultipartUpload");
  private static final List<String> CONDITIONS =
      List.of("", "", " if tag=open", " if tag!=open", " if ip=10.0.0.0/8", " if tls=true");
  private static final List<String> LISTS =
      List.of("-", "none", "public-read", "public-read-write", "carl:FULL_CONTROL", "bob:READ");

  @Provide
  Arbitrary<DecisionRow> rows() {
    Arbitrary<String> objects =
        Combinators.combine(
                Arbitraries.of("ada", "bob", "carl"),
                Arbitraries.of("", "/none", "/public-read", "/carl:READ", "/ada:FULL_CONTROL"),
                Arbitraries.of("", "#open", "#secret"))
            .as((owner, list, tag) -> owner + list + tag);
    return Combinators.combine(
            Arbitraries.of(PEOPLE),
            Arbitraries.of("allow", "silent", "deny", "allow-open", "deny-secret"),
            statement().list().ofMaxSize(4),
            Arbitraries.of(LISTS),
            Arbitraries.oneOf(objects, Arbitraries.just("absent")),
            Arbitraries.of("enforced", "preferred", "writer"),
            Arbitraries.of("-", "ignore", "restrict"),
            Arbitraries.of(ACTIONS))
        .as(
            (who, own, policy, list, object, ownership, block, action) ->
                new DecisionRow(
                    0,
                    "",
                    who,
                    own,
                    policy.isEmpty() ? "-" : String.join("; ", policy),
                    list,
                    object,
                    ownership,
                    block,
                    action,
                    Verdict.DENY));
  }

  @Provide
  Arbitrary<String> statement() {
    return Combinators.combine(
            Arbitraries.of("Allow", "Allow", "Deny"),
            Arbitraries.of(PRINCIPALS),
            Arbitraries.of("s3:*", "s3:Get*", "s3:GetObject", "s3:PutObject", "s3:List*"),
            Arbitraries.of(CONDITIONS))
        .as(
            (effect, principal, action, condition) ->
                effect + " " + principal + " " + action + condition);
  }

  private static boolean allows(DecisionRow row) {
    Decision decision = row.decide();
    assertThat(decision.verdict()).as("with all at hand").isNotEqualTo(Verdict.OPEN);
    return decision.allowed();
  }

  private static DecisionRow with(DecisionRow row, String own, String policy, String block) {
    return new DecisionRow(
        0,
        "",
        row.who(),
        own,
        policy,
        row.bucketAcl(),
        row.object(),
        row.ownership(),
        block,
        row.action(),
        Verdict.DENY);
  }

  private static DecisionRow withPolicy(DecisionRow row, String policy) {
    return with(row, row.own(), policy, row.block());
  }

  private static List<String> statements(DecisionRow row) {
    return row.policy().equals("-") ? List.of() : List.of(row.policy().split("; ", -1));
  }

  @Property
  void addingADeny_neverAllows(@ForAll("rows") DecisionRow row, @ForAll("statement") String added) {
    String deny = added.replaceFirst("^Allow", "Deny");
    String policy = row.policy().equals("-") ? deny : row.policy() + "; " + deny;

    if (allows(withPolicy(row, policy))) {
      assertThat(allows(row)).isTrue();
    }
  }

  /** RestrictPublicBuckets aside: under it, one statement may make a whole policy public. */
  @Property
  void addingAnAllow_neverDenies(
      @ForAll("rows") DecisionRow row, @ForAll("statement") String added) {
    DecisionRow open = with(row, row.own(), row.policy(), "-");
    String allow = added.replaceFirst("^Deny", "Allow");
    String policy = row.policy().equals("-") ? allow : row.policy() + "; " + allow;

    if (allows(open)) {
      assertThat(allows(withPolicy(open, policy))).isTrue();
    }
  }

  @Property
  void orderOfStatements_neverMatters(@ForAll("rows") DecisionRow row) {
    List<String> statements = statements(row);
    if (!statements.isEmpty()) {
      assertThat(allows(withPolicy(row, String.join("; ", statements.reversed()))))
          .isEqualTo(allows(row));
    }
  }

  @Property
  void publicAccessBlock_neverAllows(@ForAll("rows") DecisionRow row) {
    if (allows(row)) {
      assertThat(allows(with(row, row.own(), row.policy(), "-"))).isTrue();
    }
  }

  @Property
  void callersOwnSide_allowsTheMoreTheMoreItSays(@ForAll("rows") DecisionRow row) {
    boolean denied = allows(with(row, "deny", row.policy(), row.block()));
    boolean silent = allows(with(row, "silent", row.policy(), row.block()));
    boolean allowed = allows(with(row, "allow", row.policy(), row.block()));

    boolean ownPolicy = row.who().equals("root-of-A") && row.action().equals("PutBucketPolicy");
    assertThat(denied).isEqualTo(ownPolicy);
    assertThat(allowed || !silent).isTrue();
  }

  @Property
  void otherAccount_needsBothSides(@ForAll("rows") DecisionRow row) {
    boolean another = row.who().equals("dora");
    boolean nothingForIt =
        row.policy().equals("-")
            && !row.bucketAcl().startsWith("public")
            && !row.object().contains("public");

    if (another && (row.own().equals("silent") || nothingForIt)) {
      assertThat(allows(row)).isFalse();
    }
  }

  @Property
  void decisionWithoutTheObject_isTheSameOrOpen(@ForAll("rows") DecisionRow row) {
    Decision early = row.decideEarly();

    if (early.verdict() != Verdict.OPEN) {
      assertThat(early.allowed()).isEqualTo(allows(row));
    }
  }

  @Property
  void unreadablePolicy_deniesAllButTheAccountsRootItsPolicies(@ForAll("rows") DecisionRow row) {
    boolean ownPolicy = row.who().equals("root-of-A") && row.action().equals("PutBucketPolicy");

    assertThat(allows(withPolicy(row, "unreadable"))).isEqualTo(ownPolicy);
  }
}

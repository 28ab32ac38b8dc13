package dev.sluice.frontend.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.permission.RequestPermissions;
import dev.sluice.frontend.auth.signature.SecretAccessKey;
import dev.sluice.frontend.s3.Permissions;
import dev.sluice.frontend.s3.S3Operation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Credentials files that were written from who may do what; patterns as java.util.regex has them.
 */
class CredentialsPropertiesTest {
  private static final List<BucketName> BUCKETS =
      List.of(new BucketName("photos"), new BucketName("photos-2026"), new BucketName("logs"));
  private static final List<ObjectKey> KEYS =
      List.of(
          new ObjectKey("a"), new ObjectKey("a/b"), new ObjectKey("2026/x"), new ObjectKey("2"));
  private static final List<S3Operation> OPERATIONS =
      List.of(
          S3Operation.GET_OBJECT,
          S3Operation.PUT_OBJECT,
          S3Operation.DELETE_OBJECT,
          S3Operation.LIST_OBJECTS_V2);

  record Grants(List<String> actions, List<String> resources) {
    boolean allow(S3Operation operation, BucketName bucket, ObjectKey key) {
      boolean lists = operation == S3Operation.LIST_OBJECTS_V2;
      return actions.stream().anyMatch(action -> matches(action, operation.permission()))
          && resources.stream().anyMatch(resource -> covers(resource, bucket, key, lists));
    }

    private static boolean covers(
        String resource, BucketName bucket, ObjectKey key, boolean lists) {
      String[] parts = resource.split("/", 2);
      return matches(parts[0], bucket.value())
          && (parts.length == 1
              || ((!lists || parts[1].endsWith("*")) && matches(parts[1], key.value())));
    }

    private static boolean matches(String pattern, String text) {
      String regex =
          Arrays.stream(pattern.split("\\*", -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".*"));
      return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
          .matcher(text)
          .matches();
    }
  }

  record Person(String accessKey, String secret, String name, List<Grants> grants) {
    String write() {
      return "  - access-key: '"
          + accessKey
          + "'\n    secret-key: '"
          + secret.replace("'", "''")
          + "'\n    display-name: \""
          + name.replace("\\", "\\\\").replace("\"", "\\\"")
          + "\"\n"
          + writeGrants();
    }

    String writeGrants() {
      return "    grants:\n"
          + grants.stream()
              .map(
                  grant ->
                      "    - actions: %s\n      resources: %s\n"
                          .formatted(list(grant.actions()), list(grant.resources())))
              .collect(Collectors.joining());
    }

    private static String list(List<String> texts) {
      return texts.stream()
          .map(text -> "\"" + text + "\"")
          .collect(Collectors.joining(", ", "[", "]"));
    }

    boolean may(S3Operation operation, BucketName bucket, ObjectKey key) {
      return grants.stream().anyMatch(grant -> grant.allow(operation, bucket, key));
    }
  }

  /** What makes a good entry a refused one, and the key that the refusal names. */
  enum Break {
    NO_ACCESS_KEY("access-key: ", "owner-id: ", "access-key"),
    NO_SECRET("secret-key: '", "owner-id: 'x", "secret-key"),
    SHORT_SECRET("secret-key: '", "secret-key: 'short' #", "secret-key"),
    NUMBER("access-key: '", "access-key: 7 #", "access-key"),
    UNKNOWN_KEY("display-name: ", "displayname: ", "displayname"),
    UNKNOWN_ACTION("actions: [", "actions: [\"s3:GetObjekt\", ", "grants[0].actions[0]"),
    NO_RESOURCES("resources: [", "resources: [] # [", "grants[0].resources"),
    ILLEGAL_BUCKET("resources: [", "resources: [\"No_Bucket\", ", "grants[0].resources[0]");

    private final String from;
    private final String to;
    private final String named;

    Break(String from, String to, String named) {
      this.from = from;
      this.to = to;
      this.named = named;
    }
  }

  private static Credentials read(String text) throws CredentialsException {
    Load load = new Load(LoadSettings.builder().build());
    return Credentials.read((Map<?, ?>) Objects.requireNonNull(load.loadFromString(text)));
  }

  private static String write(List<Person> people) {
    return "identities:\n" + people.stream().map(Person::write).collect(Collectors.joining());
  }

  @Property(tries = 300)
  void everybody_mayWhatTheFileSays(
      @ForAll("people") List<Person> people, @ForAll("person") Person nobody) throws Exception {
    String text = write(people) + "anonymous:\n" + nobody.writeGrants();

    Credentials credentials = read(text);

    for (Person person : people) {
      Credentials.Entry entry = Objects.requireNonNull(credentials.find(person.accessKey()));
      assertThat(entry.secret()).isEqualTo(new SecretAccessKey(person.secret()));
      assertThat(entry.identity().principal())
          .isEqualTo(new Principal(CredentialsReader.ownerId(person.accessKey()), person.name()));
      assertMayTheSame(entry.identity(), person, text);
    }
    assertMayTheSame(credentials.anonymous(), nobody, text);
    assertThat(credentials.find("somebody else")).isNull();
    new CredentialsFuzzTarget().attack(text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean may(
      Identity identity, S3Operation operation, BucketName bucket, ObjectKey key) {
    Permissions.Entry entry =
        new RequestPermissions(identity, "", false, Map.of(), Instant.EPOCH)
            .evaluate(operation, bucket, key, WriteConditions.NONE);
    return (operation == S3Operation.LIST_OBJECTS_V2 ? entry.disclosures() : entry.evaluations())
        .stream().allMatch(Evaluation::allows);
  }

  private static void assertMayTheSame(Identity identity, Person person, String text) {
    for (S3Operation operation : OPERATIONS) {
      for (BucketName bucket : BUCKETS) {
        for (ObjectKey key : KEYS) {
          assertThat(may(identity, operation, bucket, key))
              .as("%s of %s/%s by %s%n%s", operation, bucket, key, person.accessKey(), text)
              .isEqualTo(person.may(operation, bucket, key));
        }
      }
    }
  }

  @Property(tries = 300)
  void brokenEntry_isNamedWithoutItsSecret(
      @ForAll("people") List<Person> people,
      @ForAll Break broken,
      @ForAll @IntRange(min = 0, max = 100) int which) {
    int index = which % people.size();
    Person person = people.get(index);
    StringBuilder text = new StringBuilder("identities:\n");
    for (Person each : people) {
      String written = each.write();
      text.append(each.equals(person) ? replaceFirst(written, broken.from, broken.to) : written);
    }

    CredentialsException refused =
        catchThrowableOfType(CredentialsException.class, () -> read(text.toString()));

    assertThat(refused).as(text.toString()).isNotNull();
    assertThat(refused.mistakes())
        .anyMatch(line -> line.startsWith("identities[%d].%s: ".formatted(index, broken.named)));
    assertThat(refused.getMessage()).doesNotContain(person.secret());
  }

  @Property(tries = 100)
  void accessKeyOfTwo_isRefused(@ForAll("people") List<Person> people) {
    String text = write(people) + people.getFirst().write();

    CredentialsException refused =
        catchThrowableOfType(CredentialsException.class, () -> read(text));

    assertThat(refused).isNotNull();
    assertThat(refused.mistakes())
        .singleElement()
        .asString()
        .startsWith("identities[%d].access-key: ".formatted(people.size()));
  }

  private static String replaceFirst(String text, String from, String to) {
    int at = text.indexOf(from);
    return text.substring(0, at) + to + text.substring(at + from.length());
  }

  @Provide
  Arbitrary<List<Person>> people() {
    return person()
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(
            people -> {
              Map<String, Person> byKey = new LinkedHashMap<>();
              people.forEach(person -> byKey.put(person.accessKey(), person));
              return List.copyOf(byKey.values());
            });
  }

  @Provide
  Arbitrary<Person> person() {
    Arbitrary<String> action =
        Arbitraries.of(
            "*",
            "s3:*",
            "s3:GetObject",
            "s3:getobject",
            "s3:Put*",
            "s3:*Object",
            "s3:ListBucket",
            "s3:List*");
    Arbitrary<String> resource =
        Arbitraries.of(
            "*",
            "photos",
            "photos*",
            "*s",
            "l*gs",
            "photos/*",
            "photos/a",
            "photos/2026/*",
            "*/a*",
            "*/*b",
            "photos*/2*",
            "*/2*x");
    Arbitrary<Grants> grant =
        Combinators.combine(
                action.list().ofMinSize(1).ofMaxSize(3), resource.list().ofMinSize(1).ofMaxSize(3))
            .as(Grants::new);
    return Combinators.combine(
            Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars("_.+=@-")
                .ofMinLength(1)
                .ofMaxLength(20),
            Arbitraries.strings().withCharRange('!', '~').ofMinLength(8).ofMaxLength(40),
            Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars("é")
                .ofMinLength(1)
                .ofMaxLength(20),
            grant.list().ofMinSize(1).ofMaxSize(3))
        .as(Person::new);
  }
}

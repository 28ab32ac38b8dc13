package dev.sluice.agent.store.format;

import dev.sluice.common.model.AccountId;
import dev.sluice.common.model.Acl;
import dev.sluice.common.model.AclGrant;
import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.Grantee;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.UploadId;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary values of which several stored forms are made. */
final class StoredValues {
  private StoredValues() {}

  static Arbitrary<String> texts() {
    return Arbitraries.strings().withCharRange(' ', '~').withChars("é日\t").ofMaxLength(20);
  }

  static Arbitrary<Instant> times() {
    return Combinators.combine(
            Arbitraries.longs()
                .between(
                    Instant.parse("0001-01-01T00:00:00Z").getEpochSecond(),
                    Instant.parse("9999-12-31T23:59:59Z").getEpochSecond()),
            Arbitraries.integers().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  static Arbitrary<UploadId> uploadIds() {
    return Arbitraries.strings()
        .alpha()
        .numeric()
        .withChars("-_")
        .ofMinLength(1)
        .ofMaxLength(64)
        .map(UploadId::new);
  }

  static Arbitrary<Principal> principals() {
    Arbitrary<AccountId> accounts =
        Arbitraries.strings().numeric().ofLength(12).injectDuplicates(0.2).map(AccountId::new);
    return Combinators.combine(
            texts(), texts(), Arbitraries.oneOf(Arbitraries.just(AccountId.ROOT), accounts))
        .as(Principal::new);
  }

  /** Lists of no grants as well, which are not the same as none. */
  static Arbitrary<Acl> acls() {
    Arbitrary<Grantee> grantees =
        Arbitraries.oneOf(principals().map(Grantee.User::new), Arbitraries.of(Grantee.Group.class));
    return Combinators.combine(grantees, Arbitraries.of(AclPermission.class))
        .as(AclGrant::new)
        .list()
        .ofMaxSize(Acl.MOST_GRANTS)
        .map(Acl::new);
  }

  static Arbitrary<TagSet> tags(int most) {
    Arbitrary<String> text =
        Arbitraries.strings().alpha().numeric().withChars(" +-=._:/@é日").ofMaxLength(Tag.MAX_KEY);
    return Combinators.combine(
            text.filter(key -> !key.isEmpty() && !key.regionMatches(true, 0, "aws:", 0, 4)), text)
        .as(Tag::new)
        .list()
        .uniqueElements(Tag::key)
        .ofMaxSize(most)
        .map(TagSet::new);
  }

  static Arbitrary<ObjectMetadata> metadata() {
    Arbitrary<ContentHeaders> headers =
        Combinators.combine(texts(), texts(), texts(), texts(), texts(), texts())
            .as(ContentHeaders::new);
    Arbitrary<Map<String, String>> userMetadata =
        Arbitraries.maps(
                Arbitraries.strings().withChars("abcxyz019-_.").ofMinLength(1).ofMaxLength(8),
                texts())
            .ofMaxSize(5);
    return Combinators.combine(
            headers, userMetadata, tags(TagSet.MAX_OF_OBJECT), acls().injectNull(0.4))
        .as((all, user, tags, acl) -> ObjectMetadata.of(all, user).withTags(tags).withAcl(acl));
  }
}

package dev.sluice.agent.store.contract;

import dev.sluice.agent.store.StoreLimits;
import org.junit.jupiter.api.Nested;

/** All that an object store has to do. A subclass says how a store is made. */
public abstract class ObjectStoreContract {
  /** Makes a fresh store with these limits. */
  protected abstract StoreUnderTest open(StoreLimits limits) throws Exception;

  @Nested
  final class BucketTests extends BucketContract {
    BucketTests() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  final class SettingsTests extends SettingsContract {
    SettingsTests() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  final class QuotaTests extends QuotaContract {
    QuotaTests() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  final class AccessTests extends AccessContract {
    AccessTests() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  final class PutTests extends PutContract {
    PutTests() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  final class ReadTests extends ReadContract {
    ReadTests() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  final class OutsideTests extends OutsideContract {
    OutsideTests() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  final class ConditionTests extends ConditionContract {
    ConditionTests() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  final class ListingTests extends ListingContract {
    ListingTests() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  final class AclTests extends AclContract {
    AclTests() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  final class CopyTests extends CopyContract {
    CopyTests() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  final class TagsTests extends TagsContract {
    TagsTests() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  final class UploadTests extends UploadContract {
    UploadTests() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  final class UploadListingTests extends UploadListingContract {
    UploadListingTests() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  final class CompletionTests extends CompletionContract {
    CompletionTests() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  final class RaceTests extends RaceContract {
    RaceTests() {
      super(ObjectStoreContract.this::open);
    }
  }
}

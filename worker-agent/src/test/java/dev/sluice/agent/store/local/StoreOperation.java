package dev.sluice.agent.store.local;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that changes a store, each in the situations that it does different things in.
 *
 * @param name for reports
 * @param situation prepares for it, and says what it then is
 * @param refusals how it may be answered when it has happened already
 */
public record StoreOperation(String name, Situation situation, Set<FailureReason> refusals) {
  /** Prepares for an operation. */
  public interface Situation {
    Call prepare(StoreClient client);
  }

  /** The operation itself; its answer is the same each time, or null. */
  public interface Call {
    @Nullable ObjectInfo of(StoreClient client);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Whether what fails is left to the next time, and nobody told. */
  boolean isBestEffort() {
    return name.startsWith("sweep");
  }

  /** Whether an object is stored with a record. */
  boolean makesRecord() {
    return Stream.of("put", "copy", "completion", "tags", "access control list of an object")
        .anyMatch(name::startsWith);
  }

  /** Whether doing it twice makes two of something. */
  boolean adds() {
    return name.equals("upload");
  }

  public static List<StoreOperation> all() {
    List<StoreOperation> all = new ArrayList<>();
    buckets(all);
    settings(all);
    access(all);
    labels(all);
    puts(all);
    deletes(all);
    copies(all);
    parts(all);
    completions(all);
    ends(all);
    return all;
  }

  private static void add(
      List<StoreOperation> all, String name, Situation situation, FailureReason... refusals) {
    Set<FailureReason> set = EnumSet.noneOf(FailureReason.class);
    set.addAll(List.of(refusals));
    all.add(new StoreOperation(name, situation, set));
  }

  /** What answers nothing. */
  private interface Silent {
    void of(StoreClient client);
  }

  private static Call silent(Silent call) {
    return client -> {
      call.of(client);
      return null;
    };
  }

  private static void buckets(List<StoreOperation> all) {
    add(
        all,
        "bucket",
        begin -> silent(client -> client.store.createBucket(StoreClient.ALICE, StoreClient.OTHER)),
        FailureReason.BUCKET_ALREADY_OWNED);
    add(
        all,
        "bucket deleted, with an upload in it",
        begin -> {
          begin.store.createBucket(StoreClient.ALICE, StoreClient.OTHER);
          begin.part(begin.begin(StoreClient.OTHER, "big"), 1, "one");
          return silent(client -> client.store.deleteBucket(StoreClient.ALICE, StoreClient.OTHER));
        },
        FailureReason.BUCKET_NOT_FOUND);
  }

  private static void settings(List<StoreOperation> all) {
    add(
        all,
        "settings of a bucket without",
        begin -> {
          long before = begin.generation(StoreClient.BUCKET);
          return silent(client -> client.tag(StoreClient.BUCKET, "team", "red", before));
        },
        FailureReason.CONDITIONAL_CONFLICT);
    add(
        all,
        "settings in place of others",
        begin -> {
          long first = begin.generation(StoreClient.BUCKET);
          long before = begin.tag(StoreClient.BUCKET, "team", "red", first).generation();
          return silent(client -> client.tag(StoreClient.BUCKET, "team", "blue", before));
        },
        FailureReason.CONDITIONAL_CONFLICT);
    add(
        all,
        "bucket with settings deleted",
        begin -> {
          begin.store.createBucket(StoreClient.ALICE, StoreClient.OTHER);
          begin.tag(StoreClient.OTHER, "team", "red", begin.generation(StoreClient.OTHER));
          return silent(client -> client.store.deleteBucket(StoreClient.ALICE, StoreClient.OTHER));
        },
        FailureReason.BUCKET_NOT_FOUND);
  }

  /** What decides who may do what in a bucket. */
  private static void access(List<StoreOperation> all) {
    add(
        all,
        "policy of a bucket",
        begin -> {
          long before = begin.generation(StoreClient.BUCKET);
          return silent(client -> client.policy(StoreClient.BUCKET, "one", before));
        },
        FailureReason.CONDITIONAL_CONFLICT);
    add(
        all,
        "policy of a bucket in place of another",
        begin -> {
          long first = begin.generation(StoreClient.BUCKET);
          long before = begin.policy(StoreClient.BUCKET, "one", first).generation();
          return silent(client -> client.policy(StoreClient.BUCKET, "two", before));
        },
        FailureReason.CONDITIONAL_CONFLICT);
    add(
        all,
        "access control list of a bucket",
        begin -> {
          begin.policy(StoreClient.BUCKET, "one", begin.generation(StoreClient.BUCKET));
          begin.withLists(StoreClient.BUCKET);
          return silent(client -> client.protect(StoreClient.BUCKET, CannedAcl.AUTHENTICATED_READ));
        });
  }

  /** What is said of an object besides its bytes, and can be changed without them. */
  private static void labels(List<StoreOperation> all) {
    add(
        all,
        "tags of an object",
        begin -> {
          begin.put("key", "old");
          return client -> client.tag("key", new Tag("team", "red"));
        });
    add(
        all,
        "tags in place of others",
        begin -> {
          begin.put("d/e/f", "old");
          begin.tag("d/e/f", new Tag("team", "red"));
          return client -> client.tag("d/e/f", new Tag("team", "blue"), new Tag("of", "two"));
        });
    add(
        all,
        "tags of an object taken away",
        begin -> {
          begin.put("key", "old");
          begin.tag("key", new Tag("team", "red"));
          return client -> client.tag("key");
        });
    add(
        all,
        "access control list of an object",
        begin -> {
          begin.withLists(StoreClient.BUCKET);
          begin.put("key", "old");
          begin.tag("key", new Tag("team", "red"));
          return client -> client.protect("key", CannedAcl.PUBLIC_READ);
        });
  }

  private static void puts(List<StoreOperation> all) {
    add(all, "put", begin -> client -> client.put("key", "new"));
    add(
        all,
        "put over an object",
        begin -> {
          begin.put("key", "old");
          return client -> client.put("key", "newer");
        });
    add(
        all,
        "put where nothing may be",
        begin -> client -> client.put("key", "new", WriteConditions.ABSENT),
        FailureReason.PRECONDITION_FAILED);
    add(
        all,
        "put over a known object",
        begin -> {
          ObjectInfo old = begin.put("key", "old");
          return client -> client.put("key", "newer", StoreClient.ifMatch(old.etag()));
        },
        FailureReason.PRECONDITION_FAILED);
    add(all, "put below new directories", begin -> client -> client.put("d/e/f", "new"));
    add(
        all,
        "put below an object",
        begin -> {
          begin.put("d/a", "self");
          return client -> client.put("d/a/b/c", "below");
        });
    add(
        all,
        "put over an object that has others below",
        begin -> {
          begin.put("a/b", "below");
          begin.put("a", "old");
          return client -> client.put("a", "newer");
        });
  }

  private static void deletes(List<StoreOperation> all) {
    add(
        all,
        "delete",
        begin -> {
          begin.put("key", "old");
          return silent(client -> client.delete("key"));
        });
    add(
        all,
        "delete of the last below directories",
        begin -> {
          begin.put("d/e/f", "old");
          return silent(client -> client.delete("d/e/f"));
        });
    add(
        all,
        "delete of an object that had others below",
        begin -> {
          begin.put("a", "old");
          begin.put("a/b", "below");
          begin.delete("a/b");
          return silent(client -> client.delete("a"));
        });
    add(
        all,
        "delete of a known object",
        begin -> {
          ObjectInfo old = begin.put("key", "old");
          return silent(client -> client.delete("key", StoreClient.ifMatch(old.etag())));
        },
        FailureReason.OBJECT_NOT_FOUND);
  }

  private static void copies(List<StoreOperation> all) {
    add(
        all,
        "copy",
        begin -> {
          begin.put("key", "source");
          return client -> client.copy("key", "copies/key");
        });
    add(
        all,
        "copy over an object",
        begin -> {
          begin.put("key", "source");
          begin.put("there", "old");
          return client -> client.copy("key", "there");
        });
    add(
        all,
        "copy onto itself",
        begin -> {
          begin.put("key", "old");
          return client -> client.describe("key", "text/other");
        });
  }

  private static void parts(List<StoreOperation> all) {
    add(all, "upload", begin -> silent(client -> client.begin("big")));
    add(
        all,
        "part, the first",
        begin -> {
          UploadRef upload = begin.begin("big");
          return silent(client -> client.part(upload, 2, "two"));
        });
    add(
        all,
        "part beside others",
        begin -> {
          UploadRef upload = begin.begin("big");
          begin.part(upload, 1, "one");
          return silent(client -> client.part(upload, 2, "two"));
        });
    add(
        all,
        "part sent again",
        begin -> {
          UploadRef upload = begin.begin("big");
          begin.part(upload, 1, "one");
          begin.part(upload, 1, "ONE");
          return silent(client -> client.part(upload, 1, "eins"));
        });
    add(
        all,
        "part of unknown length",
        begin -> {
          UploadRef upload = begin.begin("big");
          return silent(client -> client.part(upload, 1, "one", -1));
        });
    add(
        all,
        "part copied",
        begin -> {
          UploadRef upload = begin.begin("big");
          begin.put("key", "source");
          return silent(client -> client.copyPart(upload, 1, "key"));
        });
  }

  private static void completions(List<StoreOperation> all) {
    add(
        all,
        "completion of equal parts",
        begin -> {
          UploadRef upload = begin.begin("d/big");
          PartRecord two = begin.part(upload, 2, "two");
          PartRecord one = begin.part(upload, 1, "one");
          return client -> client.complete(upload, one, two);
        });
    add(
        all,
        "completion of unequal parts over an object",
        begin -> {
          begin.put("big", "old");
          UploadRef upload = begin.begin("big");
          PartRecord one = begin.part(upload, 1, "one");
          PartRecord two = begin.part(upload, 2, "longer");
          begin.part(upload, 3, "three", -1);
          PartRecord three = begin.part(upload, 3, "drei");
          PartRecord four = begin.part(upload, 4, "four", -1);
          return client -> client.complete(upload, one, two, three, four);
        });
    add(
        all,
        "completion of some parts",
        begin -> {
          UploadRef upload = begin.begin("big");
          PartRecord one = begin.part(upload, 1, "one");
          begin.part(upload, 2, "two");
          PartRecord three = begin.part(upload, 3, "tri");
          return client -> client.complete(upload, one, three);
        });
    add(
        all,
        "completion below an object, where nothing may be",
        begin -> {
          begin.put("a", "self");
          UploadRef upload = begin.begin("a/big");
          PartRecord one = begin.part(upload, 1, "one");
          return client -> client.complete(upload, WriteConditions.ABSENT, one);
        });
  }

  private static void ends(List<StoreOperation> all) {
    add(
        all,
        "abort",
        begin -> {
          UploadRef upload = begin.begin("big");
          begin.part(upload, 1, "one");
          begin.part(upload, 2, "two", -1);
          return silent(client -> client.abort(upload));
        },
        FailureReason.UPLOAD_NOT_FOUND);
    add(
        all,
        "sweep of an old upload",
        begin -> {
          begin.part(begin.begin("big"), 1, "one");
          return silent(client -> client.store.sweep(Duration.ofSeconds(-1)));
        });
  }
}

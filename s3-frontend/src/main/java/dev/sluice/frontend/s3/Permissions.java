package dev.sluice.frontend.s3;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.WriteConditions;
import java.util.List;
import java.util.Map;

/** Permissions of the caller, for operations whose head does not say all that they touch. */
public interface Permissions {
  /**
   * What they say to one of several things that a request asks for.
   *
   * @param evaluations of what it touches
   * @param disclosures of the objects that it names
   */
  record Entry(List<Evaluation> evaluations, List<Evaluation> disclosures) {
    /** What they say of a caller who may do everything. */
    public static final Entry NONE = new Entry(List.of(), List.of());

    /** Copies the lists. */
    public Entry {
      evaluations = List.copyOf(evaluations);
      disclosures = List.copyOf(disclosures);
    }
  }

  /** What they say to this change of an object on conditions, which may ask what is there. */
  Entry evaluate(
      S3Operation operation, BucketName bucket, ObjectKey key, WriteConditions conditions);

  /**
   * The context of a request whose document was read, for the calls from then on.
   *
   * @param context of the request
   * @param documentKeys condition keys that the document says
   */
  CallContext context(
      CallContext context, S3Request request, Map<String, List<String>> documentKeys);

  /** Patterns of the names of the buckets that they are about, each once. */
  List<String> buckets();
}

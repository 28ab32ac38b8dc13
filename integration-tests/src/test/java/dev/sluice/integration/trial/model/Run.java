package dev.sluice.integration.trial.model;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Takes the steps of a script against a server and the model, in buckets of their own. */
final class Run {
  private static final AtomicLong RUNS = new AtomicLong(System.currentTimeMillis());

  private final Wire wire;
  private final Model model = new Model("run" + RUNS.incrementAndGet());

  Run(Wire wire) {
    this.wire = wire;
  }

  /**
   * Where a script goes wrong.
   *
   * @param step the step's place
   * @param story what was expected, and what came
   */
  record Wrong(int step, String story) {}

  /** Runs a script to its first mismatch; null where there is none. */
  static @Nullable Wrong of(List<Op.Step> script, Wire wire) {
    Run run = new Run(wire);
    for (int i = 0; i < script.size(); i++) {
      String story = run.take(script.get(i));
      if (story != null) {
        return new Wrong(i, story);
      }
    }
    return null;
  }

  /** Takes a step; how it went wrong, null where it did not. */
  @Nullable String take(Op.Step step) {
    try {
      take(new Asking(model, wire, step.client()), step.op());
      return null;
    } catch (Mismatch e) {
      return e.getMessage();
    } catch (RuntimeException e) {
      return "no answer: " + e + (e.getCause() == null ? "" : ", " + e.getCause());
    }
  }

  private static void take(Asking asking, Op op) {
    ObjectSteps objects = new ObjectSteps(asking);
    UploadSteps uploads = new UploadSteps(asking);
    ListSteps lists = new ListSteps(asking);
    SettingSteps settings = new SettingSteps(asking);
    switch (op) {
      case Op.CreateBucket it -> lists.createBucket(it);
      case Op.PutSetting it -> settings.put(it);
      case Op.GetSetting it -> settings.get(it);
      case Op.DropSetting it -> settings.drop(it);
      case Op.PutBucketAcl it -> settings.putBucketAcl(it);
      case Op.GetBucketAcl it -> settings.getBucketAcl(it);
      case Op.PutTags it -> settings.putTags(it);
      case Op.GetTags it -> settings.getTags(it);
      case Op.DropTags it -> settings.dropTags(it);
      case Op.PutAcl it -> settings.putAcl(it);
      case Op.GetAcl it -> settings.getAcl(it);
      case Op.HeadBucket it -> lists.headBucket(it);
      case Op.DeleteBucket it -> lists.deleteBucket(it);
      case Op.BucketLocation it -> lists.location(it);
      case Op.ListBuckets it -> lists.listBuckets(it);
      case Op.Put it -> objects.put(it);
      case Op.Get it -> objects.get(it);
      case Op.Attributes it -> objects.attributes(it);
      case Op.Delete it -> objects.delete(it);
      case Op.DeleteMany it -> objects.deleteMany(it);
      case Op.Copy it -> objects.copy(it);
      case Op.Begin it -> uploads.begin(it);
      case Op.Part it -> uploads.part(it);
      case Op.CopyPart it -> uploads.copyPart(it);
      case Op.Complete it -> uploads.complete(it);
      case Op.Abort it -> uploads.abort(it);
      case Op.ListParts it -> uploads.listParts(it);
      case Op.ListUploads it -> lists.listUploads(it);
      case Op.ListKeys it -> lists.listKeys(it);
    }
  }
}

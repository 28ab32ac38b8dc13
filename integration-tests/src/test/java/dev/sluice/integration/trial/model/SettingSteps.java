package dev.sluice.integration.trial.model;

import dev.sluice.integration.trial.core.Request;
import dev.sluice.integration.trial.core.Xml;
import dev.sluice.integration.trial.model.Model.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Steps about settings of buckets, tags and access control lists. */
final class SettingSteps {
  private static final Expected NO_LISTS = Expected.error(400, "AccessControlListNotSupported");

  private final Asking asking;
  private final Model model;

  SettingSteps(Asking asking) {
    this.asking = asking;
    model = asking.model();
  }

  private Request of(String method, int bucket, Setting setting) {
    return Request.of(method, model.name(bucket)).query(setting.query(), "");
  }

  void put(Op.PutSetting op) {
    String document = op.setting().document(op.choice(), model.name(op.bucket()));
    Request request = of("PUT", op.bucket(), op.setting()).body(document);
    request.header("Content-MD5", Asking.md5Base64(request.bytes()));
    int done = op.setting() == Setting.POLICY ? 204 : 200;
    boolean tags = op.setting() == Setting.TAGS;
    Expected expected =
        model.hasBucket(op.bucket()) ? Expected.done(tags ? 204 : done) : Asking.NO_BUCKET;
    if (asking.check(request, expected)) {
      model.settings(op.bucket()).put(op.setting(), document);
    }
  }

  void get(Op.GetSetting op) {
    String document = model.settings(op.bucket()).get(op.setting());
    Expected expected = document == null ? op.setting().unset() : op.setting().answer(document);
    asking.check(
        of("GET", op.bucket(), op.setting()),
        model.hasBucket(op.bucket()) ? expected : Asking.NO_BUCKET);
  }

  void drop(Op.DropSetting op) {
    if (!op.setting().isRemovable()) {
      return;
    }
    Expected expected = model.hasBucket(op.bucket()) ? Expected.done(204) : Asking.NO_BUCKET;
    if (asking.check(of("DELETE", op.bucket(), op.setting()), expected)) {
      model.settings(op.bucket()).remove(op.setting());
    }
  }

  void putTags(Op.PutTags op) {
    StringBuilder document = new StringBuilder("<Tagging><TagSet>");
    op.tags()
        .forEach(
            (key, value) ->
                document
                    .append("<Tag><Key>")
                    .append(Xml.escape(key))
                    .append("</Key><Value>")
                    .append(Xml.escape(value))
                    .append("</Value></Tag>"));
    Request request =
        Request.of("PUT", model.name(op.bucket()), op.key())
            .query("tagging", "")
            .body(document + "</TagSet></Tagging>");
    request.header("Content-MD5", Asking.md5Base64(request.bytes()));
    change(op.bucket(), op.key(), request, 200, labels -> labels.with(op.tags()));
  }

  void dropTags(Op.DropTags op) {
    Request request = Request.of("DELETE", model.name(op.bucket()), op.key()).query("tagging", "");
    change(op.bucket(), op.key(), request, 204, labels -> labels.with(Map.of()));
  }

  private void change(
      int bucket, String key, Request request, int done, UnaryOperator<Labels> change) {
    Stored there = model.find(bucket, key);
    Expected missing = model.hasBucket(bucket) ? Asking.NO_KEY : Asking.NO_BUCKET;
    if (asking.check(request, there == null ? missing : Expected.done(done)) && there != null) {
      model.objects(bucket).put(key, there.with(change.apply(there.labels())));
    }
  }

  void getTags(Op.GetTags op) {
    Request request = Request.of("GET", model.name(op.bucket()), op.key()).query("tagging", "");
    Stored there = model.find(op.bucket(), op.key());
    if (there == null) {
      asking.check(request, model.hasBucket(op.bucket()) ? Asking.NO_KEY : Asking.NO_BUCKET);
      return;
    }
    Expected.Doc set = new Expected.Doc("TagSet");
    there
        .labels()
        .tags()
        .forEach(
            (key, value) -> set.add(new Expected.Doc("Tag").add("Key", key).add("Value", value)));
    Expected.Doc document = new Expected.Doc("Tagging");
    asking.check(
        request,
        Expected.document(
            Map.of(), there.labels().tags().isEmpty() ? document : document.add(set)));
  }

  void putAcl(Op.PutAcl op) {
    Request request =
        Request.of("PUT", model.name(op.bucket()), op.key())
            .query("acl", "")
            .header("x-amz-acl", op.open() ? "public-read" : "private");
    Stored there = model.find(op.bucket(), op.key());
    List<Expected> refusals = new ArrayList<>();
    if (!model.hasBucket(op.bucket())) {
      refusals.add(Asking.NO_BUCKET);
    } else if (there == null) {
      refusals.add(Asking.NO_KEY);
    }
    Expected lists = refusal(op.bucket());
    if (lists != null) {
      refusals.add(lists);
    }
    if (there == null || !refusals.isEmpty()) {
      asking.checkAny(request, refusals);
      return;
    }
    asking.check(request, Expected.done(200));
    model.objects(op.bucket()).put(op.key(), there.with(there.labels().with(op.open())));
  }

  /** How a write that states a list fails; null where it does not. */
  private @Nullable Expected refusal(int bucket) {
    return model.hasBucket(bucket) && model.withoutLists(bucket) ? NO_LISTS : null;
  }

  void getAcl(Op.GetAcl op) {
    Request request = Request.of("GET", model.name(op.bucket()), op.key()).query("acl", "");
    Stored there = model.find(op.bucket(), op.key());
    if (there == null) {
      asking.check(request, model.hasBucket(op.bucket()) ? Asking.NO_KEY : Asking.NO_BUCKET);
      return;
    }
    Expected.Doc list =
        new Expected.Doc("AccessControlList")
            .add(new Expected.Doc("Grant").add("Permission", "FULL_CONTROL"));
    if (there.labels().open() && !model.withoutLists(op.bucket())) {
      list.add(
          new Expected.Doc("Grant")
              .add(
                  new Expected.Doc("Grantee")
                      .add("URI", "http://acs.amazonaws.com/groups/global/AllUsers"))
              .add("Permission", "READ"));
    }
    asking.check(
        request, Expected.document(Map.of(), new Expected.Doc("AccessControlPolicy").add(list)));
  }
}

package dev.sluice.integration.trial.model;

import dev.sluice.integration.trial.core.Request;
import dev.sluice.integration.trial.core.Xml;
import dev.sluice.integration.trial.model.Model.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Steps about settings of buckets, tags and access control lists. */
final class SettingSteps {
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
    Expected refusal = refusal(op.bucket(), op.setting(), document);
    Expected done = Expected.done(op.setting().doneStatus());
    if (asking.check(request, refusal == null ? done : refusal)) {
      model.settings(op.bucket()).put(op.setting(), document);
    }
  }

  /** How a change of a setting fails; null where it does not. */
  private @Nullable Expected refusal(int bucket, Setting setting, String document) {
    if (!model.hasBucket(bucket)) {
      return Asking.NO_BUCKET;
    }
    boolean givesListsUp =
        setting == Setting.OWNERSHIP && !document.equals(Setting.ownership(true));
    if (givesListsUp && model.acl(bucket).isPublic()) {
      return Expected.error(400, "InvalidBucketAclWithObjectOwnership");
    }
    return setting.isBlocked(document, model.settings(bucket))
        ? Expected.error(403, "AccessDenied")
        : null;
  }

  void get(Op.GetSetting op) {
    Request request = of("GET", op.bucket(), op.setting());
    String document = model.settings(op.bucket()).get(op.setting());
    Expected unset = op.setting().unset();
    if (!model.hasBucket(op.bucket())) {
      asking.check(request, Asking.NO_BUCKET);
    } else if (document == null && unset != null) {
      asking.check(request, unset);
    } else {
      asking.checkValue(request, op.setting()::value, op.setting().value(document));
    }
  }

  void drop(Op.DropSetting op) {
    if (!op.setting().isRemovable()) {
      return;
    }
    Expected refusal = refusal(op.bucket(), op.setting(), "");
    Expected expected = refusal == null ? Expected.done(204) : refusal;
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
    asking.checkValue(request, Documents::tags, new TreeMap<>(there.labels().tags()));
  }

  void putAcl(Op.PutAcl op) {
    Request request = Request.of("PUT", model.name(op.bucket()), op.key()).query("acl", "");
    op.acl().state(request);
    Stored there = model.find(op.bucket(), op.key());
    List<Expected> refusals = refusals(op.bucket(), op.acl());
    if (there == null && model.hasBucket(op.bucket())) {
      refusals.add(Asking.NO_KEY);
    }
    if (there == null || !refusals.isEmpty()) {
      asking.checkAny(request, refusals);
      return;
    }
    asking.check(request, Expected.done(200));
    model.objects(op.bucket()).put(op.key(), there.with(there.labels().with(op.acl())));
  }

  void putBucketAcl(Op.PutBucketAcl op) {
    Request request = Request.of("PUT", model.name(op.bucket())).query("acl", "");
    op.acl().state(request);
    List<Expected> refusals = refusals(op.bucket(), op.acl());
    if (!refusals.isEmpty()) {
      asking.checkAny(request, refusals);
      return;
    }
    asking.check(request, Expected.done(200));
    model.setAcl(op.bucket(), op.acl());
  }

  /** How a replacement of a list fails: without lists any does, were it the owner's alone. */
  private List<Expected> refusals(int bucket, Acl acl) {
    List<Expected> refusals = new ArrayList<>();
    Expected refusal = model.refusal(bucket, acl);
    if (!model.hasBucket(bucket)) {
      refusals.add(Asking.NO_BUCKET);
    } else if (model.withoutLists(bucket)) {
      refusals.add(Expected.error(400, "AccessControlListNotSupported"));
    } else if (refusal != null) {
      refusals.add(refusal);
    }
    return refusals;
  }

  void getAcl(Op.GetAcl op) {
    Request request = Request.of("GET", model.name(op.bucket()), op.key()).query("acl", "");
    Stored there = model.find(op.bucket(), op.key());
    if (there == null) {
      asking.check(request, model.hasBucket(op.bucket()) ? Asking.NO_KEY : Asking.NO_BUCKET);
    } else {
      checkGrants(request, op.bucket(), there.labels().acl());
    }
  }

  void getBucketAcl(Op.GetBucketAcl op) {
    Request request = Request.of("GET", model.name(op.bucket())).query("acl", "");
    if (model.hasBucket(op.bucket())) {
      checkGrants(request, op.bucket(), model.acl(op.bucket()));
    } else {
      asking.check(request, Asking.NO_BUCKET);
    }
  }

  /** Without lists the owner's full control is shown, whatever is kept. */
  private void checkGrants(Request request, int bucket, Acl kept) {
    Acl shown = model.withoutLists(bucket) ? Acl.PRIVATE : kept;
    asking.checkValue(request, Documents::grants, shown.grants());
  }
}

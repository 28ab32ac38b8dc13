package dev.sluice.agent.store;

import dev.sluice.agent.store.access.Access;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.agent.store.request.CopySource;
import dev.sluice.agent.store.request.ObjectHead;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.common.model.ByteSpan;

/** Reads of objects and of what is known of them. */
final class Reads {
  private final StorageEngine engine;
  private final Quotas quotas;

  Reads(StorageEngine engine, Quotas quotas) {
    this.engine = engine;
    this.quotas = quotas;
  }

  ObjectReading open(Access access, ReadRequest request) {
    OpenObject open = engine.open(new ObjectName(request.bucket(), request.key()));
    if (open == null) {
      throw access.missingTarget();
    }
    try {
      access.toTarget(open.object());
      quotas.met(request.bucket(), open.object());
      ObjectHead head = headOf(access, request, open.object(), false);
      ByteSpan span = head.span() == null ? new ByteSpan(0, open.object().size()) : head.span();
      return new OpenReading(open, head, span);
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  ObjectHead head(Access access, ReadRequest request) {
    StoredObject object = engine.stat(new ObjectName(request.bucket(), request.key()));
    if (object == null) {
      throw access.missingTarget();
    }
    access.toTarget(object);
    quotas.met(request.bucket(), object);
    return headOf(access, request, object, access.showsAcl());
  }

  /** Opens the source of a copy whose conditions hold. */
  OpenObject openSource(Access access, CopySource source) {
    OpenObject open = engine.open(new ObjectName(source.bucket(), source.key()));
    if (open == null) {
      throw access.missingSource();
    }
    try {
      access.toSource(open.object());
      Conditions.checkCopySource(source.conditions(), open.object());
      return open;
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  private static ObjectHead headOf(
      Access access, ReadRequest request, StoredObject object, boolean withAcl) {
    Conditions.checkRead(request.conditions(), object);
    ObjectInfo info =
        ObjectInfo.of(request.key(), object, access.rules().ownerOf(object.record().owner()));
    info = withAcl ? info : info.withoutAcl();
    return new ObjectHead(
        access.showsTags(object) ? info : info.withoutTags(),
        RangeResolver.span(request.selection(), object));
  }
}

package dev.sluice.agent.store.local.record;

import static dev.sluice.fuzzing.FuzzTarget.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.format.FileSeal;
import dev.sluice.agent.store.format.RecordCodec;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.MetadataLimit;
import dev.sluice.fuzzing.FuzzTarget;
import java.util.List;

/**
 * What {@link VersitygwAttributes} make of any values: a record that says nothing of the bytes, is
 * within the limits and can be kept as it is; and a tag that is an MD5. An input is the value of
 * every attribute, and the name of one.
 */
final class VersitygwAttributesFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) throws ErrnoException {
    List<String> names =
        List.of(
            "user.content-type",
            "user.expires",
            "user.etag",
            "user.metadata",
            "user.X-Amz-Meta." + new String(input, UTF_8));
    ObjectRecord record = VersitygwAttributes.record(names, name -> input);
    require(record.etag() == null && record.checksum() == null, "nothing of the bytes", record);
    int bytes =
        record.metadata().userMetadata().entrySet().stream()
            .mapToInt(each -> (each.getKey() + each.getValue()).getBytes(UTF_8).length)
            .sum();
    require(bytes <= MetadataLimit.USER_METADATA.bytes(), "no more than is kept", record);

    FileSeal seal = FileSeal.getDefaultInstance();
    StoredRecord stored = RecordCodec.store(record, seal, 1, StoredRecord.getDefaultInstance());
    require(RecordCodec.load(stored, true).equals(record), "there and back", record);

    ETag tag = VersitygwAttributes.statedTag(name -> input);
    require(tag == null || tag.isMd5(), "an MD5 or none", tag == null ? "" : tag);
  }
}

package dev.sluice.cli.tool.bucket;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ProtocolMessageEnum;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.v1.Acceleration;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.ObjectOwnership;
import dev.sluice.v1.Payer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A setting of a bucket whose values have names, those of Amazon S3. */
enum NamedSetting {
  OWNERSHIP(
      "--ownership",
      "Set who owns objects that are written",
      "objectOwnership",
      BucketSettings.OBJECT_OWNERSHIP_FIELD_NUMBER) {
    @Override
    void addValues(Map<String, ProtocolMessageEnum> values) {
      values.put("BucketOwnerEnforced", ObjectOwnership.BUCKET_OWNER_ENFORCED);
      values.put("BucketOwnerPreferred", ObjectOwnership.BUCKET_OWNER_PREFERRED);
      values.put("ObjectWriter", ObjectOwnership.OBJECT_WRITER);
    }
  },

  PAYER("--payer", "Set who pays for requests", "payer", BucketSettings.PAYER_FIELD_NUMBER) {
    @Override
    void addValues(Map<String, ProtocolMessageEnum> values) {
      values.put("BucketOwner", Payer.BUCKET_OWNER);
      values.put("Requester", Payer.REQUESTER);
    }
  },

  ACCELERATION(
      "--acceleration",
      "Set the state of transfer acceleration",
      "acceleration",
      BucketSettings.ACCELERATION_FIELD_NUMBER) {
    @Override
    void addValues(Map<String, ProtocolMessageEnum> values) {
      values.put("Enabled", Acceleration.ACCELERATION_ENABLED);
      values.put("Suspended", Acceleration.ACCELERATION_SUSPENDED);
    }
  };

  private final String option;
  private final String about;
  private final String shownAs;
  private final FieldDescriptor field;
  private final Map<String, ProtocolMessageEnum> values = new LinkedHashMap<>();

  NamedSetting(String option, String about, String shownAs, int field) {
    this.option = option;
    this.about = about;
    this.shownAs = shownAs;
    this.field = BucketSettings.getDescriptor().findFieldByNumber(field);
    addValues(values);
  }

  String option() {
    return option;
  }

  /** The description of the option. */
  String about() {
    return about + ": " + names() + ".";
  }

  /** The field of the document that shows it. */
  String shownAs() {
    return shownAs;
  }

  private String names() {
    return String.join(", ", values.keySet());
  }

  /** The change to a value; fails as a mistake in the use of the tool. */
  Consumer<BucketSettings.Builder> change(String name) {
    ProtocolMessageEnum value = values.get(name);
    if (value == null) {
      throw ToolFailure.usage(option + ": '" + name + "' (expected: " + names() + ")");
    }
    return settings -> settings.setField(field, value.getValueDescriptor());
  }

  /** The name of a bucket's value; empty: unset. */
  String of(BucketSettings settings) {
    return values.entrySet().stream()
        .filter(value -> value.getValue().getValueDescriptor().equals(settings.getField(field)))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  /** Adds all values, by their names. */
  abstract void addValues(Map<String, ProtocolMessageEnum> values);
}

package dev.sluice.common.config;

import org.snakeyaml.engine.v2.api.LoadSettings;

/** The rules by which every YAML file is read. */
public final class YamlSettings {

  private YamlSettings() {}

  /**
   * Settings for a text and no other: the library takes it in one portion. Between portions it
   * fails where a character beyond U+FFFF lies across, an emoji in a comment for one.
   *
   * @param label what mistakes call the text
   */
  public static LoadSettings of(String text, String label) {
    return LoadSettings.builder().setLabel(label).setBufferSize(text.length() + 1).build();
  }
}

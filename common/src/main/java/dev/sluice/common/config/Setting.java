package dev.sluice.common.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record component as a setting. Its key is the component's name in lower case with dashes:
 * {@code agentListen} is {@code agent-listen} in the file, {@code --agent-listen} as a flag, {@code
 * SLUICE_AGENT_LISTEN} in the environment.
 *
 * <p>The component's type says how the text is read: see {@link ConfigSchema}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

  /**
   * The purpose of the setting, in a sentence; shown by {@code --help} and in
   * docs/configuration.md.
   */
  String about();

  /** The heading it stands under. */
  SettingGroup group();

  /**
   * The default, as it would be written in the file; empty: none, for an optional setting or an
   * empty list.
   */
  String fallback() default "";

  /** The smallest value allowed, as it would be written in the file; empty: no bound. */
  String atLeast() default "";

  /** The largest value allowed, as it would be written in the file; empty: no bound. */
  String atMost() default "";

  /**
   * An environment variable of another program that means the same and is taken where nothing else
   * gives a value; empty: none.
   */
  String otherVariable() default "";

  /** Keys of which none may be given for {@link #otherVariable} to be taken, besides this one. */
  String[] otherVariableUnless() default {};

  /**
   * The value that {@code --help} shows, where the type's own word (such as PATH) says too little.
   */
  String placeholder() default "";
}

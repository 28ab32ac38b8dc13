package dev.sluice.integration.hdfs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * A planted fault: a process into which this is loaded, as an agent of Java's, takes a slot over
 * without moving the folders of earlier epochs away. Their owners go on deciding.
 */
public final class NoFence implements ClassFileTransformer {
  private static final String SLOTS = "dev/sluice/engine/hdfs/HdfsSharedSlots";
  private static final String FENCE = "begin";

  private NoFence() {}

  /** Called by the JVM before the program begins. */
  public static void premain(String argument, Instrumentation instrumentation) {
    instrumentation.addTransformer(new NoFence());
  }

  /** The option of a JVM that loads it, from a jar in this folder. */
  static String option(Path folder) {
    Path jar = folder.resolve("no-fence.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", NoFence.class.getName());
    String name = "/" + NoFence.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        InputStream own = Objects.requireNonNull(NoFence.class.getResourceAsStream(name))) {
      out.putNextEntry(new JarEntry(name.substring(1)));
      own.transferTo(out);
      out.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "-javaagent:" + jar;
  }

  /** Has the method of the fence answer that all is done. */
  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (!SLOTS.equals(name)) {
      return null;
    }
    ClassFile classes = ClassFile.of();
    ClassModel model = classes.parse(bytes);
    return classes.transformClass(
        model,
        (builder, element) -> {
          if (element instanceof MethodModel method && method.methodName().equalsString(FENCE)) {
            builder.withMethodBody(
                method.methodName(),
                method.methodType(),
                method.flags().flagsMask(),
                code -> code.iconst_1().ireturn());
          } else {
            builder.with(element);
          }
        });
  }
}

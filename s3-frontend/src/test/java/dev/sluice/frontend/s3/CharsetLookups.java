package dev.sluice.frontend.s3;

import java.nio.charset.Charset;
import java.nio.charset.spi.CharsetProvider;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A provider of no charset, which counts how often the JDK asks for one that it does not know. */
public final class CharsetLookups extends CharsetProvider {
  private static final AtomicLong LOOKUPS = new AtomicLong();

  static long count() {
    return LOOKUPS.get();
  }

  @Override
  public Iterator<Charset> charsets() {
    return Collections.emptyIterator();
  }

  @Override
  public @Nullable Charset charsetForName(String name) {
    LOOKUPS.incrementAndGet();
    return null;
  }
}

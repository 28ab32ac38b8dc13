package dev.sluice.agent.store.request;

import dev.sluice.common.model.ObjectKey;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Content types by file name, for files from outside; the types are those IANA registers. */
final class ContentTypes {
  private static final String UNKNOWN = "application/octet-stream";

  private static final String TABLE =
      """
      application/gzip                gz tgz
      application/java-archive        jar war
      application/json                json map
      application/ld+json             jsonld
      application/msword              doc
      application/pdf                 pdf
      application/rtf                 rtf
      application/vnd.apache.parquet  parquet
      application/vnd.ms-excel        xls
      application/vnd.ms-powerpoint   ppt
      application/vnd.oasis.opendocument.spreadsheet  ods
      application/vnd.oasis.opendocument.text         odt
      application/vnd.openxmlformats-officedocument.presentationml.presentation  pptx
      application/vnd.openxmlformats-officedocument.spreadsheetml.sheet          xlsx
      application/vnd.openxmlformats-officedocument.wordprocessingml.document    docx
      application/wasm                wasm
      application/x-7z-compressed     7z
      application/x-bzip2             bz2
      application/x-sh                sh
      application/x-tar               tar
      application/x-xz                xz
      application/xhtml+xml           xhtml
      application/xml                 xml xsd xsl
      application/yaml                yaml yml
      application/zip                 zip
      application/zstd                zst
      audio/aac                       aac
      audio/flac                      flac
      audio/midi                      mid midi
      audio/mp4                       m4a
      audio/mpeg                      mp3
      audio/ogg                       oga ogg opus
      audio/wav                       wav
      font/otf                        otf
      font/ttf                        ttf
      font/woff                       woff
      font/woff2                      woff2
      image/avif                      avif
      image/bmp                       bmp
      image/gif                       gif
      image/heic                      heic
      image/jpeg                      jpg jpeg
      image/png                       png
      image/svg+xml                   svg
      image/tiff                      tif tiff
      image/vnd.microsoft.icon        ico
      image/webp                      webp
      text/calendar                   ics
      text/css                        css
      text/csv                        csv
      text/html                       html htm
      text/javascript                 js mjs
      text/markdown                   md
      text/plain                      txt text log conf ini
      text/tab-separated-values       tsv
      video/mp4                       mp4 m4v
      video/mpeg                      mpeg mpg
      video/quicktime                 mov
      video/webm                      webm
      video/x-matroska                mkv
      video/x-msvideo                 avi
      """;

  private static final Map<String, String> BY_EXTENSION = byExtension();

  private ContentTypes() {}

  /** The type that a key's extension says; {@code application/octet-stream} where it says none. */
  static String byName(ObjectKey key) {
    String name = key.value().substring(key.value().lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      return UNKNOWN;
    }
    String extension = name.substring(dot + 1).toLowerCase(Locale.ROOT);
    return BY_EXTENSION.getOrDefault(extension, UNKNOWN);
  }

  private static Map<String, String> byExtension() {
    Map<String, String> types = new HashMap<>();
    TABLE
        .lines()
        .map(line -> line.split(" +", -1))
        .forEach(
            words -> {
              for (int i = 1; i < words.length; i++) {
                types.put(words[i], words[0]);
              }
            });
    return Map.copyOf(types);
  }
}

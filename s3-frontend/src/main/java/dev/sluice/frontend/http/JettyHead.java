package dev.sluice.frontend.http;

import dev.sluice.frontend.s3.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/** Takes the head of a request over from Jetty, uninterpreted. */
final class JettyHead {
  private JettyHead() {}

  static RequestHead of(Request request) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (HttpField field : request.getHeaders()) {
      String value = field.getValue();
      String name = field.getLowerCaseName();
      List<String> line = List.of(value == null ? "" : value);
      List<String> lines = headers.putIfAbsent(name, line);
      if (lines != null) {
        if (lines.size() == 1) {
          lines = new ArrayList<>(lines);
          headers.put(name, lines);
        }
        lines.addAll(line);
      }
    }
    HttpURI uri = request.getHttpURI();
    String path = uri.getPath();
    return RequestHead.of(
        request.getMethod(),
        path == null ? "/" : PathGuard.restore(path),
        uri.getQuery(),
        host(request),
        headers);
  }

  /** The value of the Host header, or what stands for it; empty where there is neither. */
  static String host(Request request) {
    String host = request.getHeaders().get(HttpHeader.HOST);
    if (host != null) {
      return host;
    }
    String authority = request.getHttpURI().getAuthority();
    return authority == null ? "" : authority;
  }
}

package dev.sluice.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A DNS server on loopback whose answers change when a test says so. It speaks UDP alone. */
public final class FakeDns implements AutoCloseable {
  private static final int LONGEST = 512;
  private static final int HEADER_BYTES = 12;
  private static final int A = 1;
  private static final int AAAA = 28;
  private static final int SRV = 33;
  private static final int INTERNET = 1;
  private static final int IPV4_BYTES = 4;

  /** Offset of the question's name, which is the name of each record. */
  private static final int SAME_NAME = 0xC000 | HEADER_BYTES;

  /** An answer of the server that is in charge, to a question that may be asked further. */
  private static final int ANSWER = 0x8580;

  private static final int SERVER_FAILURE = 2;
  private static final int NO_SUCH_NAME = 3;

  private final DatagramSocket socket;
  private final Map<String, List<Entry>> entries = new ConcurrentHashMap<>();
  private volatile boolean failing;

  private record Entry(int type, ByteBuffer data) {}

  /** A server without names. */
  public FakeDns() {
    try {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("dns").start(this::serve);
  }

  /** The address: host and port. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** Makes a name lead to these addresses, and to no others. */
  public void host(String name, String... addresses) {
    List<Entry> of = new ArrayList<>();
    for (String address : addresses) {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      of.add(new Entry(bytes.length == IPV4_BYTES ? A : AAAA, ByteBuffer.wrap(bytes)));
    }
    entries.put(name, of);
  }

  /** Makes the name of a service lead to a port of these hosts, and to no others. */
  public void service(String name, int port, String... hosts) {
    List<Entry> of = new ArrayList<>();
    for (String host : hosts) {
      of.add(new Entry(SRV, ByteBuffer.wrap(bytes(out -> writeService(out, port, host)))));
    }
    entries.put(name, of);
  }

  /** Whether it answers every question with a failure. */
  public void setFailing(boolean now) {
    failing = now;
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
    try {
      while (!socket.isClosed()) {
        packet.setLength(LONGEST);
        socket.receive(packet);
        byte[] answer = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private byte[] answer(ByteBuffer question) {
    int id = Short.toUnsignedInt(question.getShort(0));
    question.position(HEADER_BYTES);
    List<String> labels = new ArrayList<>();
    for (int length = question.get(); length > 0; length = question.get()) {
      byte[] label = new byte[length];
      question.get(label);
      labels.add(new String(label, US_ASCII));
    }
    int type = Short.toUnsignedInt(question.getShort());
    List<Entry> known = entries.get(String.join(".", labels));
    List<Entry> found =
        known == null || failing
            ? List.of()
            : known.stream().filter(entry -> entry.type() == type).toList();
    int code = failing ? SERVER_FAILURE : known == null ? NO_SUCH_NAME : 0;
    return bytes(
        out -> {
          for (int part : new int[] {id, ANSWER | code, 1, found.size(), 0, 0}) {
            out.writeShort(part);
          }
          writeName(out, labels);
          out.writeShort(type);
          out.writeShort(INTERNET);
          for (Entry entry : found) {
            out.writeShort(SAME_NAME);
            out.writeShort(type);
            out.writeShort(INTERNET);
            out.writeInt(0);
            out.writeShort(entry.data().capacity());
            out.write(entry.data().array());
          }
        });
  }

  private static void writeService(DataOutputStream out, int port, String host) throws IOException {
    out.writeShort(0);
    out.writeShort(0);
    out.writeShort(port);
    writeName(out, List.of(host.split("\\.", -1)));
  }

  private static void writeName(DataOutputStream out, List<String> labels) throws IOException {
    for (String label : labels) {
      out.writeByte(label.length());
      out.write(label.getBytes(US_ASCII));
    }
    out.writeByte(0);
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
  }
}
